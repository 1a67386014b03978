using FsCheck.Xunit;
using Sip.Rtp;
using Sip.Rtp.Srtp;
using Sip.Tests.Support;

namespace Sip.Tests.Rtp.Srtp;

public sealed class SrtpContextTests
{
    private const SrtpSuite Tag80 = SrtpSuite.AesCm128HmacSha1Tag80;
    private const SrtpSuite Tag32 = SrtpSuite.AesCm128HmacSha1Tag32;

    [Theory]
    [InlineData(Tag80, 10)]
    [InlineData(Tag32, 4)]
    public void A_packet_comes_back_as_it_went(SrtpSuite suite, int tagLength)
    {
        using var pair = new SrtpPair(suite);
        var packet = RtpSamples.Packet();

        var hidden = pair.Seal(packet);

        Assert.Equal(packet.Length + tagLength, hidden.Length);
        Assert.Equal(packet[..12], hidden[..12]);
        Assert.NotEqual(packet[12..], hidden[12..packet.Length]);
        Assert.Equal(packet, pair.Opened(hidden));
    }

    [Theory]
    [InlineData(Tag80)]
    [InlineData(Tag32)]
    public void Rtcp_always_carries_an_index_marked_encrypted_and_a_tag_of_80_bits(SrtpSuite suite)
    {
        using var pair = new SrtpPair(suite);
        var report = SrtpPair.Report();

        var first = pair.SealRtcp(report);
        var second = pair.SealRtcp(report);

        Assert.Equal(report.Length + 14, first.Length);
        Assert.Equal(report[..8], first[..8]);
        Assert.Equal([0x80, 0, 0, 0], first[report.Length..(report.Length + 4)]);
        Assert.Equal([0x80, 0, 0, 1], second[report.Length..(report.Length + 4)]);
        Assert.NotEqual(report[8..], first[8..report.Length]);
        Assert.Equal(SrtpVerdict.Done, pair.Receiver.UnprotectRtcp(first, out var length));
        Assert.Equal(report, first[..length]);
    }

    [Fact]
    public void A_reduced_header_an_extension_and_padding_stay_readable_or_hidden_as_they_must()
    {
        using var pair = new SrtpPair();
        byte[] packet = [0xB1, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 7, 7, 7, 7, 0xBE, 0xDE, 0, 1, 1, 2, 3, 4, 42, 43, 0, 2];

        var hidden = pair.Seal(packet);

        Assert.Equal(packet[..24], hidden[..24]);
        Assert.Equal(packet, pair.Opened(hidden));
    }

    [Property(MaxTest = 200)]
    public bool Both_sets_of_primitives_make_the_same_packets(byte[] payload, ushort sequence, uint ssrc, bool shortTag)
    {
        using var keys = SrtpKeys.Draw(shortTag ? Tag32 : Tag80, new SeededTokens(sequence));
        using var openSsl = new SrtpContext(keys, isSending: true, predecessor: null, SrtpVectorsTests.Factory("OpenSSL"));
        using var managed = new SrtpContext(keys, isSending: true, predecessor: null, SrtpVectorsTests.Factory("managed"));
        var one = new byte[12 + payload.Length + SrtpSuites.MaximumRtcpOverhead];
        RtpHeader.Write(one, 0, sequence, 160, ssrc, marker: false);
        payload.CopyTo(one, 12);
        var other = one.ToArray();

        openSsl.Protect(one, 12 + payload.Length, out var length);
        managed.Protect(other, 12 + payload.Length, out var otherLength);
        var isSame = length > 0 && length == otherLength && one.AsSpan(0, length).SequenceEqual(other.AsSpan(0, length));

        openSsl.ProtectRtcp(one, 12 + payload.Length, out length);
        managed.ProtectRtcp(other, 12 + payload.Length, out otherLength);
        return isSame && length > 0 && length == otherLength && one.AsSpan(0, length).SequenceEqual(other.AsSpan(0, length));
    }

