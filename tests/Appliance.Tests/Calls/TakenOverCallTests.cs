using Appliance.Calls;
using Appliance.Texts;
using Sip.Media;
using Sip.Messages;

namespace Appliance.Tests.Calls;

public sealed class TakenOverCallTests
{
    [Fact]
    public void An_answered_call_is_remembered_and_a_finished_one_forgotten()
    {
        var gateway = new TwoSides(1);
        gateway.Talk();
        var call = gateway.Remembered[^1];
        Assert.Equal(("pbx:asterisk", "trunk:planb", 1, 2), (call.Caller.Peer, call.Called!.Peer, call.Caller.Port, call.Called.Port));
        Assert.Empty(gateway.Forgotten);

        gateway.Receive(TwoSides.Pbx, call.Caller, "BYE", 2);
        Assert.Equal([call.Record.Id], gateway.Forgotten);
        Assert.Equal(call.Record.Id, Assert.Single(gateway.Records).Id);
    }

    [Fact]
    public void What_does_not_change_a_call_is_not_remembered_again()
    {
        var gateway = new TwoSides(1);
        gateway.Talk();
        var times = gateway.Remembered.Count;
        gateway.Give(new MediaEvent.MediaFlowing(new(1)));
        gateway.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(times, gateway.Remembered.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_bye_after_the_gateway_was_killed_reaches_the_other_side_and_leaves_one_record(bool callerHangsUp)
    {
        var (successor, call) = Successor();
        successor.EngineLists(1, 2);
        Assert.Empty(successor.Sent);
        successor.Pass(TimeSpan.FromMinutes(5));

        successor.Receive(callerHangsUp ? TwoSides.Pbx : TwoSides.Provider, callerHangsUp ? call.Caller : call.Called!, "BYE", 2);

        successor.Response(200, callerHangsUp ? TwoSides.Pbx : TwoSides.Provider);
        var (to, leg) = callerHangsUp ? (TwoSides.Provider, call.Called!) : (TwoSides.Pbx, call.Caller);
        var bye = successor.Request("BYE", to);
        Assert.Equal((leg.Dialog.CallId, leg.Dialog.Local, leg.Dialog.Remote), (bye.Text(HeaderName.CallId), bye.Text(HeaderName.From), bye.Text(HeaderName.To)));
        Assert.True(bye.CSeq.Number > leg.Dialog.LocalSequence);
        successor.ReplyOk(bye, to);
        var record = Assert.Single(successor.Records);
        Assert.Equal((call.Record.Id, callerHangsUp ? EndedBy.Caller : EndedBy.Called), (record.Id, record.EndedBy));
        Assert.Equal(TimeSpan.FromMinutes(5) + call.Record.Duration, record.Duration);
        Assert.Equal((101L, 102L, "PCMU"), (record.CallerLeg!.PacketsReceived, record.CalledLeg!.PacketsReceived, record.CalledLeg.Codec));
        Assert.Equal([call.Record.Id], successor.Forgotten);
        Assert.Empty(successor.Gateway.Calls);
    }

    [Fact]
    public void Without_its_voice_a_call_is_ended_on_both_sides_and_the_record_says_that_the_box_restarted()
    {
        var (successor, call) = Successor();
        successor.EngineLists(1);
        successor.Request("BYE", TwoSides.Pbx);
        successor.Request("BYE", TwoSides.Provider);
        successor.Pass(TimeSpan.FromSeconds(40));
        var record = Assert.Single(successor.Records);
        Assert.Equal((EndedBy.Box, "box.restarted"), (record.EndedBy, record.Cause.Sentence));
        Assert.Contains(record.Cause.Sentence, Sentences.Codes);
        Assert.Equal([call.Record.Id], successor.Forgotten);
    }

    [Fact]
    public void A_bye_before_the_engine_is_reached_still_closes_its_ports_and_keeps_their_counters()
    {
        var (successor, call) = Successor();
        successor.HasEngine = false;
        successor.Receive(TwoSides.Provider, call.Called!, "BYE", 2);
        successor.Request("BYE", TwoSides.Pbx);
        successor.Pass(TimeSpan.FromSeconds(5));
        Assert.Empty(successor.Records);

        successor.HasEngine = true;
        successor.EngineLists(1, 2);
        Assert.Equal((EndedBy.Called, 101L), Assert.Single(successor.Records) is var record ? (record.EndedBy, record.CallerLeg!.PacketsReceived) : default);
    }

    [Fact]
    public void An_engine_that_never_comes_back_ends_the_call_too()
    {
        var (successor, _) = Successor();
        successor.Pass(TimeSpan.FromSeconds(33));
        Assert.Equal("box.restarted", Assert.Single(successor.Records).Cause.Sentence);
    }

    [Fact]
    public void A_changed_offer_is_refused_and_the_call_stays_up()
    {
        var (successor, call) = Successor();
        successor.EngineLists(1, 2);
        successor.Receive(TwoSides.Pbx, call.Caller, "INVITE", 2, TwoSides.Sdp(TwoSides.Pbx, 2));
        successor.Response(488, TwoSides.Pbx);
        Assert.True(Assert.Single(successor.Gateway.Calls).IsAnswered);
        Assert.Empty(successor.Records);
    }

    [Fact]
    public void Silence_ends_it()
    {
        var (successor, _) = Successor();
        successor.EngineLists(1, 2);
        successor.Give(new MediaEvent.MediaSilent(new(2), TimeSpan.FromMinutes(1)));
        Assert.Equal("called-silent", Assert.Single(successor.Records).Cause.Sentence);
        successor.Request("BYE", TwoSides.Pbx);
        successor.Request("BYE", TwoSides.Provider);
    }

    [Fact]
    public void The_page_ends_it()
    {
        var (successor, call) = Successor();
        successor.EngineLists(1, 2);
        successor.Give(new GatewayInput.EndCall(call.Record.Id));
        Assert.Equal("ended-at-page", Assert.Single(successor.Records).Cause.Sentence);
    }

    [Fact]
    public void The_longest_call_counts_from_the_answer_before_the_kill()
    {
        var (_, call) = Successor();
        var old = call with { Record = call.Record with { Duration = call.LongestCall - TimeSpan.FromMinutes(1) } };
        var successor = new TwoSides(2, [old]);
        successor.EngineLists(1, 2);
        successor.Pass(TimeSpan.FromSeconds(59));
        Assert.Empty(successor.Records);
        successor.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal((call.LongestCall, "longest-call"), Assert.Single(successor.Records) is var record ? (record.Duration, record.Cause.Sentence) : default);
    }

    [Fact]
    public void A_new_call_takes_neither_its_ports_nor_its_numbers()
    {
        var (successor, call) = Successor();
        successor.EngineLists(1, 2);
        successor.Talk();
        Assert.Equal(2, successor.Gateway.Calls.Count);
        Assert.Equal(4, successor.Gateway.Calls.SelectMany(static one => one.Ports).Distinct().Count());
        Assert.Equal(4, successor.Gateway.Calls.SelectMany(static one => one.Legs).Distinct().Count());

        successor.Sent.Clear();
        successor.Receive(TwoSides.Provider, call.Called!, "BYE", 2);
        Assert.Equal(call.Caller.Dialog.CallId, successor.Request("BYE", TwoSides.Pbx).Text(HeaderName.CallId));
        Assert.Single(successor.Gateway.Calls);
    }

    [Fact]
    public void A_second_kill_uses_no_sequence_number_again()
    {
        var (successor, call) = Successor();
        var again = successor.Remembered[^1];
        Assert.Equal(call.Record.Id, again.Record.Id);
        Assert.True(again.Called!.Dialog.LocalSequence > call.Called!.Dialog.LocalSequence);
        Assert.True(again.Caller.Dialog.LocalSequence > call.Caller.Dialog.LocalSequence);
    }

    private static (TwoSides Successor, CallSnapshot Call) Successor()
    {
        var killed = new TwoSides(1);
        killed.Talk();
        var call = killed.Remembered[^1];
        return (new TwoSides(2, [call]), call);
    }
}
