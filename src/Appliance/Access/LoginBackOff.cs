using System.Net;
using System.Net.Sockets;

namespace Appliance.Access;

/// <summary>
/// How often a passphrase may be tried: each address waits longer with each wrong try, and strangers together keep to a pace, so that
/// many addresses guess no faster than a few. An address that has logged in before is no stranger: nobody can lock the owner out by
/// guessing (product.md 6, row 2). Every table is bounded. Not safe for several threads; times are monotonic.
/// </summary>
public sealed class LoginBackOff
{
    /// <summary>Wrong tries an address has before it waits.</summary>
    public const int Free = 3;

    /// <summary>Wrong tries that strangers have together before they keep to the pace.</summary>
    public const int StrangersFree = 50;

    /// <summary>How many addresses are remembered of those that failed.</summary>
    public const int MostClients = 1024;

    /// <summary>How many addresses are remembered of those that logged in.</summary>
    public const int MostKnown = 64;

    /// <summary>The longest an address waits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The strangers' pace: one try in this time. 2,880 a day against the 2^48 of a suggested passphrase.</summary>
    public static readonly TimeSpan StrangersPace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (int Failures, TimeSpan Last)> _clients = [];
    private readonly Dictionary<string, TimeSpan> _known = [];
    private int _strangers;
    private TimeSpan _drainedAt;

    /// <summary>
    /// Asks for a try. Zero: it may be made, and counts as wrong until <see cref="Succeeded"/>, so that tries made at the same time
    /// count too. Otherwise how long to wait.
    /// </summary>
    public TimeSpan Try(IPAddress client, TimeSpan now)
    {
        var name = NameOf(client);
        Drain(now);
        var (failures, last) = _clients.GetValueOrDefault(name);
        if (failures > 0 && now - last >= Forgotten)
            failures = 0;
        var wait = last + DelayAfter(failures) - now;
        if (failures > 0 && wait > TimeSpan.Zero)
            return wait;

        var isStranger = !_known.ContainsKey(name);
        if (isStranger && _strangers >= StrangersFree)
            return _drainedAt + StrangersPace - now;
        if (isStranger)
            _strangers++;
        if (!_clients.ContainsKey(name) && _clients.Count >= MostClients)
            _clients.Remove(_clients.MinBy(client => client.Value.Last).Key);
        _clients[name] = (failures + 1, now);
        return TimeSpan.Zero;
    }

    /// <summary>The try was right.</summary>
    public void Succeeded(IPAddress client, TimeSpan now)
    {
        var name = NameOf(client);
        _clients.Remove(name);
        if (!_known.ContainsKey(name) && _strangers > 0)
            _strangers--;
        if (!_known.ContainsKey(name) && _known.Count >= MostKnown)
            _known.Remove(_known.MinBy(known => known.Value).Key);
        _known[name] = now;
    }

    /// <summary>Another owner, another beginning.</summary>
    public void Clear()
    {
        _clients.Clear();
        _known.Clear();
        _strangers = 0;
    }

    private static TimeSpan DelayAfter(int failures) =>
        failures < Free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures - Free, 16)), Longest.TotalSeconds));

    private void Drain(TimeSpan now)
    {
        if (_strangers == 0)
        {
            _drainedAt = now;
            return;
        }

        var drained = (int)Math.Min((now - _drainedAt) / StrangersPace, _strangers);
        _strangers -= drained;
        _drainedAt += drained * StrangersPace;
    }

    /// <summary>One household is one client: an IPv6 address counts by its network of 64 bits, all of which is one machine's to choose from.</summary>
    private static string NameOf(IPAddress client)
    {
        var plain = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        return plain.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }
}