    [Fact]
    public void Any_changed_bit_is_noticed()
    {
        using var pair = new SrtpPair();
        var hidden = pair.Seal(RtpSamples.Packet(payloadLength: 20));
        var report = pair.SealRtcp(SrtpPair.Report());

        for (var bit = 0; bit < hidden.Length * 8; bit++)
        {
            var changed = hidden.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.NotEqual(SrtpVerdict.Done, pair.Open(changed));
        }

        for (var bit = 0; bit < report.Length * 8; bit++)
        {
            var changed = report.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.NotEqual(SrtpVerdict.Done, pair.Receiver.UnprotectRtcp(changed, out _));
        }

        Assert.Equal(SrtpVerdict.Done, pair.Open(hidden));
        Assert.Equal(SrtpVerdict.Done, pair.Receiver.UnprotectRtcp(report, out _));
    }

    [Fact]
    public void A_packet_seen_before_is_refused()
    {
        using var pair = new SrtpPair();
        var packets = Enumerable.Range(1, 200).Select(i => pair.Seal((ushort)i)).ToArray();

        Assert.Equal(SrtpVerdict.Done, pair.Open(packets[199]));
        Assert.Equal(SrtpVerdict.Replayed, pair.Open(packets[199]));
        Assert.Equal(SrtpVerdict.Done, pair.Open(packets[72]));
        Assert.Equal(SrtpVerdict.Replayed, pair.Open(packets[72]));
        Assert.Equal(SrtpVerdict.Replayed, pair.Open(packets[71]));
        Assert.Equal(SrtpVerdict.Done, pair.Open(packets[150]));
    }

    [Fact]
    public void A_report_seen_before_is_refused()
    {
        using var pair = new SrtpPair();
        var first = pair.SealRtcp(SrtpPair.Report());
        var second = pair.SealRtcp(SrtpPair.Report());

        Assert.Equal(SrtpVerdict.Done, pair.Receiver.UnprotectRtcp(second.ToArray(), out _));
        Assert.Equal(SrtpVerdict.Done, pair.Receiver.UnprotectRtcp(first.ToArray(), out _));
        Assert.Equal(SrtpVerdict.Replayed, pair.Receiver.UnprotectRtcp(first.ToArray(), out _));
    }

    [Fact]
    public void A_sender_never_uses_a_key_stream_twice()
    {
        using var pair = new SrtpPair();
        pair.Seal(5);
        var buffer = new byte[200];
        RtpSamples.Packet(sequence: 5, timestamp: 999).CopyTo(buffer, 0);

        Assert.Equal(SrtpVerdict.Replayed, pair.Sender.Protect(buffer, 172, out var length));
        Assert.Equal(0, length);
        for (uint ssrc = 1; ssrc < SrtpContext.StreamLimit; ssrc++)
            pair.Seal(5, ssrc);

        RtpSamples.Packet(ssrc: 99).CopyTo(buffer, 0);
        Assert.Equal(SrtpVerdict.Exhausted, pair.Sender.Protect(buffer, 172, out _));
    }

    [Theory]
    [InlineData(0x0_0000, 0x0000, 0x0_0000)]
    [InlineData(0x0_0000, 0x8000, 0x0_8000)]
    [InlineData(0x0_0000, 0x8001, 0x0_8001)]
    [InlineData(0x0_FFFF, 0x0000, 0x1_0000)]
    [InlineData(0x0_FFFF, 0x7FFE, 0x1_7FFE)]
    [InlineData(0x0_FFFF, 0x7FFF, 0x0_7FFF)]
    [InlineData(0x1_0000, 0xFFFF, 0x0_FFFF)]
    [InlineData(0x1_0000, 0x8001, 0x0_8001)]
    [InlineData(0x1_0000, 0x8000, 0x1_8000)]
    [InlineData(0x1_8000, 0x0000, 0x1_0000)]
    [InlineData(0x1_8001, 0x0000, 0x2_0000)]
    [InlineData(0x1_7FFF, 0xFFFF, 0x1_FFFF)]
    [InlineData(0x1_7FFE, 0xFFFF, 0x0_FFFF)]
    public void The_index_is_guessed_within_half_a_cycle(ulong highest, int sequence, ulong index) =>
        Assert.Equal(index, SrtpStream.Guess(highest, (ushort)sequence));

