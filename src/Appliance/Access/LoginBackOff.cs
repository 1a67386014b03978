using System.Net;

namespace Appliance.Access;

/// <summary>
/// How often a passphrase may be tried: each address waits longer with each wrong try, and strangers together keep to a pace, so that
/// many addresses guess no faster than a few. An address that has logged in before is no stranger, and neither is a browser that has,
/// wherever it is; such a browser waits for its own wrong tries alone: nobody can lock the owner out by guessing (product.md 6, row 2).
/// Every table is bounded. Not safe for several threads; times are monotonic.
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

    private readonly Dictionary<string, Tries> _clients = [];
    private readonly Dictionary<string, TimeSpan> _known = [];
    private int _strangers;
    private TimeSpan _drainedAt;

    /// <summary>
    /// Asks for a try. Zero: it may be made, and counts as wrong until <see cref="Succeeded"/> or <see cref="Withdrawn"/>, so that tries
    /// made at the same time count too. Otherwise how long to wait.
    /// </summary>
    /// <param name="client">The address.</param>
    /// <param name="browser">The browser, when it is one that has logged in before; null: any.</param>
    /// <param name="now">The time.</param>
    public TimeSpan Try(IPAddress client, string? browser, TimeSpan now)
    {
        var name = NameOf(client, browser);
        Drain(now);
        var before = _clients.GetValueOrDefault(name);
        if (before.Failures > 0 && now - before.Last >= Forgotten)
            before = default;
        var wait = before.Last + DelayAfter(before.Failures) - now;
        if (before.Failures > 0 && wait > TimeSpan.Zero)
            return wait;

        var isStranger = IsStranger(client, browser);
        if (isStranger && _strangers >= StrangersFree)
            return _drainedAt + StrangersPace - now;
        if (isStranger)
            _strangers++;
        if (!_clients.ContainsKey(name) && _clients.Count >= MostClients)
            _clients.Remove(_clients.MinBy(static one => one.Value.Last).Key);
        _clients[name] = new(before.Failures + 1, now, before.Last);
        return TimeSpan.Zero;
    }

    /// <summary>The try was right.</summary>
    public void Succeeded(IPAddress client, string? browser, TimeSpan now)
    {
        _clients.Remove(NameOf(client, browser));
        if (IsStranger(client, browser) && _strangers > 0)
            _strangers--;
        Know(client, now);
    }

    /// <summary>The try was never looked at: it is as if it had not been made.</summary>
    public void Withdrawn(IPAddress client, string? browser)
    {
        var name = NameOf(client, browser);
        if (!_clients.TryGetValue(name, out var tries))
            return;
        if (tries.Failures > 1)
            _clients[name] = new(tries.Failures - 1, tries.Before, tries.Before);
        else
            _clients.Remove(name);
        if (IsStranger(client, browser) && _strangers > 0)
            _strangers--;
    }

    /// <summary>Somebody has logged in from this address, now or before a restart.</summary>
    public void Know(IPAddress client, TimeSpan now)
    {
        var name = ClientName.Of(client);
        if (!_known.ContainsKey(name) && _known.Count >= MostKnown)
            _known.Remove(_known.MinBy(static known => known.Value).Key);
        _known[name] = now;
    }

    /// <summary>Another owner, another beginning.</summary>
    public void Clear()
    {
        _clients.Clear();
        _known.Clear();
        _strangers = 0;
    }

    private bool IsStranger(IPAddress client, string? browser) => browser is null && !_known.ContainsKey(ClientName.Of(client));

    private static string NameOf(IPAddress client, string? browser) => browser is null ? ClientName.Of(client) : $"browser {browser}";

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

    /// <summary>The tries of one: how many were wrong, when the last was, and the one before it.</summary>
    private readonly record struct Tries(int Failures, TimeSpan Last, TimeSpan Before);
}
