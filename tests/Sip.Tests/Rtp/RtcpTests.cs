using System.Text;
using FsCheck.Xunit;
using Sip.Rtp;
using Sip.Tests.Support;

namespace Sip.Tests.Rtp;

public sealed class RtcpTests
{
    private const uint Ours = 0x1111;
    private const uint Peers = 0x2222;

    private static RtpStatistics Received(int packets, int every = 1)
    {
        var statistics = new RtpStatistics();
        for (var i = 0; i < packets; i += every)
            statistics.See(RtpSamples.Parse(RtpSamples.Packet(sequence: (ushort)i, timestamp: (uint)i * 160, ssrc: Peers)), 8000, isEvent: false, RtpSamples.After(20 * i));

        return statistics;
    }

    private static RtcpReader Open(ReadOnlySpan<byte> compound)
    {
        Assert.True(RtcpReader.TryOpen(compound, out var reader));
        return reader;
    }

    [Fact]
    public void A_leg_that_sent_reports_as_sender_with_what_it_hears_and_a_name()
    {
        var session = new RtcpSession(new SeededTokens(), RtpSamples.Start);
        for (var i = 0; i < 50; i++)
            session.CountSent(Ours, 5000 + (uint)i * 160, 8000, 160, RtpSamples.After(20 * i));
        var buffer = new byte[RtcpSession.MaximumLength];

        var length = session.Write(buffer, Ours, Received(100, every: 2), RtpSamples.After(2000));

        var reader = Open(buffer.AsSpan(0, length));
        Assert.True(reader.Read());
        Assert.Equal(RtcpType.SenderReport, reader.Type);
        Assert.Equal(Ours, reader.Ssrc);
        Assert.Equal(50u, reader.SenderPackets);
        Assert.Equal(8000u, reader.SenderOctets);
        Assert.Equal(5000u + 49 * 160 + 1020 * 8, reader.RtpTimestamp);
        Assert.Equal(1003u, (uint)(reader.NtpTimestamp >> 32));
        var block = reader.Block(0);
        Assert.Equal(Peers, block.Ssrc);
        Assert.Equal(49, block.CumulativeLost);
        Assert.Equal(49 * 256 / 99, block.FractionLost);
        Assert.Equal(98u, block.ExtendedHighest);
        Assert.Equal(0u, block.LastReport);
        Assert.True(reader.Read());
        Assert.Equal(RtcpType.SourceDescription, reader.Type);
        Assert.Equal(24, reader.CanonicalName.Length);
        Assert.False(reader.Read());
    }

    [Fact]
    public void A_leg_that_sent_nothing_new_reports_as_receiver()
    {
        var session = new RtcpSession(new SeededTokens(), RtpSamples.Start);
        var buffer = new byte[RtcpSession.MaximumLength];

        var empty = Open(buffer.AsSpan(0, session.Write(buffer, Ours, new RtpStatistics(), RtpSamples.Start)));
        Assert.True(empty.Read());
        Assert.Equal((RtcpType.ReceiverReport, 0), (empty.Type, empty.BlockCount));

        session.CountSent(Ours, 0, 8000, 160, RtpSamples.Start);
        session.Write(buffer, Ours, new RtpStatistics(), RtpSamples.After(5000));
        var quiet = Open(buffer.AsSpan(0, session.Write(buffer, Ours, Received(3), RtpSamples.After(10_000))));
        Assert.True(quiet.Read());
        Assert.Equal((RtcpType.ReceiverReport, 1), (quiet.Type, quiet.BlockCount));
    }

