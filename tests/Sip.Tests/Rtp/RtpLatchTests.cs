using Sip.Rtp;
using Sip.Tests.Support;

namespace Sip.Tests.Rtp;

public sealed class RtpLatchTests
{
    private static readonly MediaAddress Signalled = MediaAddress.IPv4(0xC0A80105, 4000);
    private static readonly MediaAddress SameHost = Signalled.At(4711);
    private static readonly MediaAddress SamePort = MediaAddress.IPv4(0xC6336401, 4000);
    private static readonly MediaAddress Elsewhere = MediaAddress.IPv4(0xCB007101, 9999);

    private static RtpLatch Latch(LatchPolicy policy, bool secure = false, MediaAddress signalling = default)
    {
        var latch = new RtpLatch(policy, secure);
        latch.Expect(Signalled, signalling);
        latch.GrantSending();
        return latch;
    }

    private static LatchVerdict[] Send(
        RtpLatch latch, MediaAddress source, int packets = RtpLatch.Run, double at = 0, ushort from = 100, uint ssrc = 1, bool known = true, bool authentic = false) =>
        [.. Enumerable.Range(0, packets).Select(i => latch.See(source, (ushort)(from + i), ssrc, known, authentic, RtpSamples.After(at + 20 * i)))];

    [Theory]
    [InlineData(LatchPolicy.Locked)]
    [InlineData(LatchPolicy.Lan)]
    [InlineData(LatchPolicy.Nat)]
    public void The_signalled_address_is_heard_from_its_first_packet_and_locked_by_the_fourth(LatchPolicy policy)
    {
        var latch = Latch(policy);

        Assert.All(Send(latch, Signalled, 3), verdict => Assert.Equal(LatchVerdict.Accepted, verdict));
        Assert.False(latch.IsLocked);
        Send(latch, Signalled, 1, at: 60, from: 103);
        Assert.True(latch.IsLocked);
        Assert.Equal(Signalled, latch.Target);
    }

