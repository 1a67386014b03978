using System.Net;
using Sip;

namespace Appliance.Extensions;

/// <summary>
/// Counts wrong passwords by source address and makes the source wait. The first challenge of a normal registration is no
/// failure, and one success clears the count, so that an office behind one address is not locked out by one wrong phone for long.
/// </summary>
internal sealed class FailureCount
{
    private const int MostSources = 4_096;
    private const int Allowed = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);

    private readonly Dictionary<IPAddress, (int Count, Instant Since, Instant? BlockedUntil)> _sources = [];

    public bool IsBlocked(IPAddress source, Instant now) =>
        _sources.TryGetValue(source, out var entry) && entry.BlockedUntil > now;

    public void Succeeded(IPAddress source) => _sources.Remove(source);

    public void Failed(IPAddress source, Instant now)
    {
        if (_sources.Count >= MostSources)
            _sources.Clear();

        var (count, since, _) = _sources.GetValueOrDefault(source, (0, now, null));
        if (now - since > Window)
            (count, since) = (0, now);
        count++;
        _sources[source] = (count, since, count > Allowed ? now + Wait : null);
    }
}
