namespace Sip.Rtp;

/// <summary>
/// What G.711 sounds like after a network: ITU-T G.107 with its default values for all that a gateway cannot measure (room, handset, echo).
/// </summary>
public static class EModel
{
    // R0 - Is with all defaults of G.107.
    private const double Best = 93.2;

    // G.113 appendix I: G.711 has Ie 0; Bpl is its robustness to random loss with the concealment of G.711 appendix I, and without.
    private const double RobustnessConcealed = 25.1;
    private const double RobustnessBare = 4.3;

    /// <summary>The transmission rating R, 0 to 93.2.</summary>
    /// <param name="lossPercent">Packets lost, 0 to 100.</param>
    /// <param name="burstRatio">BurstR: 1 for random loss, more for bursts.</param>
    /// <param name="oneWayDelay">From mouth to ear: network, packet length and jitter buffer.</param>
    /// <param name="isConcealed">True when the receiver hides losses, as nearly all do.</param>
    public static double Rating(double lossPercent, double burstRatio, TimeSpan oneWayDelay, bool isConcealed = true)
    {
        var loss = Math.Clamp(lossPercent, 0, 100);
        var robustness = isConcealed ? RobustnessConcealed : RobustnessBare;
        var equipment = 95 * loss / (loss / Math.Max(burstRatio, 1) + robustness);

        // The straight lines that G.107's delay curves are commonly replaced by.
        var milliseconds = Math.Max(oneWayDelay.TotalMilliseconds, 0);
        var delay = 0.024 * milliseconds + 0.11 * Math.Max(milliseconds - 177.3, 0);
        return Math.Clamp(Best - equipment - delay, 0, Best);
    }

    /// <summary>The mean opinion score of a rating, 1 to 4.5 (G.107 annex B).</summary>
    public static double Mos(double rating) => rating switch
    {
        <= 0 => 1,
        >= 100 => 4.5,
        _ => Math.Max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6),
    };

    /// <summary>The mean opinion score of a received stream.</summary>
    /// <param name="received">What has been counted of the stream.</param>
    /// <param name="roundTrip">The round trip to the peer; zero when unknown.</param>
    public static double Mos(RtpStatistics received, TimeSpan roundTrip)
    {
        ArgumentNullException.ThrowIfNull(received);

        // A jitter buffer of twice the jitter, and at least two packets of 20 ms: one being filled, one being played.
        var buffer = 2 * received.Jitter + TimeSpan.FromMilliseconds(40);
        return Mos(Rating(received.LossPercent, received.Losses.BurstRatio, roundTrip / 2 + buffer));
    }
}
