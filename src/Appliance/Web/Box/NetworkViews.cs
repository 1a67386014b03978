using Appliance.FrontPanel;

namespace Appliance.Web.Box;

/// <summary>The office's network, and a new address on trial.</summary>
/// <param name="CanChange">False where the box may not set the computer's network itself.</param>
/// <param name="Card">What the system calls the interface.</param>
/// <param name="HasLink">The cable is in and the other end answers.</param>
/// <param name="LinkSpeed">In Mbit/s, or null when not known.</param>
/// <param name="HardwareAddress">The interface's own address.</param>
/// <param name="Address">The address, or null.</param>
/// <param name="PrefixLength">Bits of its network's part.</param>
/// <param name="Gateway">The way out, or null.</param>
/// <param name="NameServer">The first one asked, or null.</param>
/// <param name="Switch">The other end of the cable, or null.</param>
/// <param name="Set">How the box gets its address: what is set, or on trial.</param>
/// <param name="Trial">The address on trial, or null.</param>
/// <param name="LastTrial">How the last one ended, for an hour; or null.</param>
/// <param name="Calls">How many calls go on; they end when the address changes.</param>
public sealed record NetworkView(
    bool CanChange, string Card, bool HasLink, int? LinkSpeed, string HardwareAddress, string? Address, int PrefixLength, string? Gateway, string? NameServer,
    SwitchPort? Switch, AddressView Set, TrialView? Trial, TrialOverView? LastTrial, int Calls);

/// <summary>How a box gets its address.</summary>
/// <param name="Mode"><c>dhcp</c> or <c>fixed</c>; with DHCP the next four are null.</param>
/// <param name="Address">The fixed address.</param>
/// <param name="PrefixLength">Bits of its network's part.</param>
/// <param name="Gateway">The way out.</param>
/// <param name="NameServer">The name server.</param>
/// <param name="Vlan">The VLAN, or null: untagged.</param>
public sealed record AddressView(string Mode, string? Address, int? PrefixLength, string? Gateway, string? NameServer, int? Vlan)
{
    internal static AddressView Of(AddressWish wish) => new(
        wish.Fixed is null ? "dhcp" : "fixed", wish.Fixed?.Address.ToString(), wish.Fixed?.PrefixLength, wish.Fixed?.Gateway.ToString(), wish.Fixed?.NameServer.ToString(), wish.Vlan);
}

/// <summary>A new address on trial.</summary>
/// <param name="Number">To keep it or give it up.</param>
/// <param name="New">What is tried.</param>
/// <param name="Old">What comes back by itself.</param>
/// <param name="SecondsLeft">Until it comes back.</param>
/// <param name="IsInUse">The system has taken the new one.</param>
public sealed record TrialView(int Number, AddressView New, AddressView Old, int SecondsLeft, bool IsInUse);

/// <summary>A trial that is over.</summary>
/// <param name="Number">Which.</param>
/// <param name="New">What was tried.</param>
/// <param name="End"><c>kept</c>, <c>given-up</c>, <c>not-kept</c>, <c>not-taken</c> or <c>overtaken</c>.</param>
/// <param name="Why">The system's own words where it did not take the address.</param>
public sealed record TrialOverView(int Number, AddressView New, string End, string Why);

/// <summary>An address to try, by a program.</summary>
/// <param name="Mode"><c>dhcp</c> or <c>fixed</c>.</param>
/// <param name="Address">The fixed address.</param>
/// <param name="PrefixLength">8 to 30.</param>
/// <param name="Gateway">The way out.</param>
/// <param name="NameServer">The name server; null: the gateway.</param>
/// <param name="Vlan">1 to 4094; null: untagged.</param>
/// <param name="EndsCalls">True: calls going on may end by it.</param>
public sealed record AddressTryWish(string? Mode, string? Address, int? PrefixLength, string? Gateway, string? NameServer, int? Vlan, bool EndsCalls);

/// <summary>Which trial is meant.</summary>
public sealed record TrialKeepWish(int Number);
