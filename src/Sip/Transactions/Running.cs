using System.Collections.Immutable;
using Sip.Messages;

namespace Sip.Transactions;

/// <summary>A transaction at work: a machine, its state, and the way to its peer.</summary>
internal abstract class Running(TransactionTable table, Hop hop, long token) : Alarm
{
    /// <summary>By which the shell tells what became of a message.</summary>
    public long Token => token;

    /// <summary>The way to the peer.</summary>
    public Hop Hop { get; set; } = hop;

    /// <summary>Where it is found in the table.</summary>
    public byte[] Key { get; init; } = [];

    /// <summary>True once the machine has ended.</summary>
    public abstract bool IsOver { get; }

    /// <summary>When the machine wants to be asked again.</summary>
    public abstract Instant? Deadline { get; }

    /// <inheritdoc/>
    public override void Ring(Instant now) => table.Feed(this, TransactionEvent.Deadline, now);

    /// <summary>Takes a step of the machine.</summary>
    public abstract ImmutableArray<TransactionOutput> Step(TransactionEvent input, Instant now);

    /// <summary>Gives a message up to the user.</summary>
    public abstract void PassUp(SipMessage message, Arrival? from, Instant now);

    /// <summary>Tells the user that it came to nothing.</summary>
    public abstract void Fail(LegFailure failure, string why, Instant now);
}

/// <summary>A client transaction at work.</summary>
internal abstract class Client(TransactionTable table, SipRequest request, Hop hop, IClientUser user, long token)
    : Running(table, hop, token)
{
    /// <summary>The request as it was sent.</summary>
    public SipRequest Request => request;

    /// <summary>Whoever sent it.</summary>
    public IClientUser User => user;

    /// <summary>True when it was once more sent over a new connection, which is done only once.</summary>
    public bool WasMoved { get; set; }

    /// <summary>True while nothing at all has come back.</summary>
    public abstract bool IsSilent { get; }

    /// <summary>Begins the machine.</summary>
    public abstract ImmutableArray<TransactionOutput> Begin(Instant now);

    /// <inheritdoc/>
    public override void PassUp(SipMessage message, Arrival? from, Instant now) =>
        user.Responded(this, (SipResponse)message, from!, now);

    /// <inheritdoc/>
    public override void Fail(LegFailure failure, string why, Instant now) => user.Failed(this, failure, why, now);
}

/// <summary>An INVITE of ours at work.</summary>
internal sealed class InviteClient(
    TransactionTable table, SipRequest request, Hop hop, IClientUser user, long token, TransactionTimers timers, TimeSpan? patience)
    : Client(table, request, hop, user, token)
{
    private readonly InviteClientTransaction _machine = new(request, !hop.IsUnreliable, timers, patience);
    private InviteClientState _state = new InviteClientState.Terminated();

    public override bool IsOver => _state is InviteClientState.Terminated;

    public override bool IsSilent => _state is InviteClientState.Calling;

    public override Instant? Deadline => _state.Deadline;

    public override ImmutableArray<TransactionOutput> Begin(Instant now)
    {
        (_state, var outputs) = _machine.Begin(now);
        return outputs;
    }

    public override ImmutableArray<TransactionOutput> Step(TransactionEvent input, Instant now)
    {
        (_state, var outputs) = _machine.Next(_state, input, now);
        return outputs;
    }
}

/// <summary>Any other request of ours at work.</summary>
internal sealed class PlainClient(TransactionTable table, SipRequest request, Hop hop, IClientUser user, long token, TransactionTimers timers)
    : Client(table, request, hop, user, token)
{
    private readonly ClientTransaction _machine = new(request, !hop.IsUnreliable, timers);
    private ClientState _state = new ClientState.Terminated();

    public override bool IsOver => _state is ClientState.Terminated;

    public override bool IsSilent => _state is ClientState.Trying;

    public override Instant? Deadline => _state.Deadline;

    public override ImmutableArray<TransactionOutput> Begin(Instant now)
    {
        (_state, var outputs) = _machine.Begin(now);
        return outputs;
    }

    public override ImmutableArray<TransactionOutput> Step(TransactionEvent input, Instant now)
    {
        (_state, var outputs) = _machine.Next(_state, input, now);
        return outputs;
    }
}

/// <summary>A server transaction at work.</summary>
internal abstract class Server(TransactionTable table, SipRequest request, Arrival from, Hop hop, long token)
    : Running(table, hop, token)
{
    /// <summary>The request as it came.</summary>
    public SipRequest Request => request;

    /// <summary>Where it came from.</summary>
    public Arrival From => from;

    /// <summary>Our tag in the responses to a request that has none.</summary>
    public string? Tag { get; set; }

    /// <summary>Whoever answers it, once that is known.</summary>
    public IServerUser? User { get; set; }

    /// <summary>Where its merged copies are found, or null for a request inside a dialog.</summary>
    public byte[]? MergeKey { get; init; }

    /// <inheritdoc/>
    public override void PassUp(SipMessage message, Arrival? from, Instant now) => User?.Acknowledged((SipRequest)message, now);

    /// <inheritdoc/>
    public override void Fail(LegFailure failure, string why, Instant now) => User?.Lost(this, why, now);
}

/// <summary>An INVITE of the peer at work.</summary>
internal sealed class InviteServer(TransactionTable table, SipRequest request, Arrival from, Hop hop, long token, TransactionTimers timers)
    : Server(table, request, from, hop, token)
{
    private readonly InviteServerTransaction _machine = new(from.Transport is not TransportKind.Udp, timers);
    private InviteServerState _state = InviteServerTransaction.Begin().State;

    /// <summary>True while no final response was given.</summary>
    public bool IsOpen => _state is InviteServerState.Proceeding;

    public override bool IsOver => _state is InviteServerState.Terminated;

    public override Instant? Deadline => _state.Deadline;

    public override ImmutableArray<TransactionOutput> Step(TransactionEvent input, Instant now)
    {
        (_state, var outputs) = _machine.Next(_state, input, now);
        return outputs;
    }
}

/// <summary>Any other request of the peer at work.</summary>
internal sealed class PlainServer : Server
{
    private readonly ServerTransaction _machine;
    private ServerState _state;

    public PlainServer(TransactionTable table, SipRequest request, Arrival from, Hop hop, long token, TransactionTimers timers, Func<SipResponse> trying, Instant now)
        : base(table, request, from, hop, token)
    {
        _machine = new(trying, from.Transport is not TransportKind.Udp, timers);
        _state = _machine.Begin(now).State;
    }

    public override bool IsOver => _state is ServerState.Terminated;

    public override Instant? Deadline => _state.Deadline;

    public override ImmutableArray<TransactionOutput> Step(TransactionEvent input, Instant now)
    {
        (_state, var outputs) = _machine.Next(_state, input, now);
        return outputs;
    }
}
