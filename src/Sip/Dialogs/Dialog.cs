using System.Collections.Immutable;
using System.Net;
using System.Text;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>What identifies a dialog (RFC 3261 section 12).</summary>
internal readonly record struct DialogId(string CallId, string LocalTag, string RemoteTag);

/// <summary>
/// One dialog as RFC 3261 section 12.1 lists its parts. The route set never changes once it is made; the remote target follows
/// target refreshes. Addresses of the peer are used exactly as it gave them, private ones too.
/// </summary>
internal sealed class Dialog
{
    // More requests than a call sends between two descriptions of it; a gap in the numbers is allowed (RFC 3261 section 12.2.2).
    private const uint SequencesLeftOut = 1000;

    private uint _localSequence;
    private uint? _remoteSequence;

    private Dialog(DialogId id, uint localSequence, uint? remoteSequence)
    {
        Id = id;
        _localSequence = localSequence;
        _remoteSequence = remoteSequence;
    }

    public DialogId Id { get; }

    /// <summary>Our From in requests, with our tag.</summary>
    public required string Local { get; init; }

    /// <summary>Our To in requests, with the peer's tag.</summary>
    public required string Remote { get; init; }

    /// <summary>Our Contact.</summary>
    public required string Contact { get; init; }

    /// <summary>Route headers in the order they are sent.</summary>
    public required ImmutableArray<string> Routes { get; init; }

    /// <summary>The Request-URI of what we send.</summary>
    public required string RemoteTarget { get; set; }

    /// <summary>The way the dialog was made by: its transport, and the name to verify when a connection must be made anew.</summary>
    public required Hop Origin { get; init; }

    /// <summary>The living connection to the peer; none once it has closed.</summary>
    public FlowId Flow { get; set; }

    /// <summary>The dialog that a response to our INVITE makes (RFC 3261 section 12.1.2).</summary>
    public static Dialog OfResponse(SipRequest invite, SipResponse response, Hop hop, FlowId flow)
    {
        var routes = ImmutableArray.CreateBuilder<string>();
        foreach (var route in response.RecordRoutes)
            routes.Insert(0, Encoding.UTF8.GetString(route));

        return new(
            new(Encoding.UTF8.GetString(invite.CallId), Encoding.UTF8.GetString(invite.From.Tag), Encoding.UTF8.GetString(response.To.Tag)),
            invite.CSeq.Number,
            remoteSequence: null)
        {
            Local = invite.Text(HeaderName.From) ?? "",
            Remote = response.Text(HeaderName.To) ?? "",
            Contact = invite.Text(HeaderName.Contact) ?? "",
            Routes = routes.DrainToImmutable(),
            RemoteTarget = TargetIn(response) ?? Encoding.UTF8.GetString(invite.RequestUri),
            Origin = hop,
            Flow = flow,
        };
    }

    /// <summary>The dialog that an INVITE makes at the side that answers it (RFC 3261 section 12.1.1).</summary>
    public static Dialog OfRequest(SipRequest invite, Arrival from, Hop back, string localTag, string contact)
    {
        var routes = ImmutableArray.CreateBuilder<string>();
        foreach (var route in invite.RecordRoutes)
            routes.Add(Encoding.UTF8.GetString(route));

        return new(
            new(Encoding.UTF8.GetString(invite.CallId), localTag, Encoding.UTF8.GetString(invite.From.Tag)),
            localSequence: 0,
            invite.CSeq.Number)
        {
            Local = $"{invite.Text(HeaderName.To)};tag={localTag}",
            Remote = invite.Text(HeaderName.From) ?? "",
            Contact = contact,
            Routes = routes.DrainToImmutable(),
            RemoteTarget = TargetIn(invite) ?? Encoding.UTF8.GetString(invite.From.UriText),
            Origin = back,
            Flow = from.Flow,
        };
    }

    /// <summary>The dialog that an earlier stack had. Numbers it may have used since it was described are left out.</summary>
    public static Dialog OfSnapshot(DialogSnapshot known) =>
        new(new(known.CallId, known.LocalTag, known.RemoteTag), known.LocalSequence + SequencesLeftOut, known.RemoteSequence)
        {
            Local = known.Local,
            Remote = known.Remote,
            Contact = known.Contact,
            Routes = known.Routes,
            RemoteTarget = known.RemoteTarget,
            Origin = known.Origin with { Flow = FlowId.None },
        };

