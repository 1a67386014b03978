using System.Globalization;

namespace Appliance.FrontPanel.Pages;

/// <summary>Addresses as they are.</summary>
internal static class NetworkPage
{
    /// <summary>The same word in every language.</summary>
    public const string NameServer = "DNS";

    /// <summary>The same word in every language.</summary>
    public const string Vlan = "VLAN";

    public static void Draw(Sheet sheet)
    {
        var network = sheet.Facts.Network;
        var top = sheet.Title(sheet.Say("panel.network.title"), network switch
        {
            { Trial: not null } => sheet.Hint("panel.do.keep"),
            { CanChange: true } => sheet.Hint("panel.do.change"),
            _ => "",
        });
        var flow = new Flow(sheet);
        if (network.Trial is { } trial)
            flow.Sentence(sheet.Say("panel.network.trial", trial.SecondsLeft(sheet.Model.At).ToString(CultureInfo.InvariantCulture)));
        if (!network.HasLink)
            flow.Sentence(sheet.Say("panel.network.no-cable"));
        else if (network.Address is null)
            flow.Sentence(sheet.Say("panel.network.no-address"));
        if (network.Address is { } address)
            flow.Large($"{address}");
        flow.Pair(sheet.Say("panel.network.method"), sheet.Say(network.Wish.Fixed is null ? "panel.network.dhcp" : "panel.network.fixed"));
        if (network is { Address: not null, PrefixLength: > 0 and <= 32 })
            flow.Pair(sheet.Say("panel.network.mask"), AddressDraft.Dotted(AddressDraft.MaskOf(network.PrefixLength)));
        if (network.Gateway is { } gateway)
            flow.Pair(sheet.Say("panel.network.gateway"), $"{gateway}");
        if (network.NameServer is { } server)
            flow.Pair(NameServer, $"{server}");
        flow.Pair(Vlan, network.Wish.Vlan is { } vlan ? $"{vlan}" : "–");
        if (network.Switch is { } other)
        {
            flow.Pair(sheet.Say("panel.network.switch"), other.System);
            flow.Pair(sheet.Say("panel.network.port"), other.Port);
            if (other.VoiceVlan is { } voice)
                flow.Pair(sheet.Say("panel.network.voice-vlan"), $"{voice}");
        }

        flow.Draw(top);
    }
}
