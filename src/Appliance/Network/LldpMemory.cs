using System.Collections.Immutable;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>
/// The neighbours heard on the cable, each until its time to live is over. There may be several where the switch passes them on or a
/// phone stands between: a switch comes before others, the first heard before later ones. Immutable.
/// </summary>
public sealed class LldpMemory
{
    /// <summary>Nobody has been heard.</summary>
    public static readonly LldpMemory Empty = new([]);

    private const int MostNeighbours = 8;

    private readonly ImmutableArray<(LldpFrame Said, TimeSpan Until)> _neighbours;

    private LldpMemory(ImmutableArray<(LldpFrame Said, TimeSpan Until)> neighbours) => _neighbours = neighbours;

    /// <summary>When the next neighbour is forgotten, or null.</summary>
    public TimeSpan? Deadline => _neighbours.IsEmpty ? null : _neighbours.Min(one => one.Until);

    /// <summary>After this was heard.</summary>
    public LldpMemory Hear(LldpFrame said, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(said);
        var kept = At(now)._neighbours;
        var known = -1;
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i].Said.Chassis == said.Chassis && kept[i].Said.Port == said.Port)
                known = i;
        }

        if (said.TimeToLive == TimeSpan.Zero)
            return known < 0 ? new(kept) : new(kept.RemoveAt(known));
        if (known >= 0)
            return new(kept.SetItem(known, (said, now + said.TimeToLive)));
        return new(kept.Length < MostNeighbours ? kept.Add((said, now + said.TimeToLive)) : kept);
    }

    /// <summary>Without those whose time is over.</summary>
    public LldpMemory At(TimeSpan now) => new(_neighbours.RemoveAll(one => one.Until <= now));

    /// <summary>The switch at the other end of the cable, or null.</summary>
    public SwitchPort? Switch => _neighbours.IsEmpty ? null : _neighbours.OrderByDescending(one => one.Said.IsBridge).First().Said.ToSwitchPort();
}
