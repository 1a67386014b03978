using System.Collections.Immutable;
using Sip.Messages;

namespace Sip.Dialogs;

/// <summary>Begins the stack's requests and responses: what every one of them must say.</summary>
internal sealed class MessageFactory(string product, ILocalAddresses addresses, ITokenSource tokens)
{
    /// <summary>A request with Via and Max-Forwards. Over a stream rport is asked for too: its answer tells the address the peer sees.</summary>
    public SipWriter Request(SipMethod method, string uri, Hop hop, int maxForwards = SipLimits.InitialMaxForwards) =>
        SipWriter.Request(method, uri)
            .Add(HeaderName.Via, $"SIP/2.0/{Name(hop.Transport)} {addresses.Toward(hop)};branch={tokens.Branch()};rport")
            .Add(HeaderName.MaxForwards, maxForwards);

    /// <summary>The end of a request's headers.</summary>
    public SipWriter Signed(SipWriter request, ImmutableArray<HeaderLine> headers)
    {
        if (product.Length > 0)
            request.Add(HeaderName.UserAgent, product);
        return request.AddAll(headers);
    }

    /// <summary>A response to a request that came in.</summary>
    public SipWriter Response(SipRequest request, int status, string? reason, string? toTag)
    {
        var writer = SipWriter.Response(request, status, reason, status is 100 ? null : toTag);
        if (product.Length > 0 && status > 100)
            writer.Add(HeaderName.Server, product);
        return writer;
    }

    /// <summary>Our Contact toward this hop, with the port of the listener and the transport it speaks (RFC 3261 section 8.1.1.8).</summary>
    public string Contact(Hop hop, string? user)
    {
        var at = addresses.Toward(hop);
        return $"<{new SipUri
        {
            User = string.IsNullOrEmpty(user) ? null : user,
            Host = at.Address.ToString(),
            Port = at.Port,
            Parameters = hop.Transport is TransportKind.Udp ? [] : [new("transport", hop.Transport is TransportKind.Tls ? "tls" : "tcp")],
        }}>";
    }

    private static string Name(TransportKind transport) => transport switch
    {
        TransportKind.Tls => "TLS",
        TransportKind.Tcp => "TCP",
        _ => "UDP",
    };
}

/// <summary>Shorthands for what several messages carry.</summary>
internal static class WriterExtensions
{
    /// <summary>Adds header lines that the application gave; none is fine.</summary>
    public static SipWriter AddAll(this SipWriter writer, ImmutableArray<HeaderLine> headers)
    {
        if (headers.IsDefault)
            return writer;
        foreach (var header in headers)
            writer.Add(header.Name, header.Value);
        return writer;
    }

    /// <summary>Adds one header line for each value.</summary>
    public static SipWriter AddEach(this SipWriter writer, HeaderName name, ImmutableArray<string> values)
    {
        foreach (var value in values)
            writer.Add(name, value);
        return writer;
    }

    /// <summary>Says who refreshes the session and how often (RFC 4028 section 9).</summary>
    public static SipWriter AddTimer(this SipWriter writer, SessionExpires? expires)
    {
        if (expires is not { } timer)
            return writer;
        if (timer.Refresher is SessionRefresher.Uac)
            writer.Add(HeaderName.Require, "timer");
        return writer.Add(HeaderName.SessionExpires, timer.ToString());
    }

    /// <summary>Sets the body when there is one.</summary>
    public static SipWriter WithBody(this SipWriter writer, MessageBody? body) =>
        body is null || body.Content.IsEmpty ? writer : writer.Body(body.ContentType, body.Content);

    /// <summary>Sets a session description as body when there is one.</summary>
    public static SipWriter WithSdp(this SipWriter writer, ReadOnlyMemory<byte>? description) =>
        description is { IsEmpty: false } sdp ? writer.Body("application/sdp", sdp) : writer;
}
