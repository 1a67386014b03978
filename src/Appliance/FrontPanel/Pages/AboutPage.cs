using Appliance.Texts;
using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>Version, until when it is looked after, addresses, and the language.</summary>
internal static class AboutPage
{
    public static void Draw(Sheet sheet)
    {
        var facts = sheet.Facts;
        new Flow(sheet)
            .Pair(sheet.Say("panel.about.version"), Or(facts.Version))
            .Pair(sheet.Say("panel.about.supported"), Or(facts.SupportedUntil))
            .Pair(sheet.Say("panel.network.address"), Or(facts.Network.Address?.ToString() ?? ""))
            .Pair("MAC", Or(facts.Network.HardwareAddress))
            .Pair(sheet.Say("panel.about.name"), Or(facts.Name))
            .Draw(sheet.Title(sheet.Say("panel.about.title"), sheet.Hint("panel.do.language")));
    }

    /// <summary>Draws the choice of a language, each written in itself.</summary>
    public static void DrawLanguages(Sheet sheet, int marked)
    {
        var flow = new Flow(sheet);
        for (var i = 0; i < PanelLanguages.Entries; i++)
            flow.Entry(PanelLanguages.Of(i) is { } language ? Sentences.Say("panel.language", language) : sheet.Say("panel.address.cancel"), BitmapFont.Large, "", i == marked);
        flow.Draw(sheet.IsTall ? 8 : 0);
    }

    private static string Or(string text) => text is "" ? "–" : text;
}
