using Sip;

namespace Appliance.Calls;

/// <summary>
/// What has been spoken to the world today, for the owner's daily limit. A day is 24 hours of the monotonic clock, so that a
/// wrong time of day neither grants nor takes minutes. Emergency calls do not count.
/// </summary>
internal sealed class SpokenMinutes
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private Instant _dayEnds;
    private TimeSpan _finished;

    /// <summary>A call ended.</summary>
    public void Add(CallRecord record, Instant now)
    {
        Turn(now);
        if (record is { Direction: CallDirection.Outbound, AnsweredAfter: not null, Trunk: not null, Emergency: false })
            _finished += record.Duration;
    }

    /// <summary>All of today, the calls that are going on included.</summary>
    public TimeSpan Today(IEnumerable<IOngoingCall> calls, Instant now)
    {
        Turn(now);
        return calls.Aggregate(_finished, (sum, call) => sum + call.TalksToWorldFor(now));
    }

    private void Turn(Instant now)
    {
        if (now < _dayEnds)
            return;

        (_dayEnds, _finished) = (now + Day, TimeSpan.Zero);
    }
}
