using FsCheck.Xunit;
using Sip.Rtp;

namespace Sip.Tests.Rtp;

public sealed class RtpStatisticsTests
{
    private static void See(RtpStatistics statistics, int sequence, double at, uint? timestamp = null, uint ssrc = 1, bool isEvent = false) =>
        statistics.See(
            RtpSamples.Parse(RtpSamples.Packet(sequence: (ushort)sequence, timestamp: timestamp ?? (uint)sequence * 160, ssrc: ssrc)),
            8000, isEvent, RtpSamples.After(at));

    [Fact]
    public void Losses_duplicates_and_late_packets_of_a_stream_made_by_hand_are_counted()
    {
        var statistics = new RtpStatistics();
        foreach (var sequence in (ReadOnlySpan<int>)[65_533, 65_534, 65_536, 65_535, 65_536, 65_540, 65_541])
            See(statistics, sequence, 0);

        Assert.Equal(7, statistics.Packets);
        Assert.Equal(2, statistics.Lost);
        Assert.Equal(1, statistics.Duplicates);
        Assert.Equal(1, statistics.Late);
        Assert.Equal(100.0 * 3 / 9, statistics.LossPercent, 6);
        Assert.Equal(65_541u, statistics.ExtendedHighest);
        Assert.Equal(7 * 160, statistics.Octets);
    }

    [Fact]
    public void The_share_lost_is_told_for_each_report_anew()
    {
        var statistics = new RtpStatistics();
        for (var i = 0; i < 100; i += 2)
            See(statistics, i, i * 20);

        Assert.Equal(49 * 256 / 99, statistics.TakeFractionLost());
        for (var i = 99; i < 200; i++)
            See(statistics, i, i * 20);

        Assert.Equal(0, statistics.TakeFractionLost());
        Assert.Equal(49, statistics.Lost);
    }

    [Fact]
    public void A_jump_counts_as_a_new_beginning_once_a_second_packet_confirms_it()
    {
        var statistics = new RtpStatistics();
        See(statistics, 1, 0);
        See(statistics, 2, 20);
        See(statistics, 40_000, 40);
        Assert.Equal(2, statistics.Packets);
        See(statistics, 3, 60);
        See(statistics, 50_000, 80);
        See(statistics, 50_001, 100);

        Assert.Equal(4, statistics.Packets);
        Assert.Equal(0, statistics.Lost);
        Assert.Equal(1, statistics.Restarts);
    }

    [Fact]
    public void A_new_source_adds_to_the_totals()
    {
        var statistics = new RtpStatistics();
        See(statistics, 1, 0);
        See(statistics, 3, 20);
        See(statistics, 60_000, 40, ssrc: 2);
        See(statistics, 60_001, 60, ssrc: 2);

        Assert.Equal(4, statistics.Packets);
        Assert.Equal(1, statistics.Lost);
        Assert.Equal(2u, statistics.Ssrc);
        Assert.Equal(20, statistics.LossPercent, 6);
    }

    [Fact]
    public void An_even_stream_has_no_jitter_and_an_uneven_one_the_jitter_of_RFC_3550()
    {
        var even = new RtpStatistics();
        var uneven = new RtpStatistics();
        var expected = 0.0;
        for (var i = 0; i < 200; i++)
        {
            See(even, i, 20 * i);
            See(uneven, i, 20 * i + i % 2 * 10);
            if (i > 0)
                expected += (80 - expected) / 16;
        }

        Assert.Equal(0, even.Jitter.TotalMilliseconds, 3);
        Assert.Equal(expected / 8, uneven.Jitter.TotalMilliseconds, 3);
        Assert.Equal((uint)expected, uneven.JitterUnits);
        Assert.Equal(uneven.Jitter, uneven.PeakJitter);
    }

    [Fact]
    public void Jitter_survives_the_wrap_of_the_timestamp_and_ignores_digits_and_leaps()
    {
        var statistics = new RtpStatistics();
        for (var i = 0; i < 10; i++)
            See(statistics, i, 20 * i, timestamp: unchecked(0xFFFF_FE00 + (uint)i * 160));
        for (var i = 10; i < 20; i++)
            See(statistics, i, 20 * i, timestamp: 1, isEvent: true);
        for (var i = 20; i < 30; i++)
            See(statistics, i, 20 * i, timestamp: 900_000_000 + (uint)i * 160);

        Assert.Equal(0, statistics.Jitter.TotalMilliseconds, 3);
    }

