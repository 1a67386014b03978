using System.Net;
using Appliance.Calls;
using Appliance.Health;
using Appliance.Setup;

namespace Appliance.FrontPanel;

/// <summary>All that the panel knows of the box at one moment. Immutable and comparable: equal facts draw equal pictures.</summary>
public sealed record PanelFacts
{
    /// <summary>A box that has only just started.</summary>
    public static readonly PanelFacts Starting = new();

    /// <summary>How far the start is.</summary>
    public BootProgress Boot { get; init; } = new(BootStep.Starting);

    /// <summary>What the office calls the box.</summary>
    public string Name { get; init; } = "Landline";

    /// <summary><c>en</c> or <c>zh-TW</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Which version runs.</summary>
    public string Version { get; init; } = "";

    /// <summary>Until when this version gets security updates, as a date; empty when not known.</summary>
    public string SupportedUntil { get; init; } = "";

    /// <summary>The time of day as <c>14:05</c>; null while the clock is not set.</summary>
    public string? Clock { get; init; }

    /// <summary>Set-up mode.</summary>
    public SetupView Setup { get; init; } = SetupView.Fresh;

    /// <summary>The ways out.</summary>
    public ValueList<LineFact> Lines { get; init; } = [];

    /// <summary>The phones and PBXs.</summary>
    public ValueList<PhoneFact> Phones { get; init; } = [];

    /// <summary>Calls going on, oldest first.</summary>
    public ValueList<CallFact> Calls { get; init; } = [];

    /// <summary>The emergency call to be told of: the newest going on, or the last one until somebody has acknowledged it.</summary>
    public EmergencyFact? Emergency { get; init; }

    /// <summary>The office's network.</summary>
    public NetworkFact Network { get; init; } = new();

    /// <summary>What is wrong, worst first.</summary>
    public ValueList<Problem> Problems { get; init; } = [];

    /// <summary>An update at work, or its outcome until it is seen; null: none.</summary>
    public UpdateFact? Update { get; init; }

    /// <summary>Somebody on the page wants to know which box this is.</summary>
    public bool IsLocated { get; init; }
}

/// <summary>How far the start is.</summary>
public sealed record BootProgress(BootStep Step);

/// <summary>The steps of a start, in order.</summary>
public enum BootStep
{
    /// <summary>The program runs.</summary>
    Starting,

    /// <summary>The settings are read.</summary>
    Settings,

    /// <summary>Waiting for an address.</summary>
    Network,

    /// <summary>The voice engine and the gateway come up.</summary>
    Gateway,

    /// <summary>Up.</summary>
    Ready,
}

/// <summary>A way out, as the screen shows it.</summary>
/// <param name="Name">What the office calls it.</param>
/// <param name="Health">How it is.</param>
/// <param name="IsDegraded">It works, but worse than it should: one edge of several is gone, or the voice is poor.</param>
/// <param name="Why">In words, when it is not well.</param>
/// <param name="Number">The number shown to called people, or empty.</param>
public sealed record LineFact(string Name, TrunkHealth Health, bool IsDegraded, string Why, string Number);

/// <summary>A phone, an adapter or a PBX.</summary>
/// <param name="Name">What the office calls it.</param>
/// <param name="Number">Its extension, or empty for a PBX.</param>
/// <param name="Contacts">How many devices are registered with it now.</param>
/// <param name="Device">What the device calls itself, or empty.</param>
public sealed record PhoneFact(string Name, string Number, int Contacts, string Device);

/// <summary>A call going on.</summary>
/// <param name="Id">Its name inside the box.</param>
/// <param name="IsOutward">True when somebody inside called.</param>
/// <param name="Inside">The extension or PBX, or empty while it rings at several.</param>
/// <param name="Number">The number outside; the screen shows its last three digits alone.</param>
/// <param name="Began">When it began, on the monotonic clock.</param>
/// <param name="Answered">When it was answered, or null.</param>
/// <param name="Codec">The codec toward the line, or empty.</param>
/// <param name="IsSecure">True when the leg toward the line is TLS with SRTP.</param>
/// <param name="MeanOpinion">The worse side's MOS by G.107, 1.0 to 4.5, or null when not known yet.</param>
public sealed record CallFact(string Id, bool IsOutward, string Inside, string Number, TimeSpan Began, TimeSpan? Answered, string Codec, bool IsSecure, double? MeanOpinion);

