using System.Net;
using Sip.Sdp;

namespace Sip.Tests.Sdp;

public sealed class HoldTests
{
    private const string Audio = "m=audio 5000 RTP/AVP 0";
    private static readonly LocalMedia Holding = SdpSamples.Plain with { Direction = MediaDirection.SendOnly };

    [Theory]
    [InlineData("sendrecv", MediaDirection.SendReceive, "sendrecv")]
    [InlineData("sendonly", MediaDirection.SendReceive, "recvonly")]
    [InlineData("recvonly", MediaDirection.SendReceive, "sendonly")]
    [InlineData("inactive", MediaDirection.SendReceive, "inactive")]
    [InlineData("sendrecv", MediaDirection.SendOnly, "sendonly")]
    [InlineData("sendonly", MediaDirection.SendOnly, "inactive")]
    [InlineData("recvonly", MediaDirection.SendOnly, "sendonly")]
    [InlineData("sendrecv", MediaDirection.Inactive, "inactive")]
    [InlineData("sendonly", MediaDirection.ReceiveOnly, "recvonly")]
    [InlineData("recvonly", MediaDirection.ReceiveOnly, "inactive")]
    public void A_direction_is_mirrored_and_joined_with_our_own_wish(string offered, MediaDirection wish, string answered)
    {
        var answer = SdpSamples.New().Answers(SdpSamples.Phone($"{Audio}\na={offered}"), SdpSamples.Plain with { Direction = wish });

        Assert.Equal(answered, answer.Answer.Media[0].Attributes()[^1]);
        Assert.Equal(answered, answer.Media.Direction.ToAttribute());
    }

    [Fact]
    public void A_peer_that_is_held_mirrors_and_is_resumed()
    {
        var call = SdpSamples.New().Answers(SdpSamples.Phone(Audio)).Next;

        var hold = call.Offers(Holding);
        Assert.Equal("sendonly", hold.Offer.Media[0].Attributes()[^1]);
        var held = hold.Next.Takes(SdpSamples.Phone($"{Audio}\na=recvonly", 2));
        Assert.Equal((MediaDirection.SendOnly, MediaChange.Direction), (held.Media.Direction, held.Media.Changed));

        var resumed = held.Next.Offers().Next.Takes(SdpSamples.Phone(Audio, 3));
        Assert.Equal((MediaDirection.SendReceive, MediaChange.Direction), (resumed.Media.Direction, resumed.Media.Changed));
    }

    [Fact]
    public void A_peer_that_answers_our_hold_with_sendrecv_is_held_all_the_same()
    {
        var held = SdpSamples.New().Answers(SdpSamples.Phone(Audio)).Next.Offers(Holding).Next.Takes(SdpSamples.Phone($"{Audio}\na=sendrecv", 2));

        Assert.Equal(MediaDirection.SendOnly, held.Media.Direction);
    }

    [Theory]
    [InlineData("IN IP4 0.0.0.0")]
    [InlineData("IN IP6 ::")]
    [InlineData("IN IP6 domain.invalid")]
    public void The_old_form_of_hold_is_understood_keeps_the_address_and_is_resumed(string connection)
    {
        var call = SdpSamples.New().Answers(SdpSamples.Phone(Audio)).Next;

        var held = call.Answers(SdpSamples.Phone(Audio, 2, connection));
        Assert.Equal("recvonly", held.Answer.Media[0].Attributes()[^1]);
        Assert.Equal((MediaDirection.ReceiveOnly, MediaChange.Direction, true), (held.Media.Direction, held.Media.Changed, held.Media.IsHeldByPeer));
        Assert.Equal(IPEndPoint.Parse("198.51.100.7:5000"), held.Media.RemoteRtp);

        var resumed = held.Next.Answers(SdpSamples.Phone(Audio, 3));
        Assert.Equal((MediaDirection.SendReceive, MediaChange.Direction), (resumed.Media.Direction, resumed.Media.Changed));
    }

    [Fact]
    public void A_call_that_starts_on_hold_has_no_address_yet()
    {
        var held = SdpSamples.New().Answers(SdpSamples.Phone($"{Audio}\na=inactive", connection: "IN IP4 0.0.0.0"));
        Assert.Equal((MediaDirection.Inactive, null), (held.Media.Direction, held.Media.RemoteRtp));

        var resumed = held.Next.Answers(SdpSamples.Phone(Audio, 2));
        Assert.Equal(MediaChange.Address | MediaChange.Direction, resumed.Media.Changed);
    }
}