    [Fact]
    public void A_receiver_forgets_the_source_it_has_not_heard_for_longest()
    {
        using var pair = new SrtpPair();
        var packets = new List<byte[]>();
        for (uint ssrc = 0; ssrc <= SrtpContext.StreamLimit; ssrc++)
        {
            using var sender = SrtpContext.ForSending(pair.Keys);
            byte[] buffer = [.. RtpSamples.Packet(ssrc: ssrc), .. new byte[10]];
            sender.Protect(buffer, buffer.Length - 10, out _);
            packets.Add(buffer);
            Assert.Equal(SrtpVerdict.Done, pair.Open(buffer));
        }

        Assert.Equal(SrtpVerdict.Replayed, pair.Open(packets[1]));
        Assert.Equal(SrtpVerdict.Replayed, pair.Open(packets[^1]));
        Assert.Equal(SrtpVerdict.Done, pair.Open(packets[0]));
    }

    [Fact]
    public void A_source_first_heard_after_its_rollover_is_understood()
    {
        using var pair = new SrtpPair();
        pair.Seal(65_535);
        var later = pair.Seal(3);

        Assert.Equal(SrtpVerdict.Done, pair.Open(later));
        Assert.Equal(SrtpVerdict.Done, pair.Open(pair.Seal(4)));
    }

    [Fact]
    public void A_new_key_may_go_on_with_the_rollover_counter_or_begin_it_anew()
    {
        using var old = new SrtpPair();
        foreach (ushort sequence in (ReadOnlySpan<ushort>)[65_535, 0, 30_000, 60_000, 0])
            Assert.Equal(SrtpVerdict.Done, old.Open(old.Seal(sequence)));

        using var goesOn = new SrtpPair(seed: 2);
        foreach (ushort sequence in (ReadOnlySpan<ushort>)[65_535, 0, 30_000, 60_000, 0])
            goesOn.Seal(sequence);
        goesOn.Receiver = SrtpContext.ForReceiving(goesOn.Keys, old.Receiver);
        Assert.Equal(SrtpVerdict.Done, goesOn.Open(goesOn.Seal(1)));

        using var beginsAnew = new SrtpPair(seed: 3);
        beginsAnew.Receiver = SrtpContext.ForReceiving(beginsAnew.Keys, old.Receiver);
        Assert.Equal(SrtpVerdict.Done, beginsAnew.Open(beginsAnew.Seal(1)));
    }

    [Fact]
    public void Too_little_room_and_too_few_bytes_are_refused()
    {
        using var pair = new SrtpPair();
        var packet = RtpSamples.Packet(payloadLength: 0);

        Assert.Equal(SrtpVerdict.NoRoom, pair.Sender.Protect([.. packet, .. new byte[9]], 12, out _));
        Assert.Equal(SrtpVerdict.NoRoom, pair.Sender.ProtectRtcp([.. SrtpPair.Report(), .. new byte[13]], SrtpPair.Report().Length, out _));
        Assert.Equal(SrtpVerdict.Malformed, pair.Sender.Protect(new byte[100], 50, out _));
        Assert.Equal(SrtpVerdict.Malformed, pair.Receiver.Unprotect([.. packet, .. new byte[9]], out _));
        Assert.Equal(SrtpVerdict.Malformed, pair.Receiver.UnprotectRtcp(new byte[21], out _));
        Assert.Equal(packet, pair.Opened(pair.Seal(packet)));
    }

