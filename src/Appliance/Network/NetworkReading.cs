using System.Net;

namespace Appliance.Network;

/// <summary>The computer's network at one moment, as the system tells it.</summary>
/// <param name="Cards">Every interface but the loopback.</param>
/// <param name="Routes">The ways out (IPv4).</param>
/// <param name="NameServer">The first one the system asks, or null.</param>
public sealed record NetworkReading(ValueList<NetworkCard> Cards, ValueList<DefaultRoute> Routes, IPAddress? NameServer)
{
    /// <summary>Nothing is known.</summary>
    public static readonly NetworkReading Nothing = new([], [], null);
}

/// <summary>An interface.</summary>
/// <param name="Name">As the system calls it: <c>eth0</c>.</param>
/// <param name="Index">The system's number for it.</param>
/// <param name="IsPhysical">True when a device is behind it, and not software alone.</param>
/// <param name="HasLink">It is switched on and the other end of the cable answers.</param>
/// <param name="HardwareAddress">As <c>b8:27:eb:00:00:01</c>; empty when it has none.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Vlan">For a VLAN on another card: which, and on which card.</param>
/// <param name="Speed">In Mbit/s, or null when the system does not tell.</param>
public sealed record NetworkCard(string Name, int Index, bool IsPhysical, bool HasLink, string HardwareAddress, ValueList<CardAddress> Addresses, VlanOn? Vlan = null, int? Speed = null);

/// <summary>An address of a card and the bits of its network.</summary>
public sealed record CardAddress(IPAddress Address, int PrefixLength);

/// <summary>A VLAN (1 to 4094) on a card.</summary>
public sealed record VlanOn(int Id, string Card);

/// <summary>A way out: the card, the next hop, and its metric (less is better).</summary>
public sealed record DefaultRoute(string Card, IPAddress Gateway, long Metric);
