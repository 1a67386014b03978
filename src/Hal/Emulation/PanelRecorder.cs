using Hal.Lamps;

namespace Hal.Emulation;

/// <summary>
/// Turns a session at a panel into an animated PNG: every browser shows it, and a viewer that cannot shows its first picture. Time is told,
/// not waited for, so an hour is recorded in an instant.
/// </summary>
/// <param name="scale">Pixels of the PNG for a pixel of the glass, 1 to 16.</param>
public sealed class PanelRecorder(int scale = 3)
{
    /// <summary>The most pictures a recording has; later ones are left out.</summary>
    public const int MostPictures = 2000;

    private readonly List<(Picture Picture, TimeSpan For)> _pictures = [];
    private PanelSnapshot? _panel;
    private TimeSpan _at;

    /// <summary>The panel looks so from now on. Times never run backwards; what comes late counts as now.</summary>
    public void Record(PanelSnapshot panel, TimeSpan at)
    {
        ArgumentNullException.ThrowIfNull(panel);
        Pass(at);
        _panel = panel;
        _at = at > _at || _pictures.Count is 0 ? at : _at;
    }

    /// <summary>The recording until now, as an animated PNG; null when there is none.</summary>
    public byte[]? ToPng(TimeSpan end)
    {
        Pass(end);
        return _pictures.Count is 0 ? null : Png.WriteAnimated(_pictures, Math.Clamp(scale, 1, 16));
    }

    // Pictures of the time that has passed: one for every change of a lamp in it.
    private void Pass(TimeSpan until)
    {
        if (_panel is null)
            return;

        while (_at < until && _pictures.Count < MostPictures)
        {
            var next = NextChange(_panel, _at) is { } change && change < until ? change : until;
            _pictures.Add((PngPanel.Draw(_panel, _at), next - _at));
            _at = next;
        }
    }

    private static TimeSpan? NextChange(PanelSnapshot panel, TimeSpan now) =>
        panel.Has.Lamps.Select(lamp => panel[lamp]).Where(static state => state.Colour is not LampColour.Off).Min(state => state.Pattern.NextChange(now));
}
