using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Logging;

namespace Sip.Net;

/// <summary>No name server knows the name, or none answered and there is no earlier answer. The message is a sentence.</summary>
public sealed class DnsLookupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What the name servers say about one host, as RFC 3263 needs it. Times to live are kept with a floor of 30 s.</summary>
public sealed record DnsAnswers
{
    /// <summary>NAPTR records: order, preference, service, replacement.</summary>
    public IReadOnlyList<(int Order, int Preference, string Service, string Replacement)> Naptr { get; init; } = [];

    /// <summary>SRV records: priority, weight, port, target.</summary>
    public IReadOnlyList<(int Priority, int Weight, int Port, string Target)> Srv { get; init; } = [];

    /// <summary>A and AAAA records.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];
}

/// <summary>
/// Asks the name servers, keeps answers for their time to live, and keeps the last good answer when the servers fail:
/// an office line must survive an outage of DNS.
/// </summary>
public sealed class DnsLookup(ILookupClient client, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NegativeLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestLifeAfterFailure = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Name, QueryType Type), Remembered> _answers = new();

    /// <summary>A lookup over the system's name servers.</summary>
    public static DnsLookup System(TimeProvider time, ILogger log) => new(
        new LookupClient(new LookupClientOptions { Timeout = TimeSpan.FromSeconds(2), Retries = 1, UseCache = false, ThrowDnsErrors = false }), time, log);

    /// <summary>A lookup over these name servers only.</summary>
    public static DnsLookup Over(IReadOnlyCollection<IPEndPoint> servers, TimeProvider time, ILogger log) => new(
        new LookupClient(new LookupClientOptions([.. servers]) { Timeout = TimeSpan.FromSeconds(2), Retries = 1, UseCache = false, ThrowDnsErrors = false }), time, log);

    /// <summary>One address of the host, without waiting: the last one that was asked for. Null when nobody asked yet.</summary>
    public IPAddress? LastKnown(string host) =>
        _answers.TryGetValue((host, QueryType.A), out var answer) && answer.Answers.Addresses is [var first, ..] ? first : null;

    /// <summary>One address of the host: the literal, or its first A (else AAAA) record.</summary>
    /// <exception cref="DnsLookupException">There is none.</exception>
    public async Task<IPAddress> AddressAsync(string host, CancellationToken stop) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? literal
        : (await AddressesAsync(host, stop)) is [var first, ..] ? first
        : throw new DnsLookupException($"The name {host} has no address. Is it spelt right?");

    /// <summary>All A records of the host, in the server's order; its AAAA records when there are none.</summary>
    public async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken stop)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return [IPAddress.Loopback];

        var four = (await AskAsync(host, QueryType.A, stop)).Addresses;
        return four.Count > 0 ? four : (await AskAsync(host, QueryType.AAAA, stop)).Addresses;
    }

    /// <summary>The answers of one type for one name. Empty when the name has none.</summary>
    /// <exception cref="DnsLookupException">No server answered and there is no earlier answer.</exception>
    public async Task<DnsAnswers> AskAsync(string name, QueryType type, CancellationToken stop)
    {
        var key = (name, type);
        if (_answers.TryGetValue(key, out var known) && time.GetElapsedTime(known.AskedAt) < known.Life)
            return known.Answers;

        try
        {
            var response = await client.QueryAsync(name, type, cancellationToken: stop);
            if (response.HasError && response.Header.ResponseCode is not DnsHeaderResponseCode.NotExistentDomain)
                return Older(name, known, $"The name server answered \"{response.Header.ResponseCode}\" for {name}.", null);

            var answers = Read(response);
            _answers[key] = new Remembered(answers, time.GetTimestamp(), LifeOf(response));
            return answers;
        }
        catch (Exception fault) when (fault is DnsResponseException or SocketException or IOException)
        {
            return Older(name, known, $"No name server answers. Is the network up? ({name})", fault);
        }
    }

    private DnsAnswers Older(string name, Remembered? known, string why, Exception? fault)
    {
        if (known is null || time.GetElapsedTime(known.AskedAt) > LongestLifeAfterFailure)
            throw new DnsLookupException(why, fault);

        NetLog.UsingOldAnswer(log, name);
        return known.Answers;
    }

    private static DnsAnswers Read(IDnsQueryResponse response) => new()
    {
        Naptr = [.. response.Answers.OfType<NAPtrRecord>().Select(r => (r.Order, r.Preference, r.Services, Trim(r.Replacement)))],
        Srv = [.. response.Answers.SrvRecords().Select(r => ((int)r.Priority, (int)r.Weight, (int)r.Port, Trim(r.Target)))],
        Addresses = [.. response.Answers.ARecords().Select(r => r.Address), .. response.Answers.AaaaRecords().Select(r => r.Address)],
    };

    private static TimeSpan LifeOf(IDnsQueryResponse response)
    {
        if (response.Answers.Count == 0)
            return NegativeLife;

        var shortest = TimeSpan.FromSeconds(response.Answers.Min(r => r.InitialTimeToLive));
        return shortest < ShortestLife ? ShortestLife : shortest;
    }

    private static string Trim(DnsString name) => name.Value.TrimEnd('.');

    private sealed record Remembered(DnsAnswers Answers, long AskedAt, TimeSpan Life);
}
