using System.Threading.Channels;
using Appliance.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Hosting;

public sealed class LastingPartTests
{
    [Fact]
    public async Task A_part_that_fails_begins_anew_and_ends_well_when_told_to()
    {
        var time = new FakeTimeProvider();
        var begun = Channel.CreateUnbounded<int>();
        var times = 0;
        using var stop = new CancellationTokenSource();
        var running = LastingPart.RunAsync(
            async until =>
            {
                begun.Writer.TryWrite(++times);
                if (times < 3)
                    throw new InvalidOperationException("a fault of ours");
                await Task.Delay(Timeout.InfiniteTimeSpan, time, until);
            },
            time,
            NullLogger.Instance,
            stop.Token);

        for (var expected = 1; expected <= 3; expected++)
        {
            var next = begun.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
            while (!next.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            Assert.Equal(expected, await next);
        }

        await stop.CancelAsync();
        await running;
        Assert.True(running.IsCompletedSuccessfully);
    }
}
