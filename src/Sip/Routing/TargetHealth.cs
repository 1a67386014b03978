using System.Collections.Immutable;
using System.Net;

namespace Sip.Routing;

/// <summary>
/// Which addresses failed lately. Calls and OPTIONS write to and read from the same table, so that they agree; an address
/// under suspicion is tried last, never left out.
/// </summary>
public sealed class TargetHealth
{
    private static readonly TimeSpan FirstSuspicion = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSuspicion = TimeSpan.FromMinutes(5);
    private const int MostEntries = 256;

    private readonly Dictionary<(TransportKind, IPEndPoint), Suspicion> _suspects = [];

    /// <summary>No connection, no answer, or 503: suspect for half a minute, doubling up to five while it goes on.</summary>
    public void Failed(TransportTarget target, Instant now)
    {
        ArgumentNullException.ThrowIfNull(target);
        var key = (target.Transport, target.Address);
        var length = _suspects.TryGetValue(key, out var earlier) ? earlier.Length * 2 : FirstSuspicion;
        length = length < LongestSuspicion ? length : LongestSuspicion;

        if (_suspects.Count >= MostEntries && !_suspects.ContainsKey(key))
            _suspects.Remove(_suspects.MinBy(entry => entry.Value.Until).Key);
        _suspects[key] = new(now + length, length);
    }

    /// <summary>It answered.</summary>
    public void Worked(TransportTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _suspects.Remove((target.Transport, target.Address));
    }

    /// <summary>Until when the address is under suspicion, or null.</summary>
    public Instant? SuspectUntil(TransportTarget target, Instant now)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _suspects.TryGetValue((target.Transport, target.Address), out var suspicion) && now < suspicion.Until ? suspicion.Until : null;
    }

    /// <summary>The same addresses, those under suspicion behind the others.</summary>
    public ImmutableArray<TransportTarget> Order(IEnumerable<TransportTarget> targets, Instant now) =>
        [.. targets.OrderBy(target => SuspectUntil(target, now) is null ? 0 : 1)];

    private readonly record struct Suspicion(Instant Until, TimeSpan Length);
}
