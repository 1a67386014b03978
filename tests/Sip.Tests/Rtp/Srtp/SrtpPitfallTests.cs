using Sip.Rtp.Srtp;
using Sip.Tests.Support;

namespace Sip.Tests.Rtp.Srtp;

public sealed class SrtpPitfallTests
{
    [Fact]
    public void Pitfall_35_the_rollover_counter_survives_hold_and_refresh_through_70_000_packets()
    {
        using var pair = new SrtpPair();
        var buffer = new byte[200];
        ushort sequence = 65_530;
        var opened = 0;
        for (var i = 0; i < 70_000; i++)
        {
            Sip.Rtp.RtpHeader.Write(buffer, 0, sequence++, (uint)i * 160, 0xAAAA, marker: false);
            Assert.Equal(SrtpVerdict.Done, pair.Sender.Protect(buffer, 32, out var length));

            // A hold: what is sent in the meantime never arrives. A refresh keeps the same context because the keys are the same.
            if (i is > 20_000 and < 50_000)
                continue;

            if (pair.Receiver.Unprotect(buffer.AsSpan(0, length), out _) is SrtpVerdict.Done)
                opened++;
        }

        Assert.Equal(70_000 - 29_999, opened);
    }

    [Fact]
    public void Pitfall_36_a_new_ssrc_begins_with_rollover_counter_0_beside_the_old_one()
    {
        using var pair = new SrtpPair();
        Assert.Equal(SrtpVerdict.Done, pair.Open(pair.Seal(65_535)));
        Assert.Equal(SrtpVerdict.Done, pair.Open(pair.Seal(0)));

        Assert.Equal(SrtpVerdict.Done, pair.Open(pair.Seal(7, ssrc: 0xBBBB)));
        using var fresh = SrtpContext.ForReceiving(pair.Keys);
        var packet = pair.Seal(8, ssrc: 0xBBBB);
        Assert.Equal(SrtpVerdict.Done, fresh.Unprotect(packet.ToArray(), out _));
        Assert.Equal(SrtpVerdict.Done, pair.Open(packet));
        Assert.Equal(SrtpVerdict.Done, pair.Open(pair.Seal(1)));
    }

    [Fact]
    public void Pitfall_37_forged_packets_with_high_sequences_do_not_kill_the_stream()
    {
        using var pair = new SrtpPair();
        var chance = new SeededTokens();
        for (ushort i = 1; i < 50; i++)
        {
            Assert.Equal(SrtpVerdict.Done, pair.Open(pair.Seal(i)));
            for (var forged = 0; forged < 4; forged++)
            {
                var packet = RtpSamples.Packet(sequence: (ushort)chance.Next(65_536), payloadLength: 170);
                Assert.NotEqual(SrtpVerdict.Done, pair.Open(packet));
            }

            // Nor do forged sources push the real one out.
            for (var forged = 0; forged < 2 * SrtpContext.StreamLimit; forged++)
                Assert.Equal(SrtpVerdict.NotAuthentic, pair.Open(RtpSamples.Packet(ssrc: (uint)forged, payloadLength: 170)));

            var report = SrtpPair.Report();
            Assert.Equal(SrtpVerdict.NotAuthentic, pair.Receiver.UnprotectRtcp([.. report, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[10]], out _));
            Assert.Equal(SrtpVerdict.Done, pair.Receiver.UnprotectRtcp(pair.SealRtcp(report), out _));
        }
    }

    [Fact]
    public void Pitfall_42_a_goodbye_is_not_readable()
    {
        using var pair = new SrtpPair();
        byte[] report = [.. SrtpPair.Report(), 0x81, 203, 0, 1, 0, 0, 0xAA, 0xAA];

        var hidden = pair.SealRtcp(report);

        Assert.True(hidden.AsSpan().IndexOf("hello"u8) < 0);
        Assert.NotEqual(report[^8..], hidden[(report.Length - 8)..report.Length]);
    }
}
