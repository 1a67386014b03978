using Sip;
using Sip.Dialogs;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>A call that is going on: one this gateway began, or one it took over from an earlier run.</summary>
public interface IOngoingCall
{
    /// <summary>Our identifier; unique for ever.</summary>
    string Id { get; }

    /// <summary>Who called: <c>extension:101</c>, <c>trunk:twilio</c>.</summary>
    string Origin { get; }

    /// <summary>A call to an emergency number.</summary>
    bool IsEmergency { get; }

    /// <summary>True once the record is out.</summary>
    bool IsOver { get; }

    /// <summary>True while both sides are connected.</summary>
    bool IsAnswered { get; }

    /// <summary>Every leg that belongs to this call at the moment.</summary>
    IEnumerable<LegId> Legs { get; }

    /// <summary>Every port that belongs to this call at the moment.</summary>
    IEnumerable<PortId> Ports { get; }

    /// <summary>When the call wants <see cref="DeadlinePassed"/>. Null: never.</summary>
    Instant? Deadline { get; }

    /// <summary>The target that this leg calls, or null.</summary>
    CallTarget? TargetOf(LegId leg);

    /// <summary>True when the call came from, or is being led to, the peer of this name (<c>trunk:twilio</c>).</summary>
    bool Uses(string name);

    /// <summary>How long it has been talking to the world by now: zero inside the office, unanswered, and for an emergency.</summary>
    TimeSpan TalksToWorldFor(Instant now);

    /// <summary>Takes an event of one of the call's legs.</summary>
    void Handle(SipEvent input, Instant now, List<CallOutput> outputs);

    /// <summary>Takes an event of one of the call's ports, or of the engine as a whole.</summary>
    void Handle(MediaEvent input, Instant now, List<CallOutput> outputs);

    /// <summary>The engine is reached, a new one or the same again: what it must know of the call is told once more.</summary>
    void EngineRestarted(List<CallOutput> outputs);

    /// <summary>Something the call waited for may have come.</summary>
    void DeadlinePassed(Instant now, List<CallOutput> outputs);

    /// <summary>Ends the call from our side: the page's button, a shutdown, a limit.</summary>
    void HangUp(CallCause cause, Instant now, List<CallOutput> outputs);

    /// <summary>What a successor needs to go on with the call; null while it is not answered or is ending.</summary>
    CallSnapshot? Describe(Func<LegId, DialogSnapshot?> dialogOf, Instant now);
}
