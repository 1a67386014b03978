using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Sip.Messages;

/// <summary>
/// Changed copies of a message. What is not changed keeps its order and its bytes. Values go through the same check as in
/// <see cref="SipWriter"/>.
/// </summary>
public static class SipRewriting
{
    /// <summary>The request as it arrived from <paramref name="source"/>: <c>received</c> and <c>rport</c> filled into its top Via (RFC 3261 section 18.2.1, RFC 3581 section 4).</summary>
    public static SipRequest WithReceived(this SipRequest request, IPEndPoint source)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(source);
        var via = request.TopVia;
        if (!via.IsValid)
            return request;

        var address = source.Address.IsIPv4MappedToIPv6 ? source.Address.MapToIPv4() : new(source.Address.GetAddressBytes());
        var sameHost = IPAddress.TryParse(Encoding.ASCII.GetString(via.Host), out var sentBy) && sentBy.Equals(address);
        if (sameHost && !via.HasRPort && via.Received.IsEmpty)
            return request;

        if (Spliced(request, via, address, source.Port) is { } spliced)
            return spliced;

        var text = new StringBuilder(Encoding.UTF8.GetString(via.Value[..(via.Value.Length - via.Parameters.Raw.Length)]).TrimEnd());
        foreach (var one in via.Parameters)
        {
            if (Grammar.SameText(one.Name, "received"u8) || Grammar.SameText(one.Name, "rport"u8))
                continue;
            text.Append(';').Append(Encoding.UTF8.GetString(one.Name));
            if (one.HasValue)
                text.Append('=').Append(one.IsQuoted ? NameAddress.Quoted(one.Text()) : Encoding.UTF8.GetString(one.Value));
        }

        text.Append(";received=").Append(address);
        if (via.HasRPort)
            text.Append(";rport=").Append(source.Port);

        return request.WithTopValue(HeaderName.Via, text.ToString());
    }

    /// <summary>The request with another transport in its top Via, which keeps its branch and sent-by (RFC 3261 section 18.1.1).</summary>
    public static SipRequest WithViaTransport(this SipRequest request, string transport)
    {
        ArgumentNullException.ThrowIfNull(request);
        var via = request.TopVia;
        if (!via.IsValid || !via.Value.Overlaps(via.Transport, out var at))
            return request;

        var value = string.Concat(
            Encoding.UTF8.GetString(via.Value[..at]), transport, Encoding.UTF8.GetString(via.Value[(at + via.Transport.Length)..]));
        return request.WithTopValue(HeaderName.Via, value);
    }

    /// <summary>
    /// The usual case, for every request that arrives: nothing to take out, so the port goes in behind <c>rport</c> and the address
    /// behind the value, and every other byte stays. Null: an earlier value has to be taken out first.
    /// </summary>
    private static SipRequest? Spliced(SipRequest request, ViaView via, IPAddress address, int port)
    {
        var rport = -1;
        var bytes = request.Span;
        foreach (var one in via.Parameters)
        {
            if (Grammar.SameText(one.Name, "received"u8))
                return null;
            if (!Grammar.SameText(one.Name, "rport"u8))
                continue;
            if (one.HasValue || rport >= 0 || !bytes.Overlaps(one.Name, out rport))
                return null;

            rport += one.Name.Length;
        }

        if (!bytes.Overlaps(via.Value, out var end))
            return null;

        end += via.Value.Length;
        Span<byte> added = stackalloc byte[96];
        var spliced = new byte[bytes.Length + added.Length];
        var length = 0;
        var from = 0;
        if (rport >= 0)
        {
            Utf8.TryWrite(added, $"={port}", out var portLength);
            Take(bytes[..rport], added[..portLength]);
        }

        Utf8.TryWrite(added, $";received={address}", out var addressLength);
        Take(bytes[from..end], added[..addressLength]);
        Take(bytes[from..], []);
        return SipParser.Adopt(spliced, length) as SipRequest;

        void Take(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> more)
        {
            kept.CopyTo(spliced.AsSpan(length));
            more.CopyTo(spliced.AsSpan(length + kept.Length));
            length += kept.Length + more.Length;
            from += kept.Length;
        }
    }

    /// <summary>The request with this header once, at the place of its first line or at the end; its other lines are gone.</summary>
    public static SipRequest With(this SipRequest request, HeaderName name, string value) =>
        Rewrite(request, writer => Replace(writer, request, name, value));

    /// <summary>The response with this header once, at the place of its first line or at the end; its other lines are gone.</summary>
    public static SipResponse With(this SipResponse response, HeaderName name, string value) =>
        Rewrite(response, writer => Replace(writer, response, name, value));

    /// <summary>The request without any line of this header.</summary>
    public static SipRequest Without(this SipRequest request, HeaderName name) =>
        Rewrite(request, writer => CopyAll(writer, request, except: name));

    /// <summary>The response without any line of this header.</summary>
    public static SipResponse Without(this SipResponse response, HeaderName name) =>
        Rewrite(response, writer => CopyAll(writer, response, except: name));

    private static SipRequest WithTopValue(this SipRequest request, HeaderName name, string value) =>
        Rewrite(request, writer => CopyWithTop(writer, request, name, value));

    private static SipRequest Rewrite(SipRequest request, Action<SipWriter> headers)
    {
        ArgumentNullException.ThrowIfNull(request);
        var writer = SipWriter.Request(request.Method, request.RequestUri);
        headers(writer);
        return writer.Body(request.Text(HeaderName.ContentType) ?? "", request.BodyBytes).ToRequest();
    }

    private static SipResponse Rewrite(SipResponse response, Action<SipWriter> headers)
    {
        ArgumentNullException.ThrowIfNull(response);
        var writer = SipWriter.StatusLine(response.StatusCode, Encoding.UTF8.GetString(response.ReasonPhrase));
        headers(writer);
        return writer.Body(response.Text(HeaderName.ContentType) ?? "", response.BodyBytes).ToResponse();
    }

    private static bool IsWrittenByEnd(HeaderName name) => name is HeaderName.ContentType or HeaderName.ContentLength;

    private static void CopyAll(SipWriter writer, SipMessage message, HeaderName except = HeaderName.Unknown)
    {
        foreach (var line in message.Headers)
        {
            if (!IsWrittenByEnd(line.Id) && (line.Id is HeaderName.Unknown || line.Id != except))
                writer.CopyLine(line);
        }
    }

    private static void Replace(SipWriter writer, SipMessage message, HeaderName name, string value)
    {
        var written = false;
        foreach (var line in message.Headers)
        {
            if (IsWrittenByEnd(line.Id))
                continue;

            if (line.Id != name)
            {
                writer.CopyLine(line);
            }
            else if (!written)
            {
                writer.Add(name, value);
                written = true;
            }
        }

        if (!written)
            writer.Add(name, value);
    }

    /// <summary>Copies everything, with the first value of one list header replaced.</summary>
    private static void CopyWithTop(SipWriter writer, SipMessage message, HeaderName name, string value)
    {
        var done = false;
        foreach (var line in message.Headers)
        {
            if (IsWrittenByEnd(line.Id))
                continue;

            if (done || line.Id != name)
            {
                writer.CopyLine(line);
                continue;
            }

            done = true;
            writer.Add(name, value);

            var comma = Grammar.IndexOutside(line.Value, (byte)',');
            if (comma < line.Value.Length)
                writer.Add(name, Grammar.Trim(line.Value[(comma + 1)..]));
        }
    }
}