    /// <summary>What another stack must know to go on; the session adds its part.</summary>
    public DialogSnapshot Describe(LegProfile profile) => new()
    {
        CallId = Id.CallId,
        LocalTag = Id.LocalTag,
        RemoteTag = Id.RemoteTag,
        Local = Local,
        Remote = Remote,
        Contact = Contact,
        RemoteTarget = RemoteTarget,
        Routes = Routes,
        LocalSequence = _localSequence,
        RemoteSequence = _remoteSequence,
        Origin = Origin with { Flow = FlowId.None },
        Profile = profile,
    };

    /// <summary>Where the next request goes: the first route or the target, by the living connection if there is one.</summary>
    public Hop NextHop
    {
        get
        {
            var first = Routes.IsEmpty ? RemoteTarget : AddressOf(Routes[0]);
            if (!SipUriView.TryParse(Encoding.UTF8.GetBytes(first), out var uri) || uri.Host.IsEmpty)
                return Origin with { Flow = Flow };

            // A target without a transport parameter keeps the dialog's own: secure signalling does not fall back to UDP.
            var transport = Transport(uri.Transport) ?? Origin.Transport;
            return new(transport, Encoding.ASCII.GetString(uri.Host), uri.Port ?? ResponsePath.DefaultPort(transport))
            {
                Flow = Flow,
                ServerName = Origin.ServerName ?? (IPAddress.TryParse(Origin.Host, out _) ? null : Origin.Host),
            };
        }
    }

    /// <summary>True when a request with this number is next; a number is never accepted twice (RFC 3261 section 12.2.2).</summary>
    public bool TakeRemoteSequence(uint number)
    {
        if (number <= _remoteSequence)
            return false;
        _remoteSequence = number;
        return true;
    }

    /// <summary>The number of our next request. A number is never used twice.</summary>
    public uint NextSequence() => ++_localSequence;

    /// <summary>Follows a new Contact of the peer (RFC 3261 section 12.2.1.2).</summary>
    public void Retarget(SipMessage message)
    {
        if (TargetIn(message) is { } target)
            RemoteTarget = target;
    }

    /// <summary>Begins a request in the dialog (RFC 3261 section 12.2.1.1).</summary>
    public SipWriter Request(MessageFactory factory, SipMethod method, uint sequence)
    {
        var isStrict = !Routes.IsEmpty && !IsLoose(Routes[0]);
        var uri = isStrict ? WithoutHeaders(AddressOf(Routes[0])) : RemoteTarget;
        ImmutableArray<string> routes = isStrict ? [.. Routes[1..], $"<{RemoteTarget}>"] : Routes;

        return factory.Request(method, uri, NextHop)
            .AddEach(HeaderName.Route, routes)
            .Add(HeaderName.From, Local)
            .Add(HeaderName.To, Remote)
            .Add(HeaderName.CallId, Id.CallId)
            .Add(HeaderName.CSeq, new CSeq(sequence, method).ToString());
    }

    /// <summary>The Contact, unless it is missing or nothing that a request could be sent to.</summary>
    private static string? TargetIn(SipMessage message) =>
        message.Contact is { IsValid: true } contact && contact.Uri.Scheme is UriScheme.Sip or UriScheme.Sips or UriScheme.Tel
            ? Encoding.UTF8.GetString(contact.UriText)
            : null;

    private static string AddressOf(string route) =>
        NameAddressView.TryParse(Encoding.UTF8.GetBytes(route), out var address) ? Encoding.UTF8.GetString(address.UriText) : route;

    private static bool IsLoose(string route) =>
        !NameAddressView.TryParse(Encoding.UTF8.GetBytes(route), out var address) || !address.Uri.IsValid || address.Uri.IsLooseRouter;

    private static string WithoutHeaders(string uri) => uri.Split('?')[0];

    private static TransportKind? Transport(ReadOnlySpan<byte> name) => name switch
    {
        _ when Ascii.EqualsIgnoreCase(name, "tls"u8) => TransportKind.Tls,
        _ when Ascii.EqualsIgnoreCase(name, "tcp"u8) => TransportKind.Tcp,
        _ when Ascii.EqualsIgnoreCase(name, "udp"u8) => TransportKind.Udp,
        _ => null,
    };
}
