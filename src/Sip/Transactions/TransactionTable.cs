using System.Collections.Immutable;
using Sip.Messages;

namespace Sip.Transactions;

/// <summary>What a request that just came in is to the transactions we have.</summary>
internal enum RequestMatch
{
    /// <summary>Belongs to a transaction and was given to it.</summary>
    Taken,

    /// <summary>The copy of a request that already came another way (RFC 3261 section 8.2.2.2).</summary>
    Merged,

    /// <summary>There is no room for another transaction.</summary>
    Overload,

    /// <summary>New.</summary>
    New,
}

/// <summary>
/// Every transaction there is: finds the one a message belongs to, steps its machine, and carries out what the machine asks for.
/// </summary>
internal sealed class TransactionTable
{
    private readonly Outbox _outbox;
    private readonly DeadlineHeap _deadlines;
    private readonly StackTally _tally;
    private readonly TransactionTimers _timers;
    private readonly int _limit;
    private readonly TransactionKey _keys = new();
    private readonly Dictionary<byte[], Client> _clients;
    private readonly Dictionary<byte[], Server> _servers;
    private readonly Dictionary<byte[], Server> _merged;
    private readonly Dictionary<byte[], Client>.AlternateLookup<ReadOnlySpan<byte>> _findClient;
    private readonly Dictionary<byte[], Server>.AlternateLookup<ReadOnlySpan<byte>> _findServer;
    private readonly Dictionary<byte[], Server>.AlternateLookup<ReadOnlySpan<byte>> _findMerged;
    private readonly Dictionary<long, Running> _byToken = [];
    private readonly List<Client> _stranded = [];
    private long _lastToken;

