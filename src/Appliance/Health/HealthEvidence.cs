using System.Net;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Hal;

namespace Appliance.Health;

/// <summary>What was seen of the box at one moment; <see cref="ProblemList"/> says what of it is wrong. What is left out is well.</summary>
public sealed record HealthEvidence
{
    /// <summary>The office's network.</summary>
    public NetworkFact Network { get; init; } = new() { HasLink = true, Address = IPAddress.Loopback };

    /// <summary>The address the box had until lately, when it was another; else null.</summary>
    public IPAddress? AddressBefore { get; init; }

    /// <summary>Why the computer does not take the address in the settings, or null.</summary>
    public string? AddressTrouble { get; init; }

    /// <summary>The lines that are switched on.</summary>
    public ValueList<LineEvidence> Lines { get; init; } = [];

    /// <summary>True when there is an extension or a PBX in the settings.</summary>
    public bool HasPhones { get; init; } = true;

    /// <summary>Extensions, and PBXs that register, in the settings.</summary>
    public int Accounts { get; init; }

    /// <summary>Accounts with which a phone is registered now.</summary>
    public int Registered { get; init; }

    /// <summary>What is wrong with the settings file.</summary>
    public ValueList<ConfigFault> SettingsFaults { get; init; } = [];

    /// <summary>The settings that run; 0: none have been right yet.</summary>
    public long Revision { get; init; }

    /// <summary>Why settings could not be kept, or null.</summary>
    public string? SettingsTrouble { get; init; }

    /// <summary>The voice engine runs.</summary>
    public bool IsEngineUp { get; init; } = true;

    /// <summary>The page's certificate.</summary>
    public CertificateEvidence Certificate { get; init; } = CertificateEvidence.Well;

    /// <summary>The time of day is known.</summary>
    public bool IsClockSet { get; init; } = true;

    /// <summary>The card or disk of the data folder, or null when it cannot be asked.</summary>
    public DiskEvidence? Disk { get; init; }

    /// <summary>The box has an owner.</summary>
    public bool IsClaimed { get; init; } = true;

    /// <summary>Why what was asked for at the box (a new password, erasing) cannot be written, or null.</summary>
    public string? SetupTrouble { get; init; }

    /// <summary>Emergency numbers of the country that no line reaches and nobody has acknowledged.</summary>
    public ValueList<string> UnreachedEmergency { get; init; } = [];

    /// <summary>What of the front panel does not work.</summary>
    public ValueList<PanelFault> PanelFaults { get; init; } = [];
}

/// <summary>A line as it is now.</summary>
/// <param name="Name">What the office calls it.</param>
/// <param name="Health">How it is.</param>
/// <param name="Why">In words, when it is down.</param>
/// <param name="HasSilentAddress">It works, and one of its several addresses does not answer.</param>
public sealed record LineEvidence(string Name, TrunkHealth Health, string Why = "", bool HasSilentAddress = false);

/// <summary>The page's certificate as it is now.</summary>
/// <param name="IsOut">One was uploaded or got and cannot be used any more.</param>
/// <param name="Left">How long the one that was uploaded or got is still good; null: there is none.</param>
/// <param name="IsRenewed">The box renews it by itself; some are good for days only, and that is well.</param>
/// <param name="IsRefused">The last attempt to renew it failed.</param>
public sealed record CertificateEvidence(bool IsOut, TimeSpan? Left, bool IsRenewed, bool IsRefused)
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly CertificateEvidence Well = new(false, null, false, false);
}

/// <summary>The room on the card or disk.</summary>
/// <param name="Free">Bytes we may still write.</param>
/// <param name="Total">Bytes in all.</param>
/// <param name="IsReadOnly">Nothing can be written.</param>
public sealed record DiskEvidence(long Free, long Total, bool IsReadOnly);