    [Fact]
    public void Pitfall_42_names_are_random_and_tell_nothing()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var tokens = new SeededTokens();
        for (var i = 0; i < 20; i++)
        {
            var buffer = new byte[RtcpSession.MaximumLength];
            var reader = Open(buffer.AsSpan(0, new RtcpSession(tokens, default).Write(buffer, Ours, new(), default)));
            reader.Read();
            reader.Read();
            var name = Encoding.ASCII.GetString(reader.CanonicalName);
            Assert.Matches("^[0-9a-f]{24}$", name);
            Assert.True(names.Add(name));
        }
    }

    [Fact]
    public void Leaving_is_said_in_a_compound_with_a_report_and_a_name()
    {
        var session = new RtcpSession(new SeededTokens(), RtpSamples.Start);
        session.CountSent(Ours, 0, 8000, 160, RtpSamples.Start);
        var peer = new RtcpSession(new SeededTokens(2), RtpSamples.Start);
        var buffer = new byte[RtcpSession.MaximumLength];
        var compound = buffer.AsSpan(0, session.WriteGoodbye(buffer, Ours, Received(10), RtpSamples.Start));

        var types = new List<RtcpType>();
        var reader = Open(compound);
        while (reader.Read())
            types.Add(reader.Type);

        Assert.Equal([RtcpType.SenderReport, RtcpType.SourceDescription, RtcpType.Goodbye], types);
        Assert.Equal(Ours, reader.Ssrc);
        Assert.True(peer.TryRead(compound, RtpSamples.Start));
        Assert.True(peer.HasPeerLeft);
    }

    [Fact]
    public void Two_sessions_tell_each_other_loss_jitter_and_the_round_trip()
    {
        var ours = new RtcpSession(new SeededTokens(1), RtpSamples.Start);
        var theirs = new RtcpSession(new SeededTokens(2), RtpSamples.Start);
        var buffer = new byte[RtcpSession.MaximumLength];
        ours.CountSent(Peers, 0, 8000, 160, RtpSamples.Start);

        // Forty milliseconds there, two seconds of thinking, sixty back.
        var length = ours.Write(buffer, Peers, new(), RtpSamples.After(1000));
        Assert.True(theirs.TryRead(buffer.AsSpan(0, length), RtpSamples.After(1040)));
        length = theirs.Write(buffer, Ours, Received(100, every: 4), RtpSamples.After(3040));
        Assert.True(ours.TryRead(buffer.AsSpan(0, length), RtpSamples.After(3100)));

        Assert.Equal(100, ours.RoundTrip.TotalMilliseconds, 0.2);
        Assert.Equal(75, ours.LossPercentAtPeer, 1.0);
        Assert.Equal(1, ours.ReportsReceived);
        Assert.Equal(1, ours.ReportsSent);
    }

    [Fact]
    public void A_report_about_somebody_else_or_with_an_impossible_trip_changes_nothing()
    {
        var ours = new RtcpSession(new SeededTokens(1), RtpSamples.Start);
        ours.CountSent(Ours, 0, 8000, 160, RtpSamples.Start);

        Assert.True(ours.TryRead(Report(new(0x9999, 128, 1, 1, 1, 1, 1)), RtpSamples.After(10)));
        Assert.Equal(0, ours.LossPercentAtPeer);
        Assert.True(ours.TryRead(Report(new(Ours, 128, -5, 1, 80, 0xDEAD_BEEF, 1)), RtpSamples.After(10)));
        Assert.Equal(50, ours.LossPercentAtPeer);
        Assert.Equal(10, ours.JitterAtPeer.TotalMilliseconds, 3);
        Assert.Equal(TimeSpan.Zero, ours.RoundTrip);
    }

    [Fact]
    public void A_block_keeps_a_negative_loss()
    {
        var block = new RtcpReportBlock(1, 2, -3, 4, 5, 6, 7);

        var reader = Open(Report(block));

        Assert.True(reader.Read());
        Assert.Equal(block, reader.Block(0));
    }

    [Fact]
    public void Reports_fall_due_about_every_five_seconds_and_not_in_step()
    {
        var session = new RtcpSession(new SeededTokens(), RtpSamples.Start);
        Assert.InRange(session.Deadline - RtpSamples.Start, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3.1));
        var buffer = new byte[RtcpSession.MaximumLength];
        var waits = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var now = session.Deadline;
            session.Write(buffer, Ours, new(), now);
            waits.Add((session.Deadline - now).TotalSeconds);
        }

        Assert.InRange(waits.Min(), 2.05, 2.4);
        Assert.InRange(waits.Max(), 5.8, 6.16);
        Assert.InRange(waits.Average(), 3.8, 4.5);
    }

    [Fact]
    public void A_compound_that_does_not_add_up_is_refused_whole()
    {
        var whole = Report(new(Ours, 1, 1, 1, 1, 1, 1));
        Assert.True(RtcpReader.TryOpen(whole, out _));

        for (var length = 0; length < whole.Length; length++)
            Assert.False(RtcpReader.TryOpen(whole.AsSpan(0, length), out _), $"{length} bytes");

        Assert.False(RtcpReader.TryOpen([.. whole, 0], out _));
        Assert.False(RtcpReader.TryOpen([0x80, 202, 0, 1, 0, 0, 0, 1], out _));
        Assert.False(RtcpReader.TryOpen([0x82, 201, 0, 1, 0, 0, 0, 1], out _));
        Assert.False(RtcpReader.TryOpen([0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9], out _));
        Assert.True(RtcpReader.TryOpen([0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4], out _));
        Assert.False(RtcpReader.TryOpen([0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4, .. whole], out _));
    }

    [Property(MaxTest = 2000)]
    public bool Noise_never_throws(byte[] noise)
    {
        if (noise.Length > 1)
        {
            noise[0] = (byte)(noise[0] & 0x3F | 0x80);
            noise[1] = (byte)(200 + noise[1] % 5);
        }

        if (noise.Length > 3)
            (noise[2], noise[3]) = (0, (byte)(noise[3] % 16));

        var session = new RtcpSession(new SeededTokens(), default);
        session.CountSent(0, 0, 8000, 1, default);
        session.TryRead(noise, RtpSamples.Start);
        return true;
    }

    [Fact]
    public void Reading_and_writing_reports_allocate_nothing()
    {
        var session = new RtcpSession(new SeededTokens(), RtpSamples.Start);
        var received = Received(10);
        var buffer = new byte[RtcpSession.MaximumLength];

        Assert.Equal(0, RtpSamples.Allocated(() =>
        {
            session.CountSent(Ours, 1, 8000, 160, RtpSamples.Start);
            session.TryRead(buffer.AsSpan(0, session.Write(buffer, Ours, received, RtpSamples.Start)), RtpSamples.Start);
        }));
    }

    private static byte[] Report(RtcpReportBlock block)
    {
        var content = new byte[RtcpReportBlock.Length];
        block.Write(content);
        return [0x81, 201, 0, 7, 0, 0, 0, 1, .. content];
    }
}
