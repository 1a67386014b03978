using System.Globalization;

namespace Appliance.Web.Calls;

/// <summary>A place where packets were lost, in the units of the drawing.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
/// <param name="Height">How much: 20 percent and more fill the drawing.</param>
public sealed record LossMark(string X, string Y, string Height);

/// <summary>How a call sounded, as lines: time from left to right, mean opinion score upward. A line has gaps where nothing was heard.</summary>
/// <param name="Caller">The calling side's lines, each as the points of a <c>polyline</c>.</param>
/// <param name="Called">The called side's.</param>
/// <param name="Losses">Where packets were lost, on either side.</param>
/// <param name="Seconds">How long.</param>
public sealed record VoiceDrawing(ValueList<string> Caller, ValueList<string> Called, ValueList<LossMark> Losses, double Seconds)
{
    /// <summary>Its width.</summary>
    public const int Width = 600;

    /// <summary>Its height.</summary>
    public const int Height = 150;

    /// <summary>Where the lines begin; before that are the scores.</summary>
    public const int Left = 30;

    /// <summary>The scores that have a line across: from good, poor and worst (ITU-T G.107 annex B).</summary>
    public static readonly ValueList<double> Marks = [4.0, 3.1, 1.0];

    private const double Best = 4.5;
    private const double Bottom = 130;
    private const double MostLoss = 20;

    // Less is heard by nobody.
    private const double LeastLoss = 0.5;

    /// <summary>The drawing of these voices.</summary>
    public static VoiceDrawing Of(CallVoices voices)
    {
        ArgumentNullException.ThrowIfNull(voices);
        var seconds = Math.Max(1, voices.Caller.Concat(voices.Called).Select(static point => point.Seconds).DefaultIfEmpty(1).Max());
        var losses = voices.Caller.Concat(voices.Called).Where(static point => point.LossPercent >= LeastLoss).Select(point => Mark(point, seconds)).Distinct();
        return new(Lines(voices.Caller, seconds), Lines(voices.Called, seconds), ValueList.Create<LossMark>([.. losses]), seconds);
    }

    /// <summary>How far from the top a score is.</summary>
    public static string HeightOf(double mos) => Text(Bottom * (Best - Math.Clamp(mos, 1, Best)) / (Best - 1));

    private static ValueList<string> Lines(ValueList<VoicePoint> points, double seconds)
    {
        var lines = new List<List<string>> { new() };
        foreach (var point in points)
        {
            if (point.Mos is { } mos)
                lines[^1].Add($"{XOf(point, seconds)},{HeightOf(mos)}");
            else if (lines[^1].Count > 0)
                lines.Add([]);
        }

        return ValueList.Create<string>([.. lines.Where(static line => line.Count > 0).Select(static line => string.Join(' ', line))]);
    }

    private static LossMark Mark(VoicePoint point, double seconds)
    {
        var height = Bottom * Math.Min(point.LossPercent, MostLoss) / MostLoss;
        return new(XOf(point, seconds), Text(Bottom - height), Text(height));
    }

    private static string XOf(VoicePoint point, double seconds) => Text(Left + (Width - Left - 2) * point.Seconds / seconds);

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
