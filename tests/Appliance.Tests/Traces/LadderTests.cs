using System.Xml.Linq;
using Appliance.Traces;

namespace Appliance.Tests.Traces;

public sealed class LadderTests
{
    [Fact]
    public void The_office_is_on_the_left_and_arrows_point_the_way_the_message_went()
    {
        var ladder = Ladder.Of(Outbound());

        Assert.Equal(["extension:101"], ladder.Left);
        Assert.Equal(["trunk:twilio"], ladder.Right);
        Assert.Equal([(false, true), (true, true), (true, false), (false, false)], ladder.Rows.Select(row => (row.IsRight, row.PointsRight)));
        Assert.Equal([VoiceKind.Clear, VoiceKind.Encrypted, VoiceKind.None, VoiceKind.None], ladder.Rows.Select(row => row.Step.Voice.Kind));
        Assert.Equal(["PCMU", "PCMA"], ladder.Rows[0].Step.Voice.Codecs);
        Assert.Equal(TimeSpan.FromSeconds(0.5), ladder.Rows[2].Since);
        Assert.True(ladder.Rows[3].Step.IsRefusal);
    }

    [Fact]
    public void A_call_from_the_line_still_has_the_line_on_the_right()
    {
        var trace = new CallTrace(
            "c",
            [new TracedDialog("l", "trunk:twilio", IsCaller: true), new TracedDialog("p1", "extension:101", IsCaller: false), new TracedDialog("p2", "", IsCaller: false)],
            [Said.Traced(Said.Invite("l"), Said.Line, isReceived: true, 0), Said.Traced(Said.Invite("p1"), Said.Phone, isReceived: false, 1), Said.Traced(Said.Invite("p2"), Said.Phone, isReceived: false, 1)],
            0,
            IsOver: false);

        var ladder = Ladder.Of(trace);

        Assert.Equal(["trunk:twilio"], ladder.Right);
        Assert.Equal([(true, false), (false, false), (false, false)], ladder.Rows.Select(row => (row.IsRight, row.PointsRight)));
    }

    [Fact]
    public void The_same_bytes_the_same_way_are_a_message_sent_again()
    {
        var first = Said.Traced(Said.Invite("p"), Said.Phone, isReceived: true, 0);
        var trace = new CallTrace("c", [new TracedDialog("p", "extension:101", IsCaller: true)], [first, first with { At = TimeSpan.FromSeconds(0.5) }, Said.Traced(Said.Invite("p", 2), Said.Phone, isReceived: true, 1)], 0, IsOver: false);

        Assert.Equal([false, true, false], Ladder.Of(trace).Rows.Select(row => row.IsRepeat));
    }

    [Fact]
    public void A_held_call_and_a_challenge_are_seen_for_what_they_are()
    {
        var held = Said.Traced(Said.Invite("p", body: Said.Offer + "a=sendonly\n"), Said.Phone, isReceived: true, 0);

        Assert.True(held.Step.Voice.IsHeld);
        Assert.False(Said.Traced(Said.Response("p", 407, "Proxy Authentication Required"), Said.Phone, isReceived: false, 0).Step.IsRefusal);
    }

    [Fact]
    public void The_picture_is_well_formed_whatever_a_peer_says_and_uses_no_style_of_its_own()
    {
        var trace = Outbound() with
        {
            Messages = [Said.Traced(Said.Response("p", 486, "<script>\u0001&\"]]> Busy", method: "INVITE"), Said.Phone, isReceived: true, 0)],
        };
        var ladder = Ladder.Of(trace);

        var picture = XDocument.Parse(LadderPicture.Draw(ladder, new LadderWords("t", "d", "Phone <101>", "Box", "Line & more", [(ladder.Rows[0].Step.Label, "after 1 s", "UDP")])));

        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(svg + "svg", picture.Root!.Name);
        Assert.Equal(["paper", "lane", "lane", "lane", "arrow refusal", "arrow refusal head", "note", "note"], picture.Descendants().Attributes("class").Select(name => name.Value).Skip(1));
        Assert.Empty(picture.Descendants().Attributes("style"));
        Assert.Empty(picture.Descendants(svg + "script"));
        Assert.Contains("Phone <101>", picture.Descendants(svg + "text").Select(text => text.Value));
    }

    private static CallTrace Outbound() => new(
        "c",
        [new TracedDialog("p", "extension:101", IsCaller: true), new TracedDialog("l", "trunk:twilio", IsCaller: false)],
        [
            Said.Traced(Said.Invite("p"), Said.Phone, isReceived: true, 10),
            Said.Traced(Said.Invite("l", body: Said.SecureOffer), Said.Line, isReceived: false, 10.01),
            Said.Traced(Said.Response("l", 403, "Forbidden"), Said.Line, isReceived: true, 10.5),
            Said.Traced(Said.Response("p", 503, "Service Unavailable"), Said.Phone, isReceived: false, 10.6),
        ],
        0,
        IsOver: true);
}
