namespace Appliance.Configuration;

/// <summary>Checks what the settings mean: ranges, names, numbers, and whether what is referred to exists. Finds every fault in one pass.</summary>
public static class ConfigValidator
{
    /// <summary>Checks settings that did not come from a file; the faults have no lines.</summary>
    public static ValueList<ConfigFault> Check(Config config, IReadOnlySet<string>? secrets = null)
    {
        var faults = new FaultList();
        Check(config, faults, secrets);
        return faults.InOrder();
    }

    internal static void Check(Config config, FaultList faults, IReadOnlySet<string>? secrets)
    {
        var names = new KnownNames(config, secrets);
        BoxCheck.Check(config, faults);
        PanelCheck.Check(config.Panel, faults);
        TrunkCheck.Check(config, faults, names);
        InsideCheck.Check(config, faults, names);
        DialPlanCheck.Check(config, faults, names);
        EmergencyCheck.Check(config, faults, names);
    }
}

/// <summary>What other settings may refer to.</summary>
internal sealed class KnownNames(Config config, IReadOnlySet<string>? secrets)
{
    public IReadOnlySet<string>? Secrets => secrets;

    public HashSet<string> Trunks { get; } = new(config.Trunks.Select(trunk => trunk.Id), StringComparer.Ordinal);

    public HashSet<string> Pbxs { get; } = new(config.Pbxs.Select(pbx => pbx.Id), StringComparer.Ordinal);

    public HashSet<string> Extensions { get; } = new(config.Extensions.Select(extension => extension.Id), StringComparer.Ordinal);

    /// <summary>Every number that a trunk says is ours.</summary>
    public HashSet<string> Owned { get; } = new(config.Trunks.SelectMany(trunk => trunk.Numbers), StringComparer.Ordinal);
}
