using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Sip.Net.Tests;

public sealed class SignallingLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_fault_ends_only_its_input_and_is_counted()
    {
        var time = new FakeTimeProvider();
        var machine = new Machine();
        var outputs = Channel.CreateUnbounded<string>();
        var loop = new SignallingLoop<string, string>(machine, said => Assert.True(said != "spoilt" && outputs.Writer.TryWrite(said)), time, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = loop.RunAsync(stop.Token);

        Assert.True(Post(loop, "throw") && Post(loop, "spoilt") && Post(loop, "well"));

        Assert.Equal("well", await outputs.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(2, loop.Faults);
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("in 10 s", 10)]
    [InlineData("in a year", 3600)]
    public async Task The_alarm_is_set_again_after_every_input(string input, int seconds)
    {
        var time = new FakeTimeProvider();
        var machine = new Machine();
        var outputs = Channel.CreateUnbounded<string>();
        var loop = new SignallingLoop<string, string>(machine, said => outputs.Writer.TryWrite(said), time, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = loop.RunAsync(stop.Token);
        Post(loop, input);
        Post(loop, "well");
        await outputs.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        var woken = outputs.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        for (var turn = 0; turn < 100_000 && !woken.IsCompleted; turn++)
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            await Task.Yield();
        }

        Assert.Equal("woken", await woken.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void An_inbox_that_is_full_refuses_and_counts()
    {
        var loop = new SignallingLoop<string, string>(new Machine(), _ => { }, new FakeTimeProvider(), NullLogger.Instance);
        var taken = 0;
        while (Post(loop, "well"))
            taken++;

        Assert.Equal(4096, taken);
        Assert.Equal(1, loop.Dropped);
    }

    private static bool Post(SignallingLoop<string, string> loop, string input) => loop.TryPost(input);

    private sealed class Machine : ISignallingMachine<string, string>
    {
        public Instant? Deadline { get; private set; }

        public string Wake => "woken";

        public void Handle(string input, Instant now, List<string> outputs)
        {
            switch (input)
            {
                case "throw":
                    throw new InvalidOperationException("a bug");
                case "in 10 s":
                    Deadline = now + TimeSpan.FromSeconds(10);
                    break;
                case "in a year":
                    Deadline = now + TimeSpan.FromDays(365);
                    break;
                case "woken":
                    Deadline = null;
                    outputs.Add(input);
                    break;
                default:
                    outputs.Add(input);
                    break;
            }
        }
    }
}
