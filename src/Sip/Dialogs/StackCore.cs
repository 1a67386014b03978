using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>What the legs of one stack share.</summary>
internal sealed class StackCore
{
    public StackCore(SipStackSettings settings, ILocalAddresses addresses, ITokenSource tokens)
    {
        Settings = settings;
        Tokens = tokens;
        Factory = new(settings.Product, addresses, tokens);
        Transactions = new(Outbox, Deadlines, Tally, settings.Timers, settings.MaxServerTransactions);
    }

    public SipStackSettings Settings { get; }

    public ITokenSource Tokens { get; }

    public Outbox Outbox { get; } = new();

    public DeadlineHeap Deadlines { get; } = new();

    public StackTally Tally { get; } = new();

    public LegTable Legs { get; } = new();

    public MessageFactory Factory { get; }

    public TransactionTable Transactions { get; }

    public TransactionTimers Timers => Settings.Timers;

    /// <summary>Begins a response.</summary>
    public SipWriter Response(Server server, int status, string? reason = null) =>
        Factory.Response(server.Request, status, reason, server.Tag);

    /// <summary>Sends a response.</summary>
    public void Respond(Server server, SipWriter response, Instant now) => Transactions.Respond(server, response.ToResponse(), now);

    /// <summary>Sends a response that says nothing but its status.</summary>
    public void Respond(Server server, int status, Instant now) => Respond(server, Response(server, status), now);

    /// <summary>Sends a response that asks the peer to come again in 0 to 10 s (RFC 3261 section 14.2).</summary>
    public void RespondLater(Server server, Instant now) =>
        Respond(server, Response(server, 500).Add(HeaderName.RetryAfter, Tokens.Next(11)), now);
}
