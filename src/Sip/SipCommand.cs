using System.Collections.Immutable;
using Sip.Dialogs;
using Sip.Messages;

namespace Sip;

/// <summary>Our side of one dialog, or of the forked early dialogs of one INVITE. Chosen by the stack for incoming calls, by the application (negative numbers) for outgoing ones.</summary>
public readonly record struct LegId(long Value);

/// <summary>One request outside any call: chosen by the stack for incoming requests, by the application (negative numbers) for outgoing ones.</summary>
public readonly record struct RequestId(long Value);

/// <summary>A header to add as it stands. Line breaks in the value are refused when the message is written.</summary>
public readonly record struct HeaderLine(string Name, string Value);

/// <summary>A body and its media type.</summary>
public sealed record MessageBody(string ContentType, ReadOnlyMemory<byte> Content)
{
    /// <summary>A session description (RFC 8866).</summary>
    public static MessageBody Sdp(ReadOnlyMemory<byte> content) => new("application/sdp", content);
}

/// <summary>User name and password for whoever challenges on this leg (RFC 7616). Never printed.</summary>
public sealed record SipCredential(string UserName, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SipCredential)} {{ {UserName} }}";
}

/// <summary>What we may use toward one peer. Twilio: no timer, no UPDATE (docs/rfc-status.md); office phones: all of it.</summary>
public sealed record LegProfile
{
    /// <summary>Session timers (RFC 4028) are offered and accepted. Off: never mentioned, and never demanded by a 422.</summary>
    public bool SessionTimer { get; init; } = true;

    /// <summary>The session interval we ask for, 90 s or more (RFC 4028 section 4).</summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>UPDATE (RFC 3311) may be sent when the peer allows it, and is in our Allow header.</summary>
    public bool Update { get; init; } = true;

    /// <summary>INFO may be sent and is in our Allow header.</summary>
    public bool Info { get; init; } = true;

    /// <summary>No response at all to an INVITE within this time ends the attempt as <see cref="LegFailure.NoResponse"/>, so that the next address is tried. Null: timer B only.</summary>
    public TimeSpan? NoResponseTimeout { get; init; }

    /// <summary>A provisional response but no final one within this time cancels the attempt. Null: forever (the caller's ring limit rules).</summary>
    public TimeSpan? NoAnswerTimeout { get; init; }

    /// <summary>User part of our Contact on this leg.</summary>
    public string? ContactUser { get; init; }

    /// <summary>The name to verify when an incoming call's TLS connection must be made anew by us. Null: the host of its route.</summary>
    public string? ServerName { get; init; }
}

/// <summary>An INVITE to be sent.</summary>
public sealed record InviteRequest
{
    /// <summary>The Request-URI, also used as the digest URI.</summary>
    public required string RequestUri { get; init; }

    /// <summary>From as name-addr or addr-spec without a tag; the stack adds the tag.</summary>
    public required string From { get; init; }

    /// <summary>To as name-addr or addr-spec.</summary>
    public required string To { get; init; }

    /// <summary>Where to send it.</summary>
    public required Hop NextHop { get; init; }

    /// <summary>What may be used toward this peer.</summary>
    public required LegProfile Profile { get; init; }

    /// <summary>Session description to offer; null sends a delayed offer.</summary>
    public ReadOnlyMemory<byte>? Offer { get; init; }

    /// <summary>Answers a 401 or 407 challenge; null passes the challenge up as a refusal.</summary>
    public SipCredential? Credential { get; init; }

    /// <summary>Preloaded Route set, top first (stored Path of a registration: RFC 3327).</summary>
    public ImmutableArray<string> Routes { get; init; } = [];

    /// <summary>Further headers, in order.</summary>
    public ImmutableArray<HeaderLine> Headers { get; init; } = [];

    /// <summary>Max-Forwards: 70, or the received value less one when a call passes through.</summary>
    public int MaxForwards { get; init; } = 70;
}

/// <summary>What the application may ask of the stack. A command that does not fit the state of its leg is ignored: the event that changed the state is already on its way.</summary>
public abstract record SipCommand
{
    private SipCommand()
    {
    }

    /// <summary>Send an INVITE. Ends in <see cref="SipEvent.LegAnswered"/> or <see cref="SipEvent.LegFailed"/>, exactly one.</summary>
    public sealed record Invite(LegId Leg, InviteRequest Request) : SipCommand;

    /// <summary>Send a provisional response (101 to 199) on an incoming call, with early media when <paramref name="Description"/> is given.</summary>
    public sealed record Ring(LegId Leg, int Status, ReadOnlyMemory<byte>? Description, ImmutableArray<HeaderLine> Headers) : SipCommand;

    /// <summary>Answer an incoming call with 200 and this description: the answer, or our offer when the INVITE had none.</summary>
    public sealed record Answer(LegId Leg, ReadOnlyMemory<byte> Description, ImmutableArray<HeaderLine> Headers) : SipCommand;

    /// <summary>End an incoming call before it is answered, with a final status of 300 to 699.</summary>
    public sealed record Refuse(LegId Leg, int Status, string? Reason, ImmutableArray<HeaderLine> Headers) : SipCommand;

    /// <summary>Complete a delayed offer: the answer to the offer in the 2xx goes into the ACK.</summary>
    public sealed record Acknowledge(LegId Leg, ReadOnlyMemory<byte> Description) : SipCommand;

    /// <summary>End the leg however its state demands: CANCEL, BYE after the ACK, or 487/480 to an unanswered caller.</summary>
    public sealed record HangUp(LegId Leg, ImmutableArray<HeaderLine> Headers) : SipCommand;

    /// <summary>Offer a change of the session (re-INVITE, or UPDATE where it fits). Null asks the peer for its offer. Glare is retried by the stack (RFC 3261 section 14.1).</summary>
    public sealed record Offer(LegId Leg, ReadOnlyMemory<byte>? Description) : SipCommand;

    /// <summary>Accept the peer's changed offer.</summary>
    public sealed record AcceptOffer(LegId Leg, ReadOnlyMemory<byte> Description) : SipCommand;

    /// <summary>Refuse the peer's changed offer (488 and the like); the session stays as it was.</summary>
    public sealed record RefuseOffer(LegId Leg, int Status) : SipCommand;

    /// <summary>Send an INFO (RFC 6086, RFC 2976) in the dialog.</summary>
    public sealed record SendInfo(LegId Leg, MessageBody Body) : SipCommand;

    /// <summary>Go on with an answered leg that an earlier stack had. Ignored when the leg or its dialog is there already.</summary>
    public sealed record Restore(LegId Leg, DialogSnapshot Known, SipCredential? Credential) : SipCommand;

    /// <summary>Send a request outside any call: OPTIONS, REGISTER. <paramref name="CallId"/> and <paramref name="Sequence"/> are given by machines that keep their own (a registration).</summary>
    public sealed record SendRequest(
        RequestId Request, SipMethod Method, string RequestUri, string From, string To, Hop NextHop,
        string? CallId, uint? Sequence, ImmutableArray<HeaderLine> Headers, MessageBody? Body) : SipCommand;

    /// <summary>Answer a request that came outside any call.</summary>
    public sealed record Respond(RequestId Request, int Status, string? Reason, ImmutableArray<HeaderLine> Headers, MessageBody? Body) : SipCommand;
}
