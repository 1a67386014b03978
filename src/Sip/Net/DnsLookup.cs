using System.Net;
using DnsClient;
using Microsoft.Extensions.Logging;
using Sip.Routing;
using DnsQuestion = Sip.Routing.DnsQuestion;

namespace Sip.Net;

/// <summary>No name server knows the name, or none answered and there is no earlier answer. The message is a sentence.</summary>
public sealed class DnsLookupException(string message) : Exception(message);

/// <summary>
/// Asks the name servers and remembers what they said (<see cref="DnsCache"/>): an office line must survive an outage of DNS.
/// Safe to use from any thread.
/// </summary>
public sealed class DnsLookup
{
    // NAPTR, SRV, addresses: three rounds; the rest is for answers that grow old meanwhile.
    private const int MostRounds = 8;

    private readonly Lock _gate = new();
    private readonly Func<ILookupClient> _open;
    private readonly DnsCache _cache = new();
    private readonly MonotonicClock _clock;
    private readonly ILogger _log;
    private readonly OncePerWhile _told;
    private volatile ILookupClient? _client;

    private DnsLookup(Func<ILookupClient> open, TimeProvider time, ILogger log)
    {
        (_open, _log) = (open, log);
        _clock = new MonotonicClock(time);
        _told = new OncePerWhile(TimeSpan.FromMinutes(10), time);
    }

    /// <summary>A lookup over the system's name servers.</summary>
    public static DnsLookup System(TimeProvider time, ILogger log) => new(() => new LookupClient(Careful(new LookupClientOptions())), time, log);

    /// <summary>A lookup over these name servers only.</summary>
    public static DnsLookup Over(IReadOnlyCollection<IPEndPoint> servers, TimeProvider time, ILogger log) =>
        new(() => new LookupClient(Careful(new LookupClientOptions([.. servers]))), time, log);

    /// <summary>One address of the host, without waiting: the literal, or the last one that was asked for. Null when nobody asked yet.</summary>
    public IPAddress? LastKnown(string host)
    {
        lock (_gate)
            return _cache.Get(new(DnsKind.A, host), _clock.Now).Reply is DnsReply.Found { Addresses: [var first, ..] } ? first : null;
    }

    /// <summary>One address of the host: the literal, or its first A (else AAAA) record.</summary>
    /// <exception cref="DnsLookupException">There is none.</exception>
    public async Task<IPAddress> AddressAsync(string host, CancellationToken stop)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
            return literal;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return IPAddress.Loopback;

        var four = await ReplyAsync(new(DnsKind.A, host), stop);
        if (four is DnsReply.Found { Addresses: [var first, ..] })
            return first;
        return four is DnsReply.Nothing && await ReplyAsync(new(DnsKind.Aaaa, host), stop) is DnsReply.Found { Addresses: [var six, ..] }
            ? six
            : throw new DnsLookupException(Sentence(four is DnsReply.Failed ? NoTarget.DnsFailed : NoTarget.NameUnknown, host));
    }

    /// <summary>Where to send requests for this target (RFC 3263), in the order of this attempt.</summary>
    /// <exception cref="DnsLookupException">Nowhere.</exception>
    public async Task<IReadOnlyList<TransportTarget>> LocateAsync(RouteTarget target, TargetPlanSettings settings, ITokenSource tokens, CancellationToken stop)
    {
        // No name server is asked, yet the peer's certificate is still for the name.
        var name = target.Host;
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            target = target with { Host = "127.0.0.1" };

        for (var round = 0; round < MostRounds; round++)
        {
            switch (Plan(target, settings, tokens))
            {
                case TargetPlan.Ask { Questions: var questions }:
                    await Task.WhenAll(questions.Select(question => ReplyAsync(question, stop)));
                    break;
                case TargetPlan.Ready { Refresh: { IsEmpty: false } due } when round == 0:
                    await Task.WhenAll(due.Select(question => ReplyAsync(question, stop)));
                    break;
                case TargetPlan.Ready ready:
                    return name == target.Host ? ready.Targets : [.. ready.Targets.Select(found => found with { ServerName = name })];
                case TargetPlan.Nowhere nowhere:
                    throw new DnsLookupException(Sentence(nowhere.Why, target.Host));
            }
        }

        throw new DnsLookupException(Sentence(NoTarget.DnsFailed, target.Host));
    }

    /// <summary>The reply to a question, remembered or fetched; a failure is a reply.</summary>
    public async Task<DnsReply> ReplyAsync(DnsQuestion question, CancellationToken stop)
    {
        lock (_gate)
        {
            if (_cache.Get(question, _clock.Now) is { Reply: { } known, IsDue: false })
                return known;
        }

        var fresh = await AskAsync(question, stop);
        lock (_gate)
        {
            _cache.Put(question, fresh, _clock.Now);
            if (fresh is DnsReply.Failed && _cache.Get(question, _clock.Now).Reply is DnsReply.Found older)
            {
                if (_told.IsNew(question.Name))
                    NetLog.UsingOldAnswer(_log, question.Name);
                return older;
            }
        }

        return fresh;
    }

    private TargetPlan Plan(RouteTarget target, TargetPlanSettings settings, ITokenSource tokens)
    {
        // Which address works is for the caller to know; here only the names are found.
        lock (_gate)
            return TargetPlan.For(target, settings, _cache, new TargetHealth(), tokens, _clock.Now);
    }

    private async Task<DnsReply> AskAsync(DnsQuestion question, CancellationToken stop)
    {
        if (!IsName(question.Name))
            return new DnsReply.Nothing(DnsCache.LongestNegativeLife);

        try
        {
            var client = _client ??= _open();
            var response = await client.QueryAsync(question.Name, DnsReplies.TypeOf(question.Kind), cancellationToken: stop);
            return DnsReplies.Read(response, question);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The client hides being cancelled in an exception of its own.
            stop.ThrowIfCancellationRequested();

            // The system's servers may be others by now: a cable was put in, or DHCP came late.
            _client = null;
            return new DnsReply.Failed();
        }
    }

    private static bool IsName(string text)
    {
        try
        {
            return DnsString.Parse(text).Value.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static LookupClientOptions Careful(LookupClientOptions options)
    {
        options.Timeout = TimeSpan.FromSeconds(2);
        options.Retries = 1;
        options.UseCache = false;
        options.ThrowDnsErrors = false;
        return options;
    }

    private static string Sentence(NoTarget why, string host) => why switch
    {
        NoTarget.DnsFailed => $"No name server answers. Is the network up? ({host})",
        NoTarget.NotOffered => $"{host} says that it does not offer this service.",
        _ => $"The name {host} has no address. Is it spelt right?",
    };
}
