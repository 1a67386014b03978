using System.Text;
using Sip;
using Sip.Messages;

namespace Appliance.Calls;

/// <summary>Collects what the record of one call will say.</summary>
public sealed class CallHistory(DateTimeOffset startedAt, bool clockNotSet, Instant began)
{
    private static readonly byte[] TwilioCallSid = "X-Twilio-CallSid"u8.ToArray();
    private const int LongestPeerCallId = 64;

    private CallTarget? _lastTried;
    private Instant? _answeredAt;
    private Instant? _overAt;
    private EndedBy _endedBy = EndedBy.Box;
    private CallCause _cause;
    private bool _rang;
    private string? _peerCallId;

    /// <summary>When the caller was answered, or null.</summary>
    public Instant? AnsweredAt => _answeredAt;

    /// <summary>True once the caller was answered.</summary>
    public bool IsAnswered => _answeredAt is not null;

    /// <summary>This target is being called.</summary>
    public void Tried(CallTarget target) => _lastTried = target;

    /// <summary>Somebody's phone rings.</summary>
    public void Rang() => _rang = true;

    /// <summary>This target answered.</summary>
    public void Answered(CallTarget target)
    {
        _lastTried = target;
        _rang = true;
    }

    /// <summary>The caller got its answer.</summary>
    public void CallerAnswered(Instant now) => _answeredAt ??= now;

    /// <summary>Keeps the name the other side gave the call.</summary>
    public void NoticePeerCallId(SipMessage message)
    {
        if (_peerCallId is null && message.TryGetByName(TwilioCallSid, out var value) && value.Length <= LongestPeerCallId)
            _peerCallId = Encoding.ASCII.GetString(value);
    }

    /// <summary>The call ended; only the first reason counts.</summary>
    public void Over(EndedBy by, CallCause cause, Instant now)
    {
        if (_overAt is not null)
            return;

        (_overAt, _endedBy, _cause) = (now, by, cause);
    }

    /// <summary>The record.</summary>
    public CallRecord ToRecord(CallSetup setup, LegQuality? callerLeg, LegQuality? calledLeg, Instant now)
    {
        var end = _overAt ?? now;
        return new CallRecord
        {
            Id = setup.Id,
            StartedAt = startedAt,
            ClockNotSet = clockNotSet,
            Direction = setup.Direction,
            Origin = setup.Origin,
            Dialled = setup.Dialled,
            Number = setup.Number,
            Caller = setup.Caller,
            CallerShown = _lastTried?.CallerShown ?? "",
            Trunk = _lastTried is { Kind: PeerKind.Twilio or PeerKind.Provider } trunk ? trunk.Id
                : setup.Direction is CallDirection.Inbound && setup.Origin.StartsWith("trunk:", StringComparison.Ordinal) ? setup.Origin["trunk:".Length..]
                : null,
            Target = _lastTried?.Name ?? (setup.Plan is CallPlan.Echo ? "service:echo" : ""),
            Rang = _rang,
            AnsweredAfter = _answeredAt - began,
            Duration = end - (_answeredAt ?? began),
            EndedBy = _endedBy,
            Cause = _cause,
            Emergency = setup.IsEmergency,
            PeerCallId = _peerCallId ?? setup.PeerCallId,
            CallerLeg = callerLeg,
            CalledLeg = calledLeg,
        };
    }
}