    [Fact]
    public void A_locked_leg_hears_nobody_else()
    {
        var latch = Latch(LatchPolicy.Locked);

        Assert.All(Send(latch, SameHost, 10), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Assert.All(Send(latch, Elsewhere, 10), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Assert.False(latch.IsEligible(SameHost));
        Assert.Equal(20, latch.Strangers);
        Assert.Equal(Signalled, latch.Target);
    }

    [Fact]
    public void A_secure_trunk_may_send_from_another_port_of_its_host_and_is_still_answered_at_the_signalled_one()
    {
        var latch = Latch(LatchPolicy.Locked, secure: true);

        Assert.Equal(LatchVerdict.Accepted, Send(latch, SameHost, authentic: true)[^1]);
        Assert.Equal(Signalled, latch.Target);
        Assert.All(Send(latch, Elsewhere, 10, authentic: true), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
    }

    [Fact]
    public void A_phone_on_the_network_may_have_another_port_once()
    {
        var latch = Latch(LatchPolicy.Lan);

        Assert.Equal(
            [LatchVerdict.Learning, LatchVerdict.Learning, LatchVerdict.Learning, LatchVerdict.Accepted],
            Send(latch, SameHost));
        Assert.Equal(SameHost, latch.Target);
        Assert.All(Send(latch, Signalled.At(5000), 10), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Assert.All(Send(latch, Elsewhere, 10), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Assert.Equal(SameHost, latch.Target);
    }

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(0, false, false)]
    [InlineData(0, true, true)]
    public void A_run_counts_only_with_consecutive_numbers_a_known_payload_type_and_one_ssrc(int skip, bool known, bool newSsrc)
    {
        var latch = Latch(LatchPolicy.Lan);
        for (var i = 0; i < 20; i++)
            Send(latch, SameHost, 1, at: 20 * i, from: (ushort)(i * (1 + skip)), ssrc: newSsrc ? (uint)i : 1, known: known);

        Assert.True(latch.Learned.IsUnspecified);
        Assert.False(latch.IsLocked);
    }

    [Fact]
    public void Within_the_window_a_better_source_displaces_a_worse_one_and_then_it_is_final()
    {
        var latch = Latch(LatchPolicy.Nat);

        Send(latch, Elsewhere);
        Assert.Equal(Elsewhere, latch.Learned);
        Send(latch, SamePort, at: 200);
        Assert.Equal(SamePort, latch.Learned);
        Send(latch, Elsewhere, at: 400, from: 104);
        Assert.Equal(SamePort, latch.Learned);
        Send(latch, SameHost, at: 600);
        Assert.Equal(SameHost, latch.Learned);
        Assert.False(latch.IsLocked);

        Send(latch, SameHost, 1, at: 3001, from: 104);
        Assert.True(latch.IsLocked);
        Assert.All(Send(latch, Signalled, at: 3100), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Assert.Equal(2, latch.Moves);
    }

    [Fact]
    public void A_phone_behind_a_nat_is_known_by_where_its_sip_comes_from()
    {
        var nat = Elsewhere.At(5060);
        var latch = Latch(LatchPolicy.Nat, signalling: nat);
        Send(latch, SamePort);
        Send(latch, Elsewhere, at: 100);

        Assert.Equal(Elsewhere, latch.Learned);
        Assert.Equal(Elsewhere, latch.Target);
    }

    [Fact]
    public void Nothing_is_sent_to_a_learned_address_before_the_call_may_speak()
    {
        var latch = new RtpLatch(LatchPolicy.Lan, secure: false);
        Assert.True(latch.Target.IsUnspecified);
        latch.Expect(Signalled);
        Send(latch, SameHost);

        Assert.Equal(Signalled, latch.Target);
        latch.GrantSending();
        Assert.Equal(SameHost, latch.Target);
    }

    [Fact]
    public void A_refresh_and_a_hold_by_no_address_leave_the_peer_where_it_is()
    {
        var latch = Latch(LatchPolicy.Lan);
        Send(latch, SameHost);

        latch.Expect(Signalled);
        Assert.True(latch.IsLocked);
        latch.Expect(Signalled with { Host = MediaAddress.IPv4(0, 0).Host });
        Assert.True(latch.Target.IsUnspecified);
        Assert.Equal(LatchVerdict.Accepted, Send(latch, SameHost, 1)[0]);
        latch.Expect(Signalled);
        Assert.True(latch.IsLocked);
        Assert.Equal(SameHost, latch.Target);
    }

    [Fact]
    public void On_a_secure_leg_only_authentic_packets_count_and_they_alone_may_move_it_later()
    {
        var latch = Latch(LatchPolicy.Nat, secure: true);
        Assert.All(Send(latch, Signalled, 10), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Send(latch, Signalled, authentic: true);
        Assert.True(latch.IsLocked);

        Assert.All(Send(latch, Elsewhere, 10, at: 5000), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Assert.Equal(Signalled, latch.Target);
        Assert.All(Send(latch, Elsewhere, 3, at: 6000, from: 300, authentic: true), verdict => Assert.Equal(LatchVerdict.Accepted, verdict));
        Assert.Equal(Signalled, latch.Target);
        Assert.Equal(LatchVerdict.Accepted, Send(latch, Elsewhere, 1, at: 6060, from: 303, authentic: true)[0]);
        Assert.Equal(Elsewhere, latch.Target);
        Assert.Equal(1, latch.Moves);
    }

    [Fact]
    public void A_new_ssrc_is_accepted_from_the_peer_and_from_nobody_else()
    {
        var latch = Latch(LatchPolicy.Lan);
        Send(latch, Signalled);

        Assert.Equal(LatchVerdict.Accepted, Send(latch, Signalled, 1, ssrc: 77)[0]);
        Assert.Equal(LatchVerdict.Stranger, Send(latch, SameHost, ssrc: 77)[^1]);
    }

    [Fact]
    public void Rtcp_follows_the_peer_and_moves_nothing()
    {
        var latch = Latch(LatchPolicy.Nat);
        Assert.True(latch.AcceptsRtcp(Signalled.At(4001)));
        Assert.False(latch.AcceptsRtcp(Elsewhere));

        Send(latch, Elsewhere);
        Assert.True(latch.AcceptsRtcp(Elsewhere.At(1)));
        Assert.False(latch.AcceptsRtcp(Signalled.At(4001)));
    }

    [Theory]
    [InlineData(LatchPolicy.Locked)]
    [InlineData(LatchPolicy.Lan)]
    [InlineData(LatchPolicy.Nat)]
    public void Pitfall_39_a_sprayer_hears_nothing_and_the_call_goes_on(LatchPolicy policy)
    {
        var chance = new SeededTokens();
        var latch = Latch(policy);
        var toSprayer = 0;
        var lost = 0;
        for (var i = 0; i < 1000; i++)
        {
            // Two packets of the sprayer for each of the phone's, from a steady port and from ever new ones; it begins first.
            var at = 20.0 * i;
            latch.See(Elsewhere, (ushort)i, 9, true, false, RtpSamples.After(at));
            latch.See(Elsewhere.At((ushort)(1 + chance.Next(60_000))), (ushort)chance.Next(65_536), 9, true, false, RtpSamples.After(at + 1));
            if (i >= 10 && latch.See(Signalled, (ushort)i, 1, true, false, RtpSamples.After(at + 2)) is not LatchVerdict.Accepted)
                lost++;
            if (!latch.Target.IsSameHost(Signalled))
                toSprayer++;
        }

        Assert.Equal(0, toSprayer);
        Assert.True(latch.IsLocked);
        Assert.Equal(Signalled, latch.Learned);
        Assert.True(lost <= RtpLatch.Run, $"{lost} packets lost");
        Assert.True(latch.Strangers > 900);
    }

    [Fact]
    public void Pitfall_39_a_crowd_of_sources_does_not_push_a_phone_out_of_the_window()
    {
        var chance = new SeededTokens();
        var latch = Latch(LatchPolicy.Nat);
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 100; j++)
                latch.See(MediaAddress.IPv4((uint)chance.Next(int.MaxValue), 1), 1, 9, true, false, RtpSamples.After(20 * i));

            latch.See(SamePort, (ushort)i, 1, true, false, RtpSamples.After(20 * i));
        }

        Assert.Equal(SamePort, latch.Learned);
    }

    [Fact]
    public void Pitfall_40_late_packets_of_the_old_stream_do_not_win_the_window_of_the_new_one()
    {
        var latch = Latch(LatchPolicy.Nat);
        Send(latch, Elsewhere);
        latch.Expect(Signalled.At(6000));
        Assert.False(latch.IsLocked);

        Assert.All(Send(latch, Elsewhere, 10, at: 1000, from: 104), verdict => Assert.Equal(LatchVerdict.Stranger, verdict));
        Assert.Equal(Signalled.At(6000), latch.Target);
        Send(latch, SamePort, at: 1300, ssrc: 2);
        Assert.Equal(SamePort, latch.Learned);
    }

    [Fact]
    public void Judging_a_packet_allocates_nothing()
    {
        var latch = Latch(LatchPolicy.Nat);
        ushort sequence = 0;

        Assert.Equal(0, RtpSamples.Allocated(() =>
        {
            for (var i = 0; i < 1000; i++)
                latch.See(Elsewhere.At((ushort)i), sequence++, 1, true, false, RtpSamples.Start);
        }));
    }
}
