using System.Text;
using Appliance.Calls;
using Appliance.Hosting;
using Appliance.Tests.Traces;
using Appliance.Traces;
using Sip.Messages;

namespace Appliance.Tests.Hosting;

public sealed class TraceFeedTests
{
    private readonly CallTraces _traces = new(new TraceLimits());
    private readonly TraceFeed _feed;

    public TraceFeedTests() => _feed = new TraceFeed(_traces, new TraceLimits { MessageBytes = 300 }, TimeProvider.System);

    [Fact]
    public void What_crosses_the_wire_is_kept_for_its_call_without_its_secrets_and_not_too_long()
    {
        _feed.Received(Read(Said.Invite("a", extra: "X-Box-Token: tainted")), Said.Phone);
        _feed.Take(Began("call", "a"));
        _feed.Sent(Read(Said.Response("a", 100, "Trying")), Said.Phone);
        _feed.KeepWaiting();

        var trace = _traces.Find("call")!;
        Assert.Equal([("INVITE", true), ("100 Trying", false)], trace.Messages.Select(message => (message.Step.Label, message.IsReceived)));
        Assert.True(trace.Messages[0].IsCut);
        Assert.Equal(300, trace.Messages[0].Bytes.Length);
        Assert.DoesNotContain("tainted", Encoding.UTF8.GetString(trace.Messages[0].Bytes.Span), StringComparison.Ordinal);
        Assert.True(trace.Messages[0].At <= trace.Messages[1].At);
    }

    [Fact]
    public void What_comes_faster_than_it_can_be_kept_is_counted_and_holds_up_nobody()
    {
        var message = Read(Said.Response("a", 180, "Ringing"));
        _feed.Take(Began("call", "a"));
        _feed.KeepWaiting();
        for (var i = 0; i < 5000; i++)
            _feed.Sent(message, Said.Phone);
        _feed.KeepWaiting();

        var trace = _traces.Find("call")!;
        Assert.Equal(5000, trace.Messages.Count + trace.Omitted);
        Assert.Equal(new TraceLimits().First + new TraceLimits().Last, trace.Messages.Count);
    }

    [Fact]
    public async Task It_ends_when_it_is_asked_to()
    {
        using var stop = new CancellationTokenSource();
        var running = _feed.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running;
    }

    private static GatewayReport.OfCall Began(string call, string sipCallId) => new(new CallReport.DialogBegan(call, sipCallId, "extension:101", IsCaller: true));

    private static SipMessage Read(string text) => SipParser.Read(Encoding.UTF8.GetBytes(text)).Message!;
}
