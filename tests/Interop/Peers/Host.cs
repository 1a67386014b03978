namespace Interop.Peers;

/// <summary>
/// A computer or a phone of the test bed: a network namespace with a cable to the office, to the world or to both. What runs
/// there has only its own addresses, so nothing reaches anything by accident.
/// </summary>
public sealed class Host
{
    private Host(string name) => Name = name;

    /// <summary>The name of its namespace.</summary>
    public string Name { get; }

    /// <summary>The interface toward the office.</summary>
    public const string OfficeWire = "office0";

    /// <summary>The interface toward the world.</summary>
    public const string WorldWire = "world0";

    /// <summary>Sets a host up.</summary>
    /// <param name="block">Whose addresses it has.</param>
    /// <param name="name">What the test calls it.</param>
    /// <param name="office">Its addresses in the office, none when it is not there.</param>
    /// <param name="world">Its addresses in the world, none when it is not there.</param>
    public static Host Create(AddressBlock block, string name, IReadOnlyList<string> office, IReadOnlyList<string> world)
    {
        var host = new Host($"{name}-{block.Number}");
        PrivateWorld.Ip("netns", "add", host.Name);
        PrivateWorld.Ip("-n", host.Name, "link", "set", "lo", "up");
        host.Connect(PrivateWorld.Office, OfficeWire, office);
        host.Connect(PrivateWorld.World, WorldWire, world);
        return host;
    }

    /// <summary>A desk with a phone or a PBX on it.</summary>
    public static Host Desk(AddressBlock block, string name, int number) => Create(block, name, [block.Office(number)], []);

    /// <summary>The command line that runs a program there.</summary>
    public string[] Command(params string[] words) => ["ip", "netns", "exec", Name, .. words];

    private void Connect(string bridge, string wire, IReadOnlyList<string> addresses)
    {
        if (addresses.Count == 0)
            return;
        var plug = PrivateWorld.NextPlug();
        PrivateWorld.Ip("link", "add", plug, "type", "veth", "peer", "name", wire, "netns", Name);
        PrivateWorld.Ip("link", "set", plug, "master", bridge, "up");
        foreach (var address in addresses)
            PrivateWorld.Ip("-n", Name, "address", "add", address + "/16", "dev", wire);
        PrivateWorld.Ip("-n", Name, "link", "set", wire, "up");
    }
}
