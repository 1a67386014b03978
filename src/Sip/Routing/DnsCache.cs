namespace Sip.Routing;

/// <summary>What is known about a question.</summary>
/// <param name="Reply">The reply to go by, or null when there is none yet.</param>
/// <param name="IsDue">True when it should be asked (again).</param>
public readonly record struct DnsKnowledge(DnsReply? Reply, bool IsDue);

/// <summary>
/// Remembers replies. A good one that is past its time still serves while it is asked for again, and for a day if the name
/// servers fail: an office line must survive an outage of DNS.
/// </summary>
public sealed class DnsCache
{
    /// <summary>No reply is asked for more often than this: a time to live of 0 would mean a question per call.</summary>
    public static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(30);

    /// <summary>A reply is asked for again at least daily, whatever it says.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    /// <summary>How long "no such thing" is believed at most: someone may be setting the name up.</summary>
    public static readonly TimeSpan LongestNegativeLife = TimeSpan.FromSeconds(60);

    /// <summary>How soon a question that failed may be asked again.</summary>
    public static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>How old a good reply may be when the servers fail.</summary>
    public static readonly TimeSpan StaleLife = TimeSpan.FromHours(24);

    private const int MostEntries = 512;

    private readonly Dictionary<DnsQuestion, Entry> _entries = [];

    /// <summary>How many questions are remembered.</summary>
    public int Count => _entries.Count;

    /// <summary>What is known about this question now.</summary>
    public DnsKnowledge Get(DnsQuestion question, Instant now)
    {
        if (!_entries.TryGetValue(question, out var entry))
            return new(null, IsDue: true);
        if (now < entry.AskAgainAt)
            return new(entry.Reply, IsDue: false);

        // Past its time, a good reply still serves while it is asked for anew; a bad one does not.
        return new(entry.Reply is DnsReply.Found && now < entry.UsableUntil ? entry.Reply : null, IsDue: true);
    }

    /// <summary>Takes a reply.</summary>
    public void Put(DnsQuestion question, DnsReply reply, Instant now)
    {
        if (reply is DnsReply.Failed && _entries.TryGetValue(question, out var older) && older.Reply is DnsReply.Found && now < older.UsableUntil)
        {
            var askAgainAt = now + ShortestLife;
            _entries[question] = older with { AskAgainAt = askAgainAt < older.UsableUntil ? askAgainAt : older.UsableUntil };
            return;
        }

        if (_entries.Count >= MostEntries && !_entries.ContainsKey(question))
            _entries.Remove(_entries.MinBy(entry => entry.Value.AskAgainAt).Key);

        var life = LifeOf(reply);
        _entries[question] = new(reply, now + life, now + life + StaleLife);
    }

    private static TimeSpan LifeOf(DnsReply reply) => reply switch
    {
        DnsReply.Found found => Within(found.TimeToLive, ShortestLife, LongestLife),
        DnsReply.Nothing nothing => Within(nothing.TimeToLive, AfterFailure, LongestNegativeLife),
        _ => AfterFailure,
    };

    private static TimeSpan Within(TimeSpan life, TimeSpan least, TimeSpan most) => life < least ? least : life > most ? most : life;

    private sealed record Entry(DnsReply Reply, Instant AskAgainAt, Instant UsableUntil);
}
