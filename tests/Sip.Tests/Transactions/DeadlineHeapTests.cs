using FsCheck.Xunit;
using Sip.Transactions;

namespace Sip.Tests.Transactions;

public sealed class DeadlineHeapTests
{
    [Property(MaxTest = 300)]
    public bool Alarms_ring_in_order_however_they_were_set_moved_and_taken_out(byte[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var heap = new DeadlineHeap();
        var bells = Enumerable.Range(0, 12).Select(_ => new Bell()).ToArray();
        var expected = new Dictionary<Bell, Instant>();
        for (var i = 0; i + 1 < steps.Length; i += 2)
        {
            var bell = bells[steps[i] % bells.Length];
            Instant? at = steps[i + 1] % 5 is 0 ? null : new Instant(TimeSpan.FromSeconds(steps[i + 1]));
            heap.Set(bell, at);
            if (at is { } time)
                expected[bell] = time;
            else
                expected.Remove(bell);
        }

        var rung = new List<Instant>();
        while (heap.TakeDue(new(TimeSpan.FromDays(1))) is { } due)
        {
            if (due.At != expected[(Bell)due])
                return false;
            rung.Add(due.At);
        }

        return rung.SequenceEqual(expected.Values.Order()) && heap.Earliest is null;
    }

    private sealed class Bell : Alarm
    {
        public override void Ring(Instant now)
        {
        }
    }
}