    /// <summary>Makes an empty table that holds at most <paramref name="limit"/> server transactions.</summary>
    public TransactionTable(Outbox outbox, DeadlineHeap deadlines, StackTally tally, TransactionTimers timers, int limit)
    {
        _outbox = outbox;
        _deadlines = deadlines;
        _tally = tally;
        _timers = timers;
        _limit = limit;
        _clients = new(ByteKey.Comparer);
        _servers = new(ByteKey.Comparer);
        _merged = new(ByteKey.Comparer);
        _findClient = _clients.GetAlternateLookup<ReadOnlySpan<byte>>();
        _findServer = _servers.GetAlternateLookup<ReadOnlySpan<byte>>();
        _findMerged = _merged.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Transactions alive, of both kinds.</summary>
    public int Count => _byToken.Count;

    /// <summary>Sends a request; its Via carries a fresh branch. An INVITE may have a limit to how long it proceeds.</summary>
    public Client Send(SipRequest request, Hop hop, IClientUser user, Instant now, TimeSpan? patience = null)
    {
        var key = _keys.OfOwn(request).ToArray();
        var token = ++_lastToken;
        Client client = request.Method.Kind is SipMethodKind.Invite
            ? new InviteClient(this, request, hop, user, token, _timers, patience) { Key = key }
            : new PlainClient(this, request, hop, user, token, _timers) { Key = key };
        _clients[key] = client;
        _byToken[token] = client;
        Apply(client, client.Begin(now), null, now);
        return client;
    }

    /// <summary>Gives a response to its transaction. A stray one is counted and dropped.</summary>
    public void Receive(SipResponse response, Arrival from, Instant now)
    {
        if (_findClient.TryGetValue(_keys.OfResponse(response), out var client))
            Apply(client, client.Step(new TransactionEvent.Received(response), now), from, now);
        else
            _tally.StrayResponses++;
    }

    /// <summary>Gives a request to its transaction if it has one; else says what it is.</summary>
    public RequestMatch Receive(SipRequest request, Arrival from, bool mayBeRefused, Instant now)
    {
        var kind = request.Method.Kind;
        var method = kind is SipMethodKind.Ack ? SipMethod.Invite : request.Method;
        if (_findServer.TryGetValue(_keys.OfRequest(request, method), out var server))
        {
            if (kind is not SipMethodKind.Ack)
                _tally.RepeatedRequests++;
            Apply(server, server.Step(new TransactionEvent.Requested(request), now), from, now);
            return RequestMatch.Taken;
        }

        if (kind is SipMethodKind.Ack)
            return RequestMatch.New;
        if (request.To.Tag.IsEmpty && kind is not SipMethodKind.Cancel && _findMerged.ContainsKey(_keys.OfMerge(request)))
            return RequestMatch.Merged;
        return mayBeRefused && _servers.Count >= _limit ? RequestMatch.Overload : RequestMatch.New;
    }

    /// <summary>
    /// Begins the server transaction of a new request. It is found again by the request as it came; <paramref name="seen"/>,
    /// with received and rport filled in, is what is answered.
    /// </summary>
    public Server Accept(SipRequest request, SipRequest seen, Arrival from, Hop back, Func<SipResponse> trying, Instant now)
    {
        var key = _keys.OfRequest(request, request.Method).ToArray();
        var merge = request.To.Tag.IsEmpty && request.Method.Kind is not SipMethodKind.Cancel ? _keys.OfMerge(request).ToArray() : null;
        var token = ++_lastToken;
        Server server = request.Method.Kind is SipMethodKind.Invite
            ? new InviteServer(this, seen, from, back, token, _timers) { Key = key, MergeKey = merge }
            : new PlainServer(this, seen, from, back, token, _timers, trying, now) { Key = key, MergeKey = merge };
        _servers[key] = server;
        _byToken[token] = server;
        if (merge is not null)
            _merged[merge] = server;
        _deadlines.Set(server, server.Deadline);
        return server;
    }

    /// <summary>The INVITE that this CANCEL is about, or null.</summary>
    public InviteServer? FindCancelled(SipRequest cancel) =>
        _findServer.TryGetValue(_keys.OfRequest(cancel, SipMethod.Invite), out var server) ? server as InviteServer : null;

    /// <summary>Responds to a request.</summary>
    public void Respond(Server server, SipResponse response, Instant now) =>
        Feed(server, new TransactionEvent.Responded(response), now);

    /// <summary>Stops sending a request again; an answer to it is still understood.</summary>
    public void Abandon(Client client, Instant now) => Feed(client, new TransactionEvent.Abandoned(), now);

    /// <summary>The shell could not send a message.</summary>
    public void SendFailed(long token, string why, Instant now)
    {
        if (_byToken.TryGetValue(token, out var running))
            Feed(running, new TransactionEvent.TransportFailed(why), now);
    }

    /// <summary>The shell sent a message on this flow.</summary>
    public void SentOn(long token, FlowId flow)
    {
        if (!_byToken.TryGetValue(token, out var running))
            return;
        running.Hop = running.Hop with { Flow = flow };
        if (running is Client client)
            client.User.SentOn(client, flow);
    }

    /// <summary>
    /// A connection is gone. No response can come back on it, so what was never answered is sent once more another way;
    /// its branch stays the same, so the peer sees one request.
    /// </summary>
    public void FlowClosed(FlowId flow, Instant now)
    {
        _stranded.Clear();
        foreach (var client in _clients.Values)
        {
            if (client.Hop.Flow == flow && !client.Hop.IsUnreliable && client.IsSilent)
                _stranded.Add(client);
        }

        foreach (var client in _stranded)
        {
            if (client.WasMoved)
            {
                Feed(client, new TransactionEvent.TransportFailed("The connection closed before an answer came."), now);
                continue;
            }

            client.WasMoved = true;
            client.Hop = client.Hop with { Flow = FlowId.None };
            _outbox.Transmit(client.Request, client.Hop, client.Token);
        }
    }

    /// <summary>Steps a machine and carries out what it asks for.</summary>
    public void Feed(Running running, TransactionEvent input, Instant now)
    {
        var outputs = running.Step(input, now);
        if (input is TransactionEvent.DeadlinePassed && outputs is [TransactionOutput.Send])
            _tally.Retransmissions++;
        Apply(running, outputs, null, now);
    }

    /// <summary>Forgets a transaction that nobody waits for any longer.</summary>
    public void Drop(Running running) => Remove(running);

    private void Apply(Running running, ImmutableArray<TransactionOutput> outputs, Arrival? from, Instant now)
    {
        if (running.IsOver)
            Remove(running);
        else
            _deadlines.Set(running, running.Deadline);

        foreach (var output in outputs)
        {
            switch (output)
            {
                case TransactionOutput.Send send:
                    _outbox.Transmit(send.Message, running.Hop, running.Token);
                    break;
                case TransactionOutput.PassUp up:
                    running.PassUp(up.Message, from, now);
                    break;
                case TransactionOutput.TimedOut:
                    running.Fail(LegFailure.NoResponse, "Nothing came back in time.", now);
                    break;
                case TransactionOutput.Unreachable unreachable:
                    running.Fail(LegFailure.Unreachable, unreachable.Why, now);
                    break;
            }
        }
    }

    private void Remove(Running running)
    {
        _deadlines.Set(running, null);
        _byToken.Remove(running.Token);
        switch (running)
        {
            case Client when _clients.TryGetValue(running.Key, out var client) && client == running:
                _clients.Remove(running.Key);
                break;
            case Server server:
                _servers.Remove(running.Key);
                if (server.MergeKey is { } merge)
                    _merged.Remove(merge);
                break;
        }
    }
}
