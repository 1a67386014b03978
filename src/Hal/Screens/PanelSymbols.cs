namespace Hal.Screens;

/// <summary>The symbols that both fonts have, beside the letters.</summary>
public static class PanelSymbols
{
    /// <summary>Up.</summary>
    public const string Up = "↑";

    /// <summary>Down.</summary>
    public const string Down = "↓";

    /// <summary>Left.</summary>
    public const string Left = "←";

    /// <summary>Right.</summary>
    public const string Right = "→";

    /// <summary>Yes, done.</summary>
    public const string Check = "✓";

    /// <summary>No, failed.</summary>
    public const string Cross = "✗";

    /// <summary>A filled circle: lit, chosen, connected.</summary>
    public const string Filled = "●";

    /// <summary>An open circle: dark, not chosen.</summary>
    public const string Open = "○";

    /// <summary>Encrypted.</summary>
    public const string Lock = "🔒";

    /// <summary>A phone.</summary>
    public const string Phone = "☎";

    /// <summary>Ringing.</summary>
    public const string Bell = "🔔";

    /// <summary>Something is wrong.</summary>
    public const string Warning = "⚠";

    /// <summary>Going on.</summary>
    public const string Play = "▶";

    /// <summary>On hold.</summary>
    public const string Hold = "⏸";

    /// <summary>There is more above.</summary>
    public const string MoreAbove = "▲";

    /// <summary>There is more below.</summary>
    public const string MoreBelow = "▼";

    /// <summary>There is more.</summary>
    public const string Ellipsis = "…";

    /// <summary>Degrees.</summary>
    public const string Degree = "°";

    /// <summary>Stands between two facts.</summary>
    public const string Dot = "·";

    /// <summary>How many steps <see cref="Signal"/> has, none included.</summary>
    public const int SignalSteps = 5;

    /// <summary>Bars of a signal: 0 (none) to 4 (full). Unicode has no such row of symbols: these are of its private area.</summary>
    public static string Signal(int bars) => ((char)('\uE000' + Math.Clamp(bars, 0, SignalSteps - 1))).ToString();
}