    [Fact]
    public void Scattered_losses_are_no_burst_and_close_ones_are()
    {
        var scattered = default(BurstGap);
        var burst = default(BurstGap);
        for (var i = 0; i < 1000; i++)
        {
            Count(ref scattered, isLost: i % 50 == 49);
            Count(ref burst, isLost: i is >= 500 and < 520 && i % 5 < 3);
        }

        Assert.Equal(0, scattered.Bursts);
        Assert.Equal(0.02, scattered.GapDensity, 3);
        Assert.Equal(1, scattered.BurstRatio, 3);
        Assert.Equal(1, burst.Bursts);
        Assert.Equal(12, burst.Losses);
        Assert.Equal(12.0 / 18, burst.BurstDensity, 3);
        Assert.Equal(0, burst.GapDensity, 3);
        Assert.InRange(burst.BurstRatio, 2.9, 3);
    }

    [Fact]
    public void The_rating_is_that_of_the_e_model()
    {
        Assert.Equal(93.2, EModel.Rating(0, 1, TimeSpan.Zero), 6);
        Assert.Equal(4.41, EModel.Mos(93.2), 2);
        Assert.Equal(93.2 - 0.024 * 100, EModel.Rating(0, 1, TimeSpan.FromMilliseconds(100)), 6);
        Assert.Equal(93.2 - 0.024 * 300 - 0.11 * (300 - 177.3), EModel.Rating(0, 1, TimeSpan.FromMilliseconds(300)), 6);
        Assert.Equal(93.2 - 95 * 5 / (5 + 25.1), EModel.Rating(5, 1, TimeSpan.Zero), 6);
        Assert.Equal(93.2 - 95 * 5 / (2.5 + 25.1), EModel.Rating(5, 2, TimeSpan.Zero), 6);
        Assert.Equal(93.2 - 95 * 5 / (5 + 4.3), EModel.Rating(5, 1, TimeSpan.Zero, isConcealed: false), 6);
        Assert.Equal(1, EModel.Mos(EModel.Rating(100, 1, TimeSpan.FromSeconds(2))));
        Assert.Equal(3.6, EModel.Mos(70), 1);
    }

    [Fact]
    public void A_good_stream_scores_well_and_a_lossy_one_badly()
    {
        var good = new RtpStatistics();
        var bad = new RtpStatistics();
        for (var i = 0; i < 500; i++)
        {
            See(good, i, 20 * i);
            if (i % 5 != 1)
                See(bad, i, 20 * i);
        }

        Assert.InRange(EModel.Mos(good, TimeSpan.FromMilliseconds(60)), 4.3, 4.5);
        Assert.InRange(EModel.Mos(bad, TimeSpan.FromMilliseconds(60)), 1.5, 2.9);
    }

    [Property(MaxTest = 300)]
    public bool Whatever_arrives_the_counts_stay_sane(ushort[] sequences)
    {
        var statistics = new RtpStatistics();
        for (var i = 0; i < sequences.Length; i++)
            See(statistics, sequences[i], i);

        return statistics.Packets <= sequences.Length && statistics.LossPercent is >= 0 and <= 100
            && statistics.Duplicates + statistics.Late <= statistics.Packets && EModel.Mos(statistics, default) is >= 1 and <= 4.5;
    }

    [Fact]
    public void Counting_a_packet_allocates_nothing()
    {
        var statistics = new RtpStatistics();
        var packet = RtpSamples.Packet();

        Assert.Equal(0, RtpSamples.Allocated(() =>
        {
            for (ushort i = 0; i < 1000; i++)
            {
                RtpHeader.Write(packet, 0, i, i * 160u, 1, marker: false);
                statistics.See(RtpSamples.Parse(packet), 8000, isEvent: false, RtpSamples.Start);
            }
        }));
    }

    private static void Count(ref BurstGap losses, bool isLost)
    {
        if (isLost)
            losses.Missed();
        else
            losses.Arrived();
    }
}
