using Sip.Media;
using Sip.Rtp;

namespace Appliance.Web.Calls;

/// <summary>How one side sounded during some seconds of a call.</summary>
/// <param name="Seconds">The end of these seconds, from the beginning of the call.</param>
/// <param name="Mos">Mean opinion score by the E-model (ITU-T G.107), 1 to 4.5; null when nothing arrived.</param>
/// <param name="LossPercent">Packets that did not arrive, 0 to 100.</param>
/// <param name="JitterMilliseconds">Interarrival jitter (RFC 3550).</param>
public sealed record VoicePoint(double Seconds, double? Mos, double LossPercent, double JitterMilliseconds);

/// <summary>
/// How one side of a call sounds as time goes on, from the engine's running totals. Bounded: of a long call neighbours are joined, and the
/// worse of the two stays, so that a bad moment is not averaged away.
/// </summary>
internal sealed class VoiceSeries
{
    /// <summary>The most points there are.</summary>
    public const int Most = 240;

    private readonly List<VoicePoint> _points = [];
    private PortCounters? _last;
    private int _joined = 1;
    private int _sinceJoined;

    /// <summary>The points, oldest first.</summary>
    public ValueList<VoicePoint> Points => ValueList.Create<VoicePoint>([.. _points]);

    /// <summary>Takes what has been counted by now; the same totals once more are nothing new.</summary>
    public void Add(TimeSpan sinceBegan, PortCounters counted)
    {
        if (ReferenceEquals(counted, _last))
            return;

        var point = PointOf(sinceBegan, counted);
        _last = counted;
        if (_sinceJoined++ % _joined is 0)
            _points.Add(point);
        else
            _points[^1] = Worse(_points[^1], point);
        if (_points.Count < Most)
            return;

        for (var i = 0; i < Most / 2; i++)
            _points[i] = Worse(_points[2 * i], _points[2 * i + 1]);
        _points.RemoveRange(Most / 2, _points.Count - Most / 2);
        (_joined, _sinceJoined) = (_joined * 2, 0);
    }

    private VoicePoint PointOf(TimeSpan sinceBegan, PortCounters counted)
    {
        // The totals begin anew with another port.
        var before = _last is { } last && last.PacketsReceived <= counted.PacketsReceived ? last : new PortCounters();
        var received = counted.PacketsReceived - before.PacketsReceived;
        // Late packets take back a loss, so that it can be below zero.
        var lost = Math.Max(0, counted.PacketsLost - before.PacketsLost);
        var loss = received + lost > 0 ? 100.0 * lost / (received + lost) : 0;
        // As EModel.Mos does for the whole call: half the round trip, and a jitter buffer.
        var delay = counted.RoundTrip / 2 + 2 * counted.Jitter + TimeSpan.FromMilliseconds(40);
        double? mos = received > 0 ? Math.Round(EModel.Mos(EModel.Rating(loss, 1, delay)), 2) : null;
        return new(Math.Round(sinceBegan.TotalSeconds, 1), mos, Math.Round(loss, 2), Math.Round(counted.Jitter.TotalMilliseconds, 1));
    }

    private static VoicePoint Worse(VoicePoint one, VoicePoint other) => new(
        other.Seconds,
        one.Mos is { } mine && other.Mos is { } its ? Math.Min(mine, its) : null,
        Math.Max(one.LossPercent, other.LossPercent),
        Math.Max(one.JitterMilliseconds, other.JitterMilliseconds));
}
