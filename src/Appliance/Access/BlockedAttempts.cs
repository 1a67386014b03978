using System.Net;

namespace Appliance.Access;

/// <summary>Who was turned away, counted by address. Of more addresses than <see cref="Most"/> the one that was silent longest is forgotten. Any thread may call.</summary>
public sealed class BlockedAttempts
{
    /// <summary>Addresses that are kept.</summary>
    public const int Most = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, BlockedSource> _sources = [];

    /// <summary>The addresses, the latest first.</summary>
    public ValueList<BlockedSource> Sources
    {
        get
        {
            lock (_gate)
                return ValueList.Create<BlockedSource>([.. _sources.Values.OrderByDescending(source => source.Last).ThenBy(source => source.Address, StringComparer.Ordinal)]);
        }
    }

    /// <summary>Somebody was turned away.</summary>
    /// <param name="from">Address and port; ports of one address count together.</param>
    /// <param name="status">The SIP status.</param>
    /// <param name="why">As the log says it.</param>
    /// <param name="at">The time of day.</param>
    public void Add(string from, int status, string why, DateTimeOffset at)
    {
        var address = IPEndPoint.TryParse(from, out var end) ? (end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address).ToString() : from;
        lock (_gate)
        {
            if (_sources.TryGetValue(address, out var known))
            {
                _sources[address] = known with { Count = known.Count + 1, Last = at, Status = status, Why = why };
                return;
            }

            if (_sources.Count >= Most)
                _sources.Remove(_sources.Values.MinBy(source => source.Last)!.Address);
            _sources.Add(address, new(address, 1, at, at, status, why));
        }
    }
}

/// <summary>One address that was turned away.</summary>
/// <param name="Address">The address.</param>
/// <param name="Count">How often.</param>
/// <param name="First">The time of day of the first time.</param>
/// <param name="Last">The time of day of the last time.</param>
/// <param name="Status">The SIP status of the last time.</param>
/// <param name="Why">Why, the last time, as the log says it.</param>
public sealed record BlockedSource(string Address, long Count, DateTimeOffset First, DateTimeOffset Last, int Status, string Why);
