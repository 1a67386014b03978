using Sip.Messages;
using Sip.Tests.Support;
using Sip.Transactions;

namespace Sip.Tests.Transactions;

/// <summary>What signalling costs in garbage. The numbers are budgets: about a quarter above what was measured.</summary>
public sealed class AllocationTests
{
    private static readonly SipResponse Ringing = Machine.Answer(Machine.Invite, 180);
    private static readonly SipResponse Ok = Machine.Answer(Machine.Invite, 200);

    [Fact]
    public void A_whole_invite_transaction_of_the_machine_stays_under_500_bytes()
    {
        InviteClientState? last = null;
        var bytes = Measure(() =>
        {
            var machine = new InviteClientTransaction(Machine.Invite, reliable: false, TransactionTimers.Default);
            var state = machine.Begin(default).State;
            state = machine.Next(state, new TransactionEvent.Received(Ringing), default).State;
            state = machine.Next(state, new TransactionEvent.Received(Ok), default).State;
            last = machine.Next(state, TransactionEvent.Deadline, state.Deadline!.Value).State;
        });

        Assert.IsType<InviteClientState.Terminated>(last);
        Assert.InRange(bytes, 1, 500);
    }

    [Fact]
    public void A_stray_response_costs_nothing()
    {
        var stack = new SipStack(new(), new Nowhere(), new SeededTokens());
        var outputs = new List<SipOutput>();
        var input = new SipInput.Arrived(Ok, new(new(1), TransportKind.Udp, new(0, 0), new(0, 0)));
        Assert.Equal(0, Measure(() => stack.Handle(input, default, outputs)));
    }

    [Fact]
    public void A_repeated_request_costs_no_more_than_its_event_and_its_answer()
    {
        var stack = new SipStack(new(), new Nowhere(), new SeededTokens());
        var outputs = new List<SipOutput>(8);
        var input = new SipInput.Arrived(Machine.Invite, new(new(1), TransportKind.Udp, new(0, 0), new(0, 0)));
        stack.Handle(input, default, outputs);
        Assert.InRange(Measure(() =>
        {
            outputs.Clear();
            stack.Handle(input, default, outputs);
        }), 1, 200);
    }

    private static long Measure(Action act)
    {
        for (var i = 0; i < 50; i++)
            act();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            act();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }

    private sealed class Nowhere : ILocalAddresses
    {
        public System.Net.IPEndPoint Toward(Hop hop) => Bench.Ours;
    }
}
