using Appliance.Traces;

namespace Appliance.Tests.Traces;

public sealed class CallTracesTests
{
    [Fact]
    public void Both_sides_of_a_call_are_one_trace_with_what_was_said_before_it_was_a_call()
    {
        var traces = new CallTraces(new TraceLimits());
        traces.Take(Said.Traced(Said.Invite("phone", 1), Said.Phone, isReceived: true, 0));
        traces.Take(Said.Traced(Said.Response("phone", 401, "Unauthorized", 1), Said.Phone, isReceived: false, 0.001));
        traces.Take(Said.Traced(Said.Invite("phone", 2), Said.Phone, isReceived: true, 0.02));
        traces.Join("call1", new TracedDialog("phone", "extension:101", IsCaller: true));
        // The line's INVITE was on the wire before the gateway had told whose it is.
        traces.Take(Said.Traced(Said.Invite("line"), Said.Line, isReceived: false, 0.03));
        traces.Join("call1", new TracedDialog("line", "trunk:twilio", IsCaller: false));
        traces.Take(Said.Traced(Said.Response("line", 200, "OK"), Said.Line, isReceived: true, 1));
        traces.End("call1");
        traces.Take(Said.Traced(Said.Response("line", 200, "OK", 2, "BYE"), Said.Line, isReceived: true, 2));

        var trace = traces.Find("call1")!;
        Assert.Equal(["INVITE", "401 Unauthorized", "INVITE", "INVITE", "200 OK", "200 OK"], trace.Messages.Select(message => message.Step.Label));
        Assert.Equal(["extension:101", "trunk:twilio"], trace.Dialogs.Select(dialog => dialog.Peer));
        Assert.True(trace.IsOver);
        Assert.Equal(0, trace.Omitted);
        Assert.Null(traces.Find("call2"));
    }

    [Fact]
    public void What_begins_no_dialog_is_not_kept_and_strangers_get_little_room()
    {
        var limits = new TraceLimits { Waiting = 4, WaitingMessages = 2 };
        var traces = new CallTraces(limits);
        traces.Take(Said.Traced(Said.Response("late", 200, "OK"), Said.Line, isReceived: true, 0));
        Assert.Equal(0, traces.Weight);

        for (var i = 0; i < 1000; i++)
        {
            for (var again = 0; again < 5; again++)
                traces.Take(Said.Traced(Said.Invite($"stranger{i}"), Said.Phone, isReceived: true, i));
        }

        Assert.InRange(traces.Weight, 1, 4 * 2 * 2000);
        Assert.Equal(0, traces.Count);
        traces.Join("call", new TracedDialog("stranger0", "extension:101", IsCaller: true));
        traces.Join("other", new TracedDialog("stranger999", "extension:101", IsCaller: true));
        Assert.True(traces.Find("call")!.Messages.IsEmpty);
        Assert.Equal(2, traces.Find("other")!.Messages.Count);
    }

    [Fact]
    public void A_long_call_keeps_its_beginning_and_its_end()
    {
        var traces = new CallTraces(new TraceLimits { First = 3, Last = 2 });
        traces.Join("call", new TracedDialog("d", "extension:101", IsCaller: true));
        for (var i = 1; i <= 10; i++)
            traces.Take(Said.Traced(Said.Invite("d", i), Said.Phone, isReceived: true, i));
        traces.Miss(4);

        var trace = traces.Find("call")!;
        Assert.Equal([1u, 2, 3, 9, 10], trace.Messages.Select(message => message.Step.Sequence));
        Assert.Equal(5 + 4, trace.Omitted);
    }

    [Fact]
    public void The_oldest_call_that_is_over_goes_first_and_the_room_is_never_exceeded()
    {
        var traces = new CallTraces(new TraceLimits { Calls = 3, TotalBytes = 20_000 });
        foreach (var id in new[] { "a", "b", "c" })
            traces.Join(id, new TracedDialog(id, "extension:101", IsCaller: true));
        traces.End("b");
        traces.Join("d", new TracedDialog("d", "extension:101", IsCaller: true));

        Assert.NotNull(traces.Find("a"));
        Assert.Null(traces.Find("b"));
        Assert.Equal(3, traces.Count);

        for (var i = 0; i < 300; i++)
            traces.Take(Said.Traced(Said.Invite(i % 2 is 0 ? "a" : "d", i + 1), Said.Phone, isReceived: true, i));
        for (var i = 0; i < 50; i++)
        {
            traces.Join($"e{i}", new TracedDialog($"e{i}", "extension:101", IsCaller: true));
            traces.Take(Said.Traced(Said.Invite($"e{i}"), Said.Phone, isReceived: true, i));
            traces.End($"e{i}");
        }

        Assert.InRange(traces.Weight, 1, 120_000);
        Assert.InRange(traces.Count, 1, 3);
    }

    [Fact]
    public void A_dialog_that_comes_back_through_a_PBX_is_in_both_calls()
    {
        var traces = new CallTraces(new TraceLimits());
        traces.Join("out", new TracedDialog("same", "pbx:asterisk", IsCaller: false));
        traces.Join("back", new TracedDialog("same", "pbx:asterisk", IsCaller: true));
        traces.Take(Said.Traced(Said.Invite("same"), Said.Phone, isReceived: true, 0));

        Assert.Single(traces.Find("out")!.Messages);
        Assert.Single(traces.Find("back")!.Messages);
    }
}
