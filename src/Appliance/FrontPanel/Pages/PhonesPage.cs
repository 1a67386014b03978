namespace Appliance.FrontPanel.Pages;

/// <summary>The phones and PBXs, and which of them are there.</summary>
internal static class PhonesPage
{
    public static void Draw(Sheet sheet)
    {
        var phones = sheet.Facts.Phones;
        var there = phones.Count(static phone => phone.Contacts > 0);
        var top = sheet.Title(sheet.Say("panel.phones.title"), phones.IsEmpty ? "" : $"{there}/{phones.Count}");
        var flow = new Flow(sheet);
        if (phones.IsEmpty)
            flow.Sentence(sheet.Say("panel.phones.none"));
        foreach (var phone in phones)
            flow.Marked($"{phone.Number} {phone.Name}".Trim(), phone.Contacts > 0 ? Icon.Tick : Icon.Dash);
        flow.Draw(top);
    }
}
