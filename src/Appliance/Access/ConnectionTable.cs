using System.Net;

namespace Appliance.Access;

/// <summary>
/// How many connections each client has open, so that one that opens them and says nothing leaves the page to everybody else. A browser
/// keeps at most six in the clear and one or two over TLS. Any thread may call.
/// </summary>
public sealed class ConnectionTable
{
    /// <summary>The most of one client: three browsers in the clear, and some.</summary>
    public const int Most = 20;

    /// <summary>The most of an address of this machine, where a tunnel or a proxy brings in many people by one address.</summary>
    public const int MostOfThisMachine = 80;

    /// <summary>The most of all clients together.</summary>
    public const int MostOfAll = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = [];

    /// <summary>A connection was opened. False: this client has too many, and it is to be closed.</summary>
    public bool TryOpen(IPAddress client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var name = ClientName.Of(client);
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(name);
            if (open >= (IPAddress.IsLoopback(client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client) ? MostOfThisMachine : Most))
                return false;
            _open[name] = open + 1;
            return true;
        }
    }

    /// <summary>One that was opened is closed.</summary>
    public void Close(IPAddress client)
    {
        var name = ClientName.Of(client);
        lock (_gate)
        {
            if (!_open.TryGetValue(name, out var open))
                return;
            if (open > 1)
                _open[name] = open - 1;
            else
                _open.Remove(name);
        }
    }
}
