using System.Collections.Immutable;
using Sip.Messages;
using Sip.Tests.Support;
using Sip.Transactions;

namespace Sip.Tests.Transactions;

/// <summary>One of the four machines with an example of each of its states and events, for the tests that hold for all of them.</summary>
public sealed record Machine(
    string Name, Type StateFamily,
    ImmutableArray<object> States,
    ImmutableArray<(string Name, TransactionEvent Event)> Events,
    Func<object, TransactionEvent, Instant, (object State, ImmutableArray<TransactionOutput> Outputs)> Next,
    Func<object, Instant?> Deadline)
{
    internal static readonly SipRequest Invite = Raw.Request("""
        INVITE sip:+15550100@example.net SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKinvite;rport
        Route: <sip:192.0.2.9;lr>
        Max-Forwards: 70
        From: <sip:+15550199@example.net>;tag=ours
        To: <sip:+15550100@example.net>
        Call-ID: one@192.0.2.1
        CSeq: 7 INVITE
        """);

    internal static readonly SipRequest Options = Raw.Request("""
        OPTIONS sip:example.net SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKoptions;rport
        Max-Forwards: 70
        From: <sip:box@example.net>;tag=ours
        To: <sip:example.net>
        Call-ID: two@192.0.2.1
        CSeq: 3 OPTIONS
        """);

    internal static readonly SipRequest Ack = InviteFollowers.RefusalAck(Invite, Answer(Invite, 486));

    private static readonly Instant Later = new(TimeSpan.FromSeconds(1));

    private static readonly (string, TransactionEvent)[] Common =
    [
        ("deadline", TransactionEvent.Deadline),
        ("unsendable", new TransactionEvent.TransportFailed("refused")),
        ("abandoned", new TransactionEvent.Abandoned()),
    ];

    public static readonly ImmutableArray<Machine> All = [InviteClientMachine(), ClientMachine(), InviteServerMachine(), ServerMachine()];

    internal static SipResponse Answer(SipRequest request, int status) => SipWriter.Response(request, status, toTag: "theirs").ToResponse();

    private static (string, TransactionEvent)[] Responses(SipRequest request) =>
    [
        ("1xx", new TransactionEvent.Received(Answer(request, 180))),
        ("2xx", new TransactionEvent.Received(Answer(request, 200))),
        ("3xx-6xx", new TransactionEvent.Received(Answer(request, 486))),
    ];

    private static (string, TransactionEvent)[] OwnResponses(SipRequest request) =>
    [
        ("send 1xx", new TransactionEvent.Responded(Answer(request, 180))),
        ("send 2xx", new TransactionEvent.Responded(Answer(request, 200))),
        ("send 3xx-6xx", new TransactionEvent.Responded(Answer(request, 486))),
        ("send 408", new TransactionEvent.Responded(Answer(request, 408))),
    ];

    private static Machine InviteClientMachine()
    {
        var machine = new InviteClientTransaction(Invite, reliable: false, TransactionTimers.Default);
        return new("InviteClient", typeof(InviteClientState),
        [
            machine.Begin(default).State,
            new InviteClientState.Calling(null, TimeSpan.FromSeconds(32), Later),
            new InviteClientState.Proceeding(null),
            new InviteClientState.Proceeding(Later),
            new InviteClientState.Accepted(Later),
            new InviteClientState.Completed(Ack, Later),
            new InviteClientState.Terminated(),
        ],
        [.. Responses(Invite), .. Common],
        (state, input, now) => machine.Next((InviteClientState)state, input, now) is var next ? (next.State, next.Outputs) : default,
        state => ((InviteClientState)state).Deadline);
    }

    private static Machine ClientMachine()
    {
        var machine = new ClientTransaction(Options, reliable: false, TransactionTimers.Default);
        return new("Client", typeof(ClientState),
        [
            machine.Begin(default).State,
            new ClientState.Trying(null, TimeSpan.FromSeconds(4), Later),
            new ClientState.Proceeding(Later, Later + TimeSpan.FromSeconds(9)),
            new ClientState.Proceeding(null, Later),
            new ClientState.Completed(Later),
            new ClientState.Terminated(),
        ],
        [.. Responses(Options), .. Common],
        (state, input, now) => machine.Next((ClientState)state, input, now) is var next ? (next.State, next.Outputs) : default,
        state => ((ClientState)state).Deadline);
    }

    private static Machine InviteServerMachine()
    {
        var machine = new InviteServerTransaction(reliable: false, TransactionTimers.Default);
        return new("InviteServer", typeof(InviteServerState),
        [
            new InviteServerState.Proceeding(null),
            new InviteServerState.Proceeding(Answer(Invite, 180)),
            new InviteServerState.Accepted(Later),
            new InviteServerState.Completed(Answer(Invite, 486), Later, TimeSpan.FromSeconds(1), Later + TimeSpan.FromSeconds(9)),
            new InviteServerState.Completed(Answer(Invite, 486), null, TimeSpan.FromSeconds(1), Later),
            new InviteServerState.Confirmed(Later),
            new InviteServerState.Terminated(),
        ],
        [("INVITE", new TransactionEvent.Requested(Invite)), ("ACK", new TransactionEvent.Requested(Ack)), .. OwnResponses(Invite), .. Common],
        (state, input, now) => machine.Next((InviteServerState)state, input, now) is var next ? (next.State, next.Outputs) : default,
        state => ((InviteServerState)state).Deadline);
    }

    private static Machine ServerMachine()
    {
        var machine = new ServerTransaction(() => Answer(Options, 100), reliable: false, TransactionTimers.Default);
        return new("Server", typeof(ServerState),
        [
            machine.Begin(default).State,
            new ServerState.Trying(Later + TimeSpan.FromSeconds(9), Later),
            new ServerState.Proceeding(Answer(Options, 100), Later),
            new ServerState.Completed(Answer(Options, 200), Later),
            new ServerState.Terminated(),
        ],
        [("request", new TransactionEvent.Requested(Options)), .. OwnResponses(Options), .. Common],
        (state, input, now) => machine.Next((ServerState)state, input, now) is var next ? (next.State, next.Outputs) : default,
        state => ((ServerState)state).Deadline);
    }
}
