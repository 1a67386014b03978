using System.Collections.Immutable;
using Appliance.Calls;

namespace Appliance.Hosting;

/// <summary>A device in the office that wants to be a phone of this box and is not.</summary>
/// <param name="Account">The user name it gives itself; may be empty.</param>
/// <param name="Device">What it calls itself; may be empty.</param>
/// <param name="Address">Where it is.</param>
/// <param name="HasWrongPassword">Its account is one of ours.</param>
/// <param name="Seen">When it was seen last, on the monotonic clock.</param>
public sealed record LiveDevice(string Account, string Device, string Address, bool HasWrongPassword, TimeSpan Seen)
{
    // More than an office unpacks in a day.
    private const int Most = 20;

    // A device tries one account, or a few while somebody sets it up; one that makes them up would fill the list.
    private const int MostOfOneAddress = 3;

    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(15);

    // As long as somebody needs to type a password in.
    private static readonly TimeSpan AdoptionTime = TimeSpan.FromMinutes(10);

    /// <summary>How often it was told of.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The number of the phone it was made; null: it was not.</summary>
    public string? Adopted { get; init; }

    /// <summary>When, on the monotonic clock.</summary>
    public TimeSpan AdoptedAt { get; init; }

    /// <summary>
    /// The devices known after one was seen, those known longest first. Where there are too many the one that goes is one not seen for
    /// long, else one seen least often, else the latest: whoever makes devices up pushes out none that is there.
    /// </summary>
    internal static ImmutableList<LiveDevice> With(ImmutableList<LiveDevice> known, GatewayReport.DeviceSeen seen, TimeSpan now)
    {
        var at = known.FindIndex(device => device.Account == seen.Account && device.Address == seen.Address);
        if (at >= 0)
            return known.SetItem(at, known[at].Again(seen, now));

        var all = known.Add(new(seen.Account, seen.Device, seen.Address, seen.HasWrongPassword, now));
        if (all.Count(device => device.Address == seen.Address) > MostOfOneAddress)
            return all.Remove(Weakest(all.Where(device => device.Address == seen.Address), now));
        return all.Count > Most ? all.Remove(Weakest(all, now)) : all;
    }

    private static LiveDevice Weakest(IEnumerable<LiveDevice> devices, TimeSpan now) => devices
        .Reverse()
        .OrderBy(static device => device.Adopted is not null)
        .ThenByDescending(device => now - device.Seen > StaleAfter)
        .ThenBy(static device => device.Times)
        .First();

    private LiveDevice Again(GatewayReport.DeviceSeen seen, TimeSpan now)
    {
        var again = this with { Device = seen.Device, HasWrongPassword = seen.HasWrongPassword, Seen = now, Times = Times + 1 };
        // One that goes on with a wrong password was not told the right one.
        return Adopted is not null && seen.HasWrongPassword && now - AdoptedAt > AdoptionTime ? again with { Adopted = null } : again;
    }
}
