using System.Globalization;

namespace Interop.Peers;

/// <summary>
/// The addresses of one test bed: the world in 198.18.n.0/24 and the office in 198.19.n.0/24 (the range of RFC 2544, which
/// belongs to test beds). Every bed takes the next n, so no two ever share an address.
/// </summary>
public sealed class AddressBlock
{
    private static int _taken;

    private readonly int _n = Interlocked.Increment(ref _taken);

    /// <summary>The number of the block, from 1.</summary>
    public int Number => _n;

    /// <summary>The edge's addresses.</summary>
    public IReadOnlyList<string> Edges => [World(1), World(2), World(3)];

    /// <summary>Where the trunk's voice comes from: never the address of its signalling.</summary>
    public string EdgeMedia => World(10);

    /// <summary>The inner side of the trunk's media relay.</summary>
    public string GatewayMedia => World(11);

    /// <summary>The control socket of the trunk's media relay.</summary>
    public string MediaControl => World(12);

    /// <summary>The far end behind the edge.</summary>
    public string Gateway => World(20);

    /// <summary>The name server of the world.</summary>
    public string NameServer => World(53);

    /// <summary>The box, seen from the world.</summary>
    public string BoxOutside => World(100);

    /// <summary>The box, seen from the office.</summary>
    public string BoxInside => Office(1);

    /// <summary>A host in the world.</summary>
    public string World(int host) => string.Create(CultureInfo.InvariantCulture, $"198.18.{_n}.{host}");

    /// <summary>A host in the office.</summary>
    public string Office(int host) => string.Create(CultureInfo.InvariantCulture, $"198.19.{_n}.{host}");
}
