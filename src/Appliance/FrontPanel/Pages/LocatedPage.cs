using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>This is the box somebody looks for. Turns from dark to lit every second: seen across a room, and far below three flashes a second.</summary>
internal static class LocatedPage
{
    public static void Draw(Sheet sheet)
    {
        var text = sheet.Say("panel.located");
        var width = BitmapFont.Large.Measure(text) * 2;
        if (width <= sheet.Width)
            sheet.WriteDouble((sheet.Width - width) / 2, (sheet.Height - 32) / 2, text, BitmapFont.Large);
        else
            sheet.WriteCentre((sheet.Height - 16) / 2, text, BitmapFont.Large);
        if (sheet.Now.Ticks / TimeSpan.TicksPerSecond % 2 == 0)
            sheet.Canvas.Invert(0, 0, sheet.Width, sheet.Height);
    }
}
