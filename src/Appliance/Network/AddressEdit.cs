using Appliance.Configuration;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>Writes how the box gets its address into the settings file, and leaves the rest of the text as its owner wrote it.</summary>
public static class AddressEdit
{
    private const string Section = "network.address";
    /// <summary>Said of a file whose address cannot be changed from here.</summary>
    internal const string NotFound = "The settings file writes [network.address] in a way that cannot be changed from here. Change it in the file.";

    /// <summary>Changes the settings to this wish, as the panel asks for it. The new settings are checked like any others.</summary>
    public static SettingsOutcome Apply(SettingsStore settings, AddressWish wish)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Edit(text => Change(text, wish), NotFound);
    }

    /// <summary>
    /// Back to DHCP and untagged, for somebody who stands at the box. Works with a faulty file too: the last good settings are then
    /// changed and written, and the faulty file is kept beside them.
    /// </summary>
    public static SettingsOutcome BackToDhcp(SettingsStore settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.EditLastGood(text => Change(text, AddressWish.Automatic), NotFound);
    }

    /// <summary>The text with this wish, or null when it cannot be written into it.</summary>
    public static string? Change(string text, AddressWish wish)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(wish);
        if (ConfigReader.Read(text).Config.Network.Address is { } now && now.Wish == wish && now.IsFixed == wish.Fixed is not null)
            return text;

        // One line cannot hold what may become five: address = { … } makes room for a section.
        var room = SettingsEditor.Remove(text, Section) ?? text;
        var changed = wish.Fixed is { } own
            ? Put(room, ("mode", new SettingValue.Text("fixed")), ("address", new SettingValue.Text($"{own.Address}/{own.PrefixLength}")), ("gateway", new SettingValue.Text(own.Gateway.ToString())), ("name-server", new SettingValue.Text(own.NameServer.ToString())))
            : Drop(Put(room, ("mode", new SettingValue.Text("dhcp"))), "address", "gateway", "name-server");
        changed = wish.Vlan is { } vlan ? Put(changed, ("vlan", new SettingValue.Whole(vlan))) : Drop(changed, "vlan");
        return changed is not null && ConfigReader.Read(changed).Config.Network.Address.Wish == wish ? changed : null;
    }

    private static string? Put(string? text, params ReadOnlySpan<(string Key, SettingValue Value)> entries)
    {
        foreach (var (key, value) in entries)
        {
            if (text is not null)
                text = SettingsEditor.Set(text, $"{Section}.{key}", value);
        }

        return text;
    }

    private static string? Drop(string? text, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (text is not null)
                text = SettingsEditor.Remove(text, $"{Section}.{key}") ?? text;
        }

        return text;
    }
}