    [Property(MaxTest = 500)]
    public bool Noise_is_never_opened_and_never_throws(byte[] noise)
    {
        using var pair = new SrtpPair();
        if (noise.Length > 0)
            noise[0] = (byte)(noise[0] & 0x3F | 0x80);

        return pair.Receiver.Unprotect(noise, out var length) is not SrtpVerdict.Done && length == 0
            && pair.Receiver.UnprotectRtcp(noise, out length) is not SrtpVerdict.Done && length == 0;
    }

    [Fact]
    public void A_context_that_was_wiped_cannot_be_used()
    {
        var pair = new SrtpPair();
        var hidden = pair.Seal(1);
        pair.Dispose();

        Assert.Throws<ObjectDisposedException>(() => pair.Open(hidden));
        Assert.Throws<ObjectDisposedException>(() => SrtpContext.ForSending(pair.Keys));
    }

    [Fact]
    public void Keys_are_read_and_written_as_sdp_has_them_and_printed_by_nothing()
    {
        var inline = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR"u8;
        Assert.True(SrtpKeys.TryReadBase64(Tag80, inline, out var keys));
        var written = new byte[40];

        Assert.True(keys!.TryWriteBase64(written, out var length));
        Assert.Equal(inline.ToArray(), written[..length]);
        Assert.Equal("AES_CM_128_HMAC_SHA1_80", keys.ToString());
        using var context = SrtpContext.ForSending(keys);
        Assert.Equal("AES_CM_128_HMAC_SHA1_80", context.ToString());

        Assert.True(SrtpKeys.TryReadBase64(Tag80, inline, out var same));
        Assert.True(keys.HasSameKeys(same!));
        Assert.False(SrtpKeys.TryReadBase64(Tag80, inline[..36], out _));
        Assert.False(SrtpKeys.TryReadBase64(Tag80, "?"u8, out _));
        Assert.False(SrtpKeys.TryReadBase64(Tag80, new byte[200], out _));
        keys.Dispose();
        Assert.Throws<ObjectDisposedException>(() => keys.TryWriteBase64(written, out _));
    }

    [Fact]
    public void Suites_are_known_by_their_names()
    {
        Assert.True(SrtpSuites.TryParse("AES_CM_128_HMAC_SHA1_32"u8, out var suite));
        Assert.Equal(Tag32, suite);
        Assert.True(SrtpSuites.TryParse("AES_CM_128_HMAC_SHA1_80"u8, out suite));
        Assert.Equal(Tag80, suite);
        Assert.False(SrtpSuites.TryParse("F8_128_HMAC_SHA1_80"u8, out _));
    }

    [Fact]
    public void Sealing_and_opening_allocate_nothing()
    {
        using var pair = new SrtpPair();
        var buffer = new byte[200];
        ushort sequence = 0;

        Assert.Equal(0, RtpSamples.Allocated(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                RtpHeader.Write(buffer, 0, ++sequence, 160, 0xAAAA, marker: false);
                pair.Sender.Protect(buffer, 172, out var length);
                if (pair.Receiver.Unprotect(buffer.AsSpan(0, length), out _) is not SrtpVerdict.Done)
                    return;

                pair.Sender.ProtectRtcp(buffer, 60, out length);
                pair.Receiver.UnprotectRtcp(buffer.AsSpan(0, length), out _);
            }
        }));
        Assert.Equal(1000, sequence);
    }

    [Fact]
    public void The_portable_primitives_allocate_nothing_either()
    {
        using var crypto = SrtpVectorsTests.Factory("managed")(new byte[16], new byte[20]);
        var counter = new byte[16];
        var data = new byte[160];
        var tag = new byte[20];

        Assert.Equal(0, RtpSamples.Allocated(() =>
        {
            crypto.Crypt(counter, data);
            crypto.Authenticate(data, counter, tag);
        }));
    }
}
