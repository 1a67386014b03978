namespace Appliance.Certificates;

/// <summary>What is known of the attempts to get a certificate.</summary>
/// <param name="Failures">How many failed one after the other.</param>
/// <param name="FailedAt">When the last one failed.</param>
/// <param name="RetryAfter">The authority's own wish to be left alone for so long; null: none.</param>
internal sealed record AcmeTries(int Failures, DateTimeOffset FailedAt, TimeSpan? RetryAfter)
{
    /// <summary>None has failed.</summary>
    public static readonly AcmeTries None = new(0, default, null);

    /// <summary>One more failed.</summary>
    public AcmeTries Failed(DateTimeOffset now, TimeSpan? retryAfter) => new(Failures + 1, now, retryAfter);
}

/// <summary>When a certificate is asked for.</summary>
internal static class AcmeSchedule
{
    // Let's Encrypt bears five proofs that fail an hour (letsencrypt.org/docs/rate-limits); this is four in the first two hours.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestWish = TimeSpan.FromDays(7);

    /// <summary>When the next attempt is due.</summary>
    /// <param name="held">The certificate that was got for this name, from when until when; null: none.</param>
    /// <param name="tries">What has failed since.</param>
    public static DateTimeOffset Next((DateTimeOffset From, DateTimeOffset Until)? held, AcmeTries tries)
    {
        // RFC 8555 names no time; two thirds of the life is what authorities advise, and serves lives of days as well as of months.
        var due = held is var (from, until) ? from + ((until - from) / 3 * 2) : DateTimeOffset.MinValue;
        if (tries.Failures is 0)
            return due;
        var again = tries.FailedAt + PauseAfter(tries);
        return again > due ? again : due;
    }

    private static TimeSpan PauseAfter(AcmeTries tries)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(tries.Failures, 10) - 1);
        if (pause > LongestPause)
            pause = LongestPause;
        var wished = tries.RetryAfter ?? TimeSpan.Zero;
        if (wished > LongestWish)
            wished = LongestWish;
        return wished > pause ? wished : pause;
    }
}
