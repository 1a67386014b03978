using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Health;
using Appliance.Network;
using Hal;

namespace Appliance.Hosting;

/// <summary>Gathers what the rules of health judge. What nobody has told of is taken to be well.</summary>
internal sealed class BoxEvidence(string dataFolder, SettingsStore settings, OfficeNetwork network, LiveState live, IWallClock clock)
{
    private static readonly TimeSpan AskDiskEvery = TimeSpan.FromSeconds(30);

    private readonly LastAddress _lastAddress = new(dataFolder);
    private (long Revision, ValueList<string> Numbers) _unreached = (-1, []);
    private (TimeSpan At, DiskEvidence? Disk)? _disk;

    /// <summary>Whether the voice engine runs.</summary>
    public volatile bool IsEngineUp = true;

    /// <summary>Whether the box has an owner.</summary>
    public volatile bool IsClaimed = true;

    /// <summary>Why what was asked for at the box cannot be written, or null.</summary>
    public volatile string? SetupTrouble;

    /// <summary>How the page's certificate is.</summary>
    public volatile CertificateEvidence Certificate = CertificateEvidence.Well;

    /// <summary>What of the front panel does not work.</summary>
    public volatile ValueList<PanelFault> PanelFaults = [];

    /// <summary>The evidence of this moment.</summary>
    public HealthEvidence Gather(TimeSpan now)
    {
        var (current, snapshot, office) = (settings.Current, live.Now, network.Now);
        var config = current.Config;
        string[] accounts = [.. config.Extensions.Select(extension => extension.Id), .. config.Pbxs.Where(pbx => pbx.Registers).Select(pbx => pbx.Id)];
        return new HealthEvidence
        {
            Network = office,
            AddressTrouble = network.Trouble,
            AddressBefore = _lastAddress.Note(office.Address, now),
            Lines = ValueList.Create<LineEvidence>([.. config.Trunks.Where(trunk => trunk.Enabled).Select(trunk => Line(trunk.Id, trunk.Name, snapshot))]),
            HasPhones = !config.Extensions.IsEmpty || !config.Pbxs.IsEmpty,
            Accounts = accounts.Length,
            Registered = accounts.Count(snapshot.Phones.ContainsKey),
            SettingsFaults = settings.Faults,
            Revision = current.Revision,
            SettingsTrouble = settings.Trouble,
            IsEngineUp = IsEngineUp,
            IsClockSet = clock.IsSet,
            Certificate = Certificate,
            Disk = Disk(now),
            IsClaimed = IsClaimed,
            SetupTrouble = SetupTrouble,
            UnreachedEmergency = Unreached(current),
            PanelFaults = PanelFaults,
        };
    }

    private static LineEvidence Line(string id, string name, LiveSnapshot snapshot) =>
        snapshot.Trunks.TryGetValue(id, out var trunk)
            ? new(name.Length > 0 ? name : id, trunk.Health, trunk.Why, trunk.HasSilentAddress)
            : new(name.Length > 0 ? name : id, TrunkHealth.Unknown);

    /// <summary>The dial plan is asked once for each revision.</summary>
    private ValueList<string> Unreached(SettingsSnapshot current)
    {
        if (_unreached.Revision != current.Revision)
            _unreached = (current.Revision, EmergencyReach.Unreached(current.Config));
        return _unreached.Numbers;
    }

    private DiskEvidence? Disk(TimeSpan now)
    {
        if (_disk is not { } asked || now - asked.At >= AskDiskEvery)
            _disk = (now, DiskOf(dataFolder));
        return _disk?.Disk;
    }

    private static DiskEvidence? DiskOf(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return new(drive.AvailableFreeSpace, drive.TotalSize, MountTable.IsReadOnly(File.ReadAllText("/proc/self/mounts"), folder));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
