using Appliance.Calls;

namespace Appliance.FrontPanel.Pages;

/// <summary>The ways out: how each one is, and why when it is not well.</summary>
internal static class LinePage
{
    public static void Draw(Sheet sheet)
    {
        var top = sheet.Title(sheet.Say("panel.line.title"));
        var flow = new Flow(sheet);
        if (sheet.Facts.Lines.IsEmpty)
            flow.Sentence(sheet.Say("panel.line.none"));
        foreach (var line in sheet.Facts.Lines)
        {
            var (icon, state) = State(line);
            flow.Part().Marked(line.Name, icon);
            flow.Pair(sheet.Say(state), line.Number);
            if (line.Why is not "" && (line.Health is not TrunkHealth.Up || line.IsDegraded))
                flow.Sentence(line.Why);
        }

        flow.Draw(top);
    }

    private static (Icon Icon, string State) State(LineFact line) => line switch
    {
        { Health: TrunkHealth.Down } => (Icon.Cross, "panel.line.down"),
        { Health: TrunkHealth.Unknown } => (Icon.Dots, "panel.line.checking"),
        { IsDegraded: true } => (Icon.Warning, "panel.line.degraded"),
        _ => (Icon.Tick, "panel.line.up"),
    };
}
