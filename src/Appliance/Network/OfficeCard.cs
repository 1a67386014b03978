using System.Net;
using System.Net.Sockets;
using Appliance.Configuration;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>Which of the computer's interfaces is the office's, and what is to be said of it.</summary>
public static class OfficeCard
{
    /// <summary>
    /// The office's interface: the one with an address the settings name first, then the VLAN that is set, then the one with the best
    /// way out, a physical one before software, one with an address before one without. Null: there is none.
    /// </summary>
    public static NetworkCard? Choose(NetworkReading reading, NetworkConfig settings)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(settings);
        return reading.Cards
            .OrderByDescending(card => card.Addresses.Any(one => settings.Listen.Contains(one.Address) && IsInside(one.Address, settings)))
            .ThenByDescending(card => settings.Address.Vlan is { } vlan && card.Vlan?.Id == vlan)
            .ThenByDescending(card => IsPhysical(card, reading) && RouteOf(card, reading) is not null)
            .ThenByDescending(card => RouteOf(card, reading) is not null)
            .ThenByDescending(card => IsPhysical(card, reading))
            .ThenBy(card => RouteOf(card, reading)?.Metric ?? long.MaxValue)
            .ThenByDescending(card => AddressOf(card, settings) is not null)
            .ThenByDescending(card => card.HasLink)
            .ThenBy(card => card.Name, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>The card the cable is in: the office's interface itself, or the one below its VLAN.</summary>
    public static NetworkCard? CableOf(NetworkCard? card, NetworkReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return card is { Vlan: { } vlan } ? reading.Cards.FirstOrDefault(below => below.Name == vlan.Card) ?? card : card;
    }

    /// <summary>What the panel shows of it.</summary>
    public static NetworkFact Describe(NetworkReading reading, NetworkConfig settings, bool canChange, SwitchPort? neighbour)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var card = Choose(reading, settings);
        var address = card is null ? null : AddressOf(card, settings);
        return new NetworkFact
        {
            HasLink = card?.HasLink ?? false,
            Address = address?.Address,
            PrefixLength = address?.PrefixLength ?? 0,
            Gateway = card is null ? null : RouteOf(card, reading)?.Gateway,
            NameServer = settings.NameServers.IsEmpty ? reading.NameServer : settings.NameServers[0],
            Card = card?.Name ?? "",
            LinkSpeed = CableOf(card, reading)?.Speed,
            HardwareAddress = CableOf(card, reading)?.HardwareAddress ?? "",
            Wish = settings.Address.Wish,
            CanChange = canChange,
            Switch = neighbour,
            PagePort = settings.WebPort,
        };
    }

    /// <summary>The address people reach the card by: IPv4 before IPv6, one given before one it gave itself.</summary>
    private static CardAddress? AddressOf(NetworkCard card, NetworkConfig settings) => card.Addresses
        .Where(one => !one.Address.IsIPv6LinkLocal)
        .OrderByDescending(one => settings.Listen.Contains(one.Address))
        .ThenByDescending(one => one.Address.AddressFamily is AddressFamily.InterNetwork)
        .ThenBy(one => NetworkFact.IsSelfGiven(one.Address))
        .ThenByDescending(one => IsInside(one.Address, settings))
        .FirstOrDefault();

    private static bool IsInside(IPAddress address, NetworkConfig settings) => settings.Inside.Any(network => network.Contains(address));

    private static bool IsPhysical(NetworkCard card, NetworkReading reading) => CableOf(card, reading)!.IsPhysical;

    private static DefaultRoute? RouteOf(NetworkCard card, NetworkReading reading) => reading.Routes.FirstOrDefault(route => route.Card == card.Name);
}
