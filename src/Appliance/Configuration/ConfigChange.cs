using Appliance.Extensions;
using Appliance.Trunks;

namespace Appliance.Configuration;

/// <summary>One difference between two revisions of the settings, for those who apply it while calls go on.</summary>
public abstract record ConfigChange
{
    private ConfigChange()
    {
    }

    /// <summary>A trunk was added (<paramref name="Before"/> is null), removed (<paramref name="After"/> is null) or changed.</summary>
    public sealed record Trunk(string Id, TrunkConfig? Before, TrunkConfig? After) : ConfigChange;

    /// <summary>An extension was added, removed or changed.</summary>
    public sealed record Extension(string Id, ExtensionConfig? Before, ExtensionConfig? After) : ConfigChange;

    /// <summary>A PBX was added, removed or changed.</summary>
    public sealed record Pbx(string Id, PbxConfig? Before, PbxConfig? After) : ConfigChange;

    /// <summary>The order of the trunks is another one; it decides when no rule does.</summary>
    public sealed record TrunkOrder : ConfigChange;

    /// <summary><c>[office]</c> changed.</summary>
    public sealed record Office(OfficeConfig Before, OfficeConfig After) : ConfigChange;

    /// <summary><c>[network]</c> changed: sockets may have to be opened anew.</summary>
    public sealed record Network(NetworkConfig Before, NetworkConfig After) : ConfigChange;

    /// <summary><c>[network.address]</c> changed.</summary>
    public sealed record Address(AddressConfig Before, AddressConfig After) : ConfigChange;

    /// <summary><c>[web.certificate]</c> changed.</summary>
    public sealed record PageCertificate(PageCertificateConfig Before, PageCertificateConfig After) : ConfigChange;

    /// <summary><c>[media]</c> changed; ports in use stay until their calls end.</summary>
    public sealed record Media(MediaConfig Before, MediaConfig After) : ConfigChange;

    /// <summary><c>[calls]</c> changed.</summary>
    public sealed record Limits(CallLimits Before, CallLimits After) : ConfigChange;

    /// <summary><c>[records]</c> changed.</summary>
    public sealed record Records(RecordsConfig Before, RecordsConfig After) : ConfigChange;

    /// <summary><c>[panel]</c> changed.</summary>
    public sealed record Panel(PanelConfig Before, PanelConfig After) : ConfigChange;

    /// <summary><c>[dial-plan]</c> changed.</summary>
    public sealed record DialPlan : ConfigChange;

    /// <summary>The rules for calls in changed.</summary>
    public sealed record Inbound : ConfigChange;

    /// <summary>A secret was kept, replaced or forgotten.</summary>
    public sealed record SecretReplaced(string Name) : ConfigChange;

    /// <summary>All differences between two settings; none when they say the same.</summary>
    public static ValueList<ConfigChange> Between(Config before, Config after)
    {
        List<ConfigChange> changes = [];
        if (before.Office != after.Office)
            changes.Add(new Office(before.Office, after.Office));
        if (before.Network with { Address = after.Network.Address } != after.Network)
            changes.Add(new Network(before.Network, after.Network));
        if (before.Network.Address != after.Network.Address)
            changes.Add(new Address(before.Network.Address, after.Network.Address));
        if (before.PageCertificate != after.PageCertificate)
            changes.Add(new PageCertificate(before.PageCertificate, after.PageCertificate));
        if (before.Media != after.Media)
            changes.Add(new Media(before.Media, after.Media));
        if (before.Calls != after.Calls)
            changes.Add(new Limits(before.Calls, after.Calls));
        if (before.Records != after.Records)
            changes.Add(new Records(before.Records, after.Records));
        if (before.Panel != after.Panel)
            changes.Add(new Panel(before.Panel, after.Panel));
        if (before.DialPlan != after.DialPlan)
            changes.Add(new DialPlan());
        if (before.Inbound != after.Inbound)
            changes.Add(new Inbound());

        Compare(before.Trunks, after.Trunks, trunk => trunk.Id, (id, old, now) => changes.Add(new Trunk(id, old, now)));
        Compare(before.Extensions, after.Extensions, extension => extension.Id, (id, old, now) => changes.Add(new Extension(id, old, now)));
        Compare(before.Pbxs, after.Pbxs, pbx => pbx.Id, (id, old, now) => changes.Add(new Pbx(id, old, now)));

        var kept = after.Trunks.Select(trunk => trunk.Id).ToHashSet(StringComparer.Ordinal);
        var known = before.Trunks.Select(trunk => trunk.Id).ToHashSet(StringComparer.Ordinal);
        if (!before.Trunks.Select(trunk => trunk.Id).Where(kept.Contains).SequenceEqual(after.Trunks.Select(trunk => trunk.Id).Where(known.Contains)))
            changes.Add(new TrunkOrder());

        return ValueList.Create<ConfigChange>([.. changes]);
    }

    private static void Compare<T>(ValueList<T> before, ValueList<T> after, Func<T, string> id, Action<string, T?, T?> differ)
        where T : class, IEquatable<T>
    {
        var was = before.ToDictionary(id, StringComparer.Ordinal);
        var becomes = after.ToDictionary(id, StringComparer.Ordinal);
        foreach (var (name, old) in was)
        {
            var now = becomes.GetValueOrDefault(name);
            if (!old.Equals(now))
                differ(name, old, now);
        }

        foreach (var (name, now) in becomes)
        {
            if (!was.ContainsKey(name))
                differ(name, null, now);
        }
    }
}
