using System.Collections.Immutable;
using Sip;

namespace Appliance.Access;

/// <summary>Somebody who is logged in.</summary>
/// <param name="Number">Names the session in lists; tells nothing of its key.</param>
/// <param name="Hash">The hash of its key.</param>
/// <param name="Began">When, for people.</param>
/// <param name="From">The address it was begun from.</param>
/// <param name="Agent">What the browser calls itself, shortened.</param>
/// <param name="SeenAt">When it was last used, on the monotonic clock.</param>
/// <param name="EndsAt">When it ends however much it is used, on the monotonic clock.</param>
public sealed record Session(string Number, string Hash, DateTimeOffset Began, string From, string Agent, TimeSpan SeenAt, TimeSpan EndsAt)
{
    /// <inheritdoc/>
    public override string ToString() => $"Session {Number}";
}

/// <summary>
/// Who is logged in: a bounded number, each for a bounded time. Not safe for several threads. Times are monotonic, so that a clock
/// that is set neither ends a session nor lengthens one.
/// </summary>
public sealed class SessionTable
{
    /// <summary>How many there are at most; a new one takes the place of the one that is unused for longest.</summary>
    public const int Most = 32;

    /// <summary>How long one may go unused: half a working day.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromHours(4);

    /// <summary>How long one lasts however much it is used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly Dictionary<string, Session> _byHash = [];

    /// <summary>Begins one. The key is for the cookie alone.</summary>
    public (Session Begun, string Key) Begin(ITokenSource tokens, string from, string agent, DateTimeOffset clock, TimeSpan now)
    {
        Forget(now);
        while (_byHash.Count >= Most)
            _byHash.Remove(_byHash.Values.MinBy(session => session.SeenAt)!.Hash);
        var key = AccessKey.Draw(tokens);
        var begun = new Session(tokens.Hex(8), AccessKey.HashOf(key)!, clock, from, agent, now, now + Lifetime);
        _byHash[begun.Hash] = begun;
        return (begun, key);
    }

    /// <summary>Puts back one that was kept over a restart.</summary>
    public void Restore(Session kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        if (_byHash.Count < Most)
            _byHash[kept.Hash] = kept;
    }

    /// <summary>The session of this key, which is used by that; null: there is none, or its time is over.</summary>
    public Session? Use(string? key, TimeSpan now)
    {
        if (AccessKey.HashOf(key) is not { } hash || !_byHash.TryGetValue(hash, out var found))
            return null;
        if (IsOver(found, now))
        {
            _byHash.Remove(hash);
            return null;
        }

        return _byHash[hash] = found with { SeenAt = now };
    }

    /// <summary>Ends one. False: there is none of this number.</summary>
    public bool End(string number) =>
        _byHash.Values.FirstOrDefault(session => session.Number == number) is { } found && _byHash.Remove(found.Hash);

    /// <summary>Ends all. How many there were.</summary>
    public int EndAll()
    {
        var ended = _byHash.Count;
        _byHash.Clear();
        return ended;
    }

    /// <summary>Those there are, the newest first.</summary>
    public ImmutableArray<Session> All(TimeSpan now)
    {
        Forget(now);
        return [.. _byHash.Values.OrderByDescending(session => session.EndsAt)];
    }

    private void Forget(TimeSpan now)
    {
        foreach (var over in _byHash.Values.Where(session => IsOver(session, now)).ToArray())
            _byHash.Remove(over.Hash);
    }

    private static bool IsOver(Session session, TimeSpan now) => now >= session.EndsAt || now - session.SeenAt >= IdleLimit;
}