/// <summary>An emergency call (product.md 3.5: who, which number, since when; not dismissed for 60 seconds).</summary>
/// <param name="CallId">The call.</param>
/// <param name="Who">The extension or PBX that called.</param>
/// <param name="Number">The number called.</param>
/// <param name="Began">When, on the monotonic clock.</param>
/// <param name="Clock">The time of day it began, or null.</param>
/// <param name="IsGoingOn">True until it ends.</param>
public sealed record EmergencyFact(string CallId, string Who, string Number, TimeSpan Began, string? Clock, bool IsGoingOn);

/// <summary>The office's network as the box sees it.</summary>
public sealed record NetworkFact
{
    /// <summary>The cable is in and the other end answers.</summary>
    public bool HasLink { get; init; }

    /// <summary>Our address for the office, or null.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Bits of the network's part of <see cref="Address"/>.</summary>
    public int PrefixLength { get; init; }

    /// <summary>The way out, or null.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The first name server, or null.</summary>
    public IPAddress? NameServer { get; init; }

    /// <summary>The card's own address, as <c>b8:27:eb:00:00:01</c>.</summary>
    public string HardwareAddress { get; init; } = "";

    /// <summary>What the system calls the interface, as <c>eth0</c>; empty when there is none.</summary>
    public string Card { get; init; } = "";

    /// <summary>How fast the cable is, in Mbit/s, or null when the system does not tell.</summary>
    public int? LinkSpeed { get; init; }

    /// <summary>The new address that is on trial, or null.</summary>
    public AddressTrial? Trial { get; init; }

    /// <summary>What is set, or on trial: how the box gets its address, and its VLAN.</summary>
    public AddressWish Wish { get; init; } = AddressWish.Automatic;

    /// <summary>False where the box may not set the computer's network itself (a PC): the screen shows, but does not offer to change.</summary>
    public bool CanChange { get; init; }

    /// <summary>The switch and port at the other end of the cable as LLDP tells, or null.</summary>
    public SwitchPort? Switch { get; init; }

    /// <summary>The TCP port of the page.</summary>
    public int PagePort { get; init; } = 80;

    /// <summary>True for 169.254.0.0/16 (RFC 3927): the computer gave it to itself because nobody else did.</summary>
    public static bool IsSelfGiven(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.GetAddressBytes() is [169, 254, _, _];
    }
}

/// <summary>How the box gets its address: by DHCP, or fixed; and its VLAN.</summary>
/// <param name="Fixed">The fixed address, or null: DHCP.</param>
/// <param name="Vlan">1 to 4094, or null: untagged.</param>
public sealed record AddressWish(FixedAddress? Fixed, int? Vlan)
{
    /// <summary>DHCP, untagged.</summary>
    public static readonly AddressWish Automatic = new(null, null);
}

/// <summary>A fixed IPv4 address with what belongs to it.</summary>
public sealed record FixedAddress(IPAddress Address, int PrefixLength, IPAddress Gateway, IPAddress NameServer);

/// <summary>The other end of the cable (IEEE 802.1AB).</summary>
/// <param name="System">The switch's name.</param>
/// <param name="Port">The port's name.</param>
/// <param name="Vlan">The port's untagged VLAN, or null.</param>
/// <param name="VoiceVlan">The VLAN it wants phones in (LLDP-MED), or null.</param>
public sealed record SwitchPort(string System, string Port, int? Vlan, int? VoiceVlan);

/// <summary>An update.</summary>
/// <param name="Step">What it does.</param>
/// <param name="Version">To which version.</param>
/// <param name="Percent">How far, 0 to 100.</param>
/// <param name="Why">Why it was rolled back; else empty.</param>
public sealed record UpdateFact(UpdateStep Step, string Version, int Percent, string Why);

/// <summary>What an update does.</summary>
public enum UpdateStep
{
    /// <summary>One is there and waits to be begun.</summary>
    Available,

    /// <summary>It waits for the calls to end.</summary>
    WaitingForCalls,

    /// <summary>It is being written: do not unplug.</summary>
    Installing,

    /// <summary>The box starts anew with it.</summary>
    Restarting,

    /// <summary>It did not work; the version before runs again.</summary>
    RolledBack,
}
