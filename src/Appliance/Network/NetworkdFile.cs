using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>A file for systemd-networkd.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Text">What stands in it.</param>
public sealed record NetworkdFile(string Name, string Text)
{
    // The system takes the first file in alphabetical order that fits a card.
    private const string Base = "10-landline";
    private const int LongestCardName = 15;

    /// <summary>Every name <see cref="Write"/> may use; those it does not use this time are to be deleted.</summary>
    public static readonly ImmutableArray<string> Names = [$"{Base}.netdev", $"{Base}.network", $"{Base}-vlan.network"];

    /// <summary>The files that make this wish true for this card, in the order to write them.</summary>
    public static ImmutableArray<NetworkdFile> Write(AddressWish wish, string card)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentException.ThrowIfNullOrEmpty(card);
        if (wish.Vlan is not { } vlan)
            return [new(Names[1], Heading + Match(card) + Address(wish.Fixed))];

        var child = ChildName(card, vlan);
        return
        [
            new(Names[0], $"{Heading}[NetDev]\nName={child}\nKind=vlan\n\n[VLAN]\nId={Number(vlan)}\n"),
            new(Names[1], $"{Heading}{Match(card)}[Network]\nVLAN={child}\nDHCP=no\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n"),
            new(Names[2], Heading + Match(child) + Address(wish.Fixed)),
        ];
    }

    /// <summary>The name of a VLAN's interface: <c>eth0.20</c>, or <c>vlan20</c> where that is too long for the system.</summary>
    public static string ChildName(string card, int vlan) =>
        $"{card}.{Number(vlan)}" is { Length: <= LongestCardName } name ? name : $"vlan{Number(vlan)}";

    private const string Heading = "# Written by Landline from [network.address] in its settings. Changes here are lost.\n";

    private static string Match(string card) => $"[Match]\nName={card}\n\n";

    private static string Address(FixedAddress? address)
    {
        var text = new StringBuilder("[Network]\n");
        if (address is null)
        {
            // The card's own address names the box to the DHCP server, so that the office can give it the same address for good.
            return text.Append("DHCP=ipv4\n\n[DHCPv4]\nClientIdentifier=mac\nUseHostname=no\n").ToString();
        }

        text.Append("DHCP=no\nGateway=").Append(address.Gateway).Append("\nDNS=").Append(address.NameServer).Append('\n');

        // RFC 5227: the system asks whether somebody else has the address before it uses it.
        return text.Append("\n[Address]\nAddress=").Append(address.Address).Append('/').Append(Number(address.PrefixLength)).Append("\nDuplicateAddressDetection=ipv4\n").ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
