using Sip;

namespace Appliance.Calls;

/// <summary>
/// What has been spoken to the world today, for the owner's daily limit. A day is 24 hours of the monotonic clock, so that a
/// wrong time of day neither grants nor takes minutes. Emergency calls do not count.
/// </summary>
internal sealed class SpokenMinutes
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>When the day is over.</summary>
    public Instant DayEnds { get; private set; }

    /// <summary>What calls of today that are over have taken.</summary>
    public TimeSpan Finished { get; private set; }

    /// <summary>A call ended. True when it counts.</summary>
    public bool Add(CallRecord record, Instant now)
    {
        Turn(now);
        if (record is not { Direction: CallDirection.Outbound, AnsweredAfter: not null, Trunk: not null, Emergency: false })
            return false;

        Finished += record.Duration;
        return true;
    }

    /// <summary>All of today, the calls that are going on included.</summary>
    public TimeSpan Today(IEnumerable<IOngoingCall> calls, Instant now)
    {
        Turn(now);
        return calls.Aggregate(Finished, (sum, call) => sum + call.TalksToWorldFor(now));
    }

    private void Turn(Instant now)
    {
        if (now < DayEnds)
            return;

        (DayEnds, Finished) = (now + Day, TimeSpan.Zero);
    }
}
