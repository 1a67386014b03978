namespace Hal.Screens;

/// <summary>How many pixels a screen has.</summary>
public readonly record struct ScreenSize(int Width, int Height)
{
    /// <summary>128 by 64: the whole of every page fits.</summary>
    public static readonly ScreenSize Full = new(128, 64);

    /// <summary>128 by 32: half the lines, and no QR code.</summary>
    public static readonly ScreenSize Half = new(128, 32);
}
