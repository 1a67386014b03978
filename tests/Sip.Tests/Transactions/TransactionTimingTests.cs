using System.Collections.Immutable;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Tests.Transactions;

public sealed class TransactionTimingTests
{
    private static readonly TransactionTimers Timers = TransactionTimers.Default;

    [Fact]
    public void An_unanswered_invite_is_sent_seven_times_and_given_up_after_32_seconds()
    {
        var machine = new InviteClientTransaction(Machine.Invite, reliable: false, Timers);
        var (state, outputs) = machine.Begin(default);
        var run = Run(state, outputs, s => s.Deadline, (s, now) => machine.Next(s, TransactionEvent.Deadline, now));

        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5], run.SentAt);
        Assert.Equal(32, run.EndedAt);
        Assert.IsType<TransactionOutput.TimedOut>(Assert.Single(run.Last));
    }

    [Fact]
    public void Over_a_stream_an_invite_is_sent_once()
    {
        var machine = new InviteClientTransaction(Machine.Invite, reliable: true, Timers);
        var (state, outputs) = machine.Begin(default);
        var run = Run(state, outputs, s => s.Deadline, (s, now) => machine.Next(s, TransactionEvent.Deadline, now));

        Assert.Equal([0], run.SentAt);
        Assert.Equal(32, run.EndedAt);
    }

    [Fact]
    public void An_abandoned_invite_is_not_sent_again_but_its_answer_is_understood()
    {
        var machine = new InviteClientTransaction(Machine.Invite, reliable: false, Timers);
        var (state, _) = machine.Begin(default);
        (state, _) = machine.Next(state, new TransactionEvent.Abandoned(), default);

        Assert.Equal(new Instant(TimeSpan.FromSeconds(32)), state.Deadline);
        var (_, outputs) = machine.Next(state, new TransactionEvent.Received(Machine.Answer(Machine.Invite, 180)), default);
        Assert.IsType<TransactionOutput.PassUp>(Assert.Single(outputs));
    }

    [Fact]
    public void Another_unanswered_request_is_sent_eleven_times_at_intervals_up_to_4_seconds()
    {
        var machine = new ClientTransaction(Machine.Options, reliable: false, Timers);
        var (state, outputs) = machine.Begin(default);
        var run = Run(state, outputs, s => s.Deadline, (s, now) => machine.Next(s, TransactionEvent.Deadline, now));

        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], run.SentAt);
        Assert.Equal(32, run.EndedAt);
    }

    [Fact]
    public void A_refusal_without_ack_is_repeated_up_to_every_4_seconds_for_32_seconds()
    {
        var machine = new InviteServerTransaction(reliable: false, Timers);
        var (state, outputs) = machine.Next(InviteServerTransaction.Begin().State, new TransactionEvent.Responded(Machine.Answer(Machine.Invite, 486)), default);
        var run = Run(state, outputs, s => s.Deadline, (s, now) => machine.Next(s, TransactionEvent.Deadline, now));

        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], run.SentAt);
        Assert.IsType<TransactionOutput.TimedOut>(Assert.Single(run.Last));
    }

    [Fact]
    public void A_request_without_answer_gets_100_after_3_and_a_half_seconds_and_never_408()
    {
        var machine = new ServerTransaction(() => Machine.Answer(Machine.Options, 100), reliable: false, Timers);
        var (state, outputs) = machine.Begin(default);
        var run = Run(state, outputs, s => s.Deadline, (s, now) => machine.Next(s, TransactionEvent.Deadline, now));

        Assert.Equal([3.5], run.SentAt);
        Assert.Equal(32, run.EndedAt);
        Assert.IsType<TransactionOutput.TimedOut>(Assert.Single(run.Last));
    }

    [Fact]
    public void The_ack_of_a_refusal_repeats_what_identifies_the_invite()
    {
        var ack = InviteFollowers.RefusalAck(Machine.Invite, Machine.Answer(Machine.Invite, 486));

        Assert.Equal("ACK sip:+15550100@example.net", ack.ToString());
        Assert.Equal(Machine.Invite.Text(HeaderName.Via), ack.Text(HeaderName.Via));
        Assert.Equal("<sip:192.0.2.9;lr>", ack.Text(HeaderName.Route));
        Assert.Equal("<sip:+15550100@example.net>;tag=theirs", ack.Text(HeaderName.To));
        Assert.Equal("7 ACK", ack.Text(HeaderName.CSeq));
    }

    [Fact]
    public void A_cancel_repeats_the_via_and_carries_the_reason()
    {
        var cancel = InviteFollowers.Cancel(Machine.Invite, [new("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"")]);

        Assert.Equal(Machine.Invite.Text(HeaderName.Via), cancel.Text(HeaderName.Via));
        Assert.Equal("7 CANCEL", cancel.Text(HeaderName.CSeq));
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\"", cancel.Text(HeaderName.Reason));
        Assert.Empty(cancel.To.Tag.ToArray());
    }

    private static (List<double> SentAt, double EndedAt, ImmutableArray<TransactionOutput> Last) Run<TState>(
        TState state, ImmutableArray<TransactionOutput> outputs, Func<TState, Instant?> deadline, Func<TState, Instant, Transition<TState>> next)
    {
        var sentAt = new List<double>();
        var now = default(Instant);
        while (true)
        {
            if (outputs is [TransactionOutput.Send])
                sentAt.Add(now.SinceStart.TotalSeconds);
            if (deadline(state) is not { } at)
                return (sentAt, now.SinceStart.TotalSeconds, outputs);
            now = at;
            (state, outputs) = next(state, now);
        }
    }
}
