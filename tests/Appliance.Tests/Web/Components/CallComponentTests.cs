using Appliance.Configuration;
using Appliance.Web;
using Appliance.Web.Calls;
using Appliance.Web.Pages;
using Appliance.Web.Traces;
using Bunit;

namespace Appliance.Tests.Web.Components;

/// <summary>The parts of a call's page that show one thing or another.</summary>
public sealed class CallComponentTests : BunitContext
{
    private static readonly PageWords English = new("en");
    private static readonly LegView Voice = new("extension:101", "PCMU", IsSecure: false, 4.3, 0.5, 3, null, 100, 90);

    [Fact]
    public void There_is_no_table_of_voice_before_there_is_voice()
    {
        Assert.Empty(Legs(null, null).Markup.Trim());
        Assert.Empty(Legs(Voice with { Codec = "" }, Voice with { Codec = "" }).Markup.Trim());
        Assert.Single(Legs(null, Voice).FindAll("table"));
    }

    [Fact]
    public void A_side_says_only_of_its_own_voice_whether_it_is_encrypted()
    {
        var cells = Legs(Voice with { IsSecure = true }, Voice with { Codec = "" }).FindAll("tbody tr")[2].QuerySelectorAll("td").Select(cell => cell.TextContent);

        Assert.Equal([English.Say("calls.encrypted"), "–"], cells);
    }

    [Fact]
    public void What_was_not_measured_is_no_zero()
    {
        var rows = Legs(Voice with { Mos = null, LossPercent = null }, Voice).FindAll("tbody tr");

        Assert.DoesNotContain("0", rows[0].QuerySelector("td")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("0", rows[3].QuerySelector("td")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("4.3", rows[0].QuerySelectorAll("td")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_side_without_voice_has_a_dash_and_nothing_else_in_each_row()
    {
        var empty = Voice with { Codec = "", Mos = null, LossPercent = null, JitterMilliseconds = null, RoundTripMilliseconds = null, PacketsReceived = 0, PacketsSent = 0 };
        foreach (var side in (LegView?[])[empty, null])
            Assert.All(Legs(Voice, side).FindAll("tbody tr").Skip(1), static row => Assert.Equal("–", row.QuerySelectorAll("td")[1].TextContent));
    }

    [Fact]
    public void Masked_the_files_are_masked_too_and_whole_they_are_whole()
    {
        Assert.Equal(["/calls/7?numbers=whole", "/calls/7/ladder.svg", "/calls/7/trace.pcap"], LinksOf(Trace(showsNumbers: false)));
        Assert.Equal(["/calls/7", "/calls/7/ladder.svg?numbers=whole", "/calls/7/trace.pcap?numbers=whole"], LinksOf(Trace(showsNumbers: true)));

        static string?[] LinksOf(IRenderedComponent<CallTrace> page) => [.. page.FindAll("a").Select(link => link.GetAttribute("href"))];
    }

    [Fact]
    public void A_call_whose_messages_are_gone_says_so_and_offers_no_file()
    {
        var page = Render<CallTrace>(with => with.Add(part => part.Frame, new PageFrame(English, "seal", true, "/calls/7")).Add(part => part.CallId, "7").Add(part => part.Trace, null));

        Assert.Empty(page.FindAll("a, ol, [data-live]"));
        Assert.Equal(English.Say("no-trace.remedy"), page.Find("p").TextContent);
    }

    [Fact]
    public void What_a_peer_said_is_text_and_never_markup()
    {
        var page = Trace(showsNumbers: true);

        Assert.Empty(page.FindAll("script"));
        Assert.Equal("<script>alert(1)</script>", page.Find("pre").TextContent);
    }

    private IRenderedComponent<LegsTable> Legs(LegView? caller, LegView? called) => Render<LegsTable>(with => with
        .Add(part => part.Words, English).Add(part => part.Settings, new Config()).Add(part => part.Caller, caller).Add(part => part.Called, called));

    private IRenderedComponent<CallTrace> Trace(bool showsNumbers) => Render<CallTrace>(with => with
        .Add(part => part.Frame, new PageFrame(English, "seal", true, "/calls/7"))
        .Add(part => part.CallId, "7")
        .Add(part => part.ShowsNumbers, showsNumbers)
        .Add(part => part.Trace, new ShownTrace("7", "<svg></svg>", [new(1, "A phone asks", "<script>alert(1)</script>")], 0, showsNumbers, 0)));
}
