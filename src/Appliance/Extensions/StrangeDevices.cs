using System.Net;
using Appliance.Calls;
using Sip;

namespace Appliance.Extensions;

/// <summary>
/// Notices devices in the office that want to be phones of this box and are not: an unknown account, or a wrong password. Each is told
/// of at most once in a while, so that a device that tries all the time, or thousands of them, cost nothing. Owned by the signalling loop.
/// </summary>
internal sealed class StrangeDevices
{
    private const int Most = 64;
    private const int LongestName = 64;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(IPAddress Address, string Account), Instant> _told = [];

    /// <summary>What is to be told of a device that was turned away, or null: it was told of just now.</summary>
    /// <param name="account">The user name it gives itself.</param>
    /// <param name="device">What it calls itself.</param>
    /// <param name="from">Where it is.</param>
    /// <param name="hasWrongPassword">Its account is one of ours.</param>
    /// <param name="now">The present.</param>
    public GatewayReport.DeviceSeen? Note(string account, string? device, IPAddress from, bool hasWrongPassword, Instant now)
    {
        var key = (from, Short(account));
        if (_told.TryGetValue(key, out var at) && now - at < TellEvery)
            return null;
        if (_told.Count >= Most)
        {
            foreach (var old in _told.Where(entry => now - entry.Value >= TellEvery).Select(static entry => entry.Key).ToArray())
                _told.Remove(old);
            if (_told.Count >= Most)
                return null;
        }

        _told[key] = now;
        return new GatewayReport.DeviceSeen(key.Item2, Short(device ?? ""), from.ToString(), hasWrongPassword);
    }

    private static string Short(string text) => new([.. text.Where(static letter => !char.IsControl(letter)).Take(LongestName)]);
}
