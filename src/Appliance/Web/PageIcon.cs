using Appliance.FrontPanel;
using Hal.Emulation;
using Hal.Screens;

namespace Appliance.Web;

/// <summary>The picture of a page in a browser's tab: the handset of the panel's own pages.</summary>
internal static class PageIcon
{
    private const int Side = 24;

    /// <summary>As PNG.</summary>
    public static byte[] Png { get; } = Draw();

    private static byte[] Draw()
    {
        var icon = Icon.Handset;
        var canvas = new Canvas(new ScreenSize(Side, Side));
        for (var row = 0; row < icon.Height; row++)
            for (var column = 0; column < icon.Width; column++)
                if (icon[column, row])
                    canvas.Set(column + ((Side - icon.Width) / 2), row + ((Side - icon.Height) / 2));
        return PngFrame.Write(canvas.ToFrame(), scale: 2);
    }
}
