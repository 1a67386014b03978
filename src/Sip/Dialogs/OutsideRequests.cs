using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>Requests outside any call, both ways: REGISTER, OPTIONS and whatever else the application knows.</summary>
internal sealed class OutsideRequests(StackCore core)
{
    private readonly Dictionary<RequestId, Asked> _asked = [];
    private long _last;

    /// <summary>Sends a request of ours.</summary>
    public void Send(SipCommand.SendRequest command, Instant now)
    {
        var sequence = command.Sequence ?? (uint)core.Tokens.Next(10_000) + 1;
        var writer = core.Factory.Request(command.Method, command.RequestUri, command.NextHop)
            .Add(HeaderName.From, Addresses.Tagged(command.From, core.Tokens.Tag()))
            .Add(HeaderName.To, command.To)
            .Add(HeaderName.CallId, command.CallId ?? core.Tokens.CallId())
            .Add(HeaderName.CSeq, new CSeq(sequence, command.Method).ToString());
        var request = core.Factory.Signed(writer, command.Headers).WithBody(command.Body).ToRequest();
        core.Transactions.Send(request, command.NextHop, new Asking(command.Request, core), now);
    }

    /// <summary>A request of the peer goes to the application.</summary>
    public void Receive(Server server, Arrival from)
    {
        var id = new RequestId(++_last);
        var asked = new Asked(id, server, this);
        server.User = asked;
        _asked[id] = asked;
        core.Outbox.Raise(new SipEvent.RequestArrived(id, server.Request, from));
    }

    /// <summary>The application answers one.</summary>
    public void Respond(SipCommand.Respond command, Instant now)
    {
        if (command.Status < 200 || !_asked.Remove(command.Request, out var asked))
            return;
        var response = core.Response(asked.Transaction, command.Status, command.Reason).AddAll(command.Headers).WithBody(command.Body);
        core.Respond(asked.Transaction, response, now);
    }

    /// <summary>A request that waits for the application's answer.</summary>
    private sealed class Asked(RequestId id, Server transaction, OutsideRequests all) : IServerUser
    {
        public Server Transaction => transaction;

        public void Acknowledged(SipRequest ack, Instant now)
        {
        }

        public void Cancelled(Server server, SipRequest cancel, Instant now)
        {
        }

        public void Lost(Server server, string why, Instant now) => all._asked.Remove(id);
    }

    /// <summary>A request of ours that waits for the peer's answer.</summary>
    private sealed class Asking(RequestId id, StackCore core) : IClientUser
    {
        public void Responded(Client transaction, SipResponse response, Arrival from, Instant now)
        {
            if (response.IsFinal)
                core.Outbox.Raise(new SipEvent.ResponseArrived(id, response, from));
        }

        public void Failed(Client transaction, LegFailure failure, string why, Instant now) =>
            core.Outbox.Raise(new SipEvent.RequestFailed(id, failure, why));

        public void SentOn(Client transaction, FlowId flow)
        {
        }
    }
}
