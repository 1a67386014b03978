using AngleSharp.Dom;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Hosting;
using Appliance.Web;
using Appliance.Web.Home;
using Appliance.Web.Lines;
using Appliance.Web.Pages;
using Appliance.Web.Phones;
using Appliance.Web.Start;
using Bunit;

namespace Appliance.Tests.Web.Components;

/// <summary>How the ways out look: only one that is known to work looks good.</summary>
public sealed class LineComponentTests : BunitContext
{
    private static readonly PageWords English = new("en");

    [Theory]
    [InlineData(TrunkHealth.Up, "up", "good")]
    [InlineData(TrunkHealth.Down, "silent", "bad")]
    [InlineData(TrunkHealth.Unknown, "checking", "poor")]
    public void Start_list_and_first_page_give_a_line_the_look_of_its_state(TrunkHealth health, string code, string look)
    {
        var line = Line(health, code);

        var progress = Render<StartProgress>(with => with.Add(page => page.Words, English).Add(page => page.View, new StartView(StartStep.Phone, line, [], HasPbx: false, [])));
        var list = Render<LineList>(with => with.Add(page => page.Words, English).Add(page => page.Lines, [line]));
        var cards = Render<HomeCards>(with => with.Add(page => page.Words, English).Add(page => page.View, new HomeView("poor", false, [new("Office", health)], 0, 0, 0, 0, 0, [])));

        Assert.Equal(look, progress.FindAll("li")[1].ClassName);
        Assert.Equal(look, list.Find("li span span").ClassName);
        Assert.Equal(look, cards.Find("[aria-labelledby=card-lines] strong").ClassName);
    }

    [Fact]
    public void A_line_that_is_switched_off_does_not_look_as_if_it_worked()
    {
        var config = LinesOf("""
            [[trunk]]
            id = "plan-b"
            kind = "sip"
            host = "192.0.2.1"
            enabled = false
            numbers = ["+886223456789"]
            """);

        var row = Assert.Single(LineRow.All(config, LiveSnapshot.Empty with { Trunks = LiveSnapshot.Empty.Trunks.SetItem("plan-b", new(TrunkHealth.Up, "")) }));

        Assert.Equal(("poor", false), (row.Look, row.IsWell));
    }

    [Fact]
    public void A_phone_that_is_known_but_not_there_is_no_step_done()
    {
        var phone = new PhoneRow("101", "Reception", 0, "", new("web.phone.is.away", []));

        Assert.False(StepOf(phone).HasAttribute("class"));
        Assert.Equal("good", StepOf(phone with { Contacts = 1 }).ClassName);

        IElement StepOf(PhoneRow one) => Render<StartProgress>(with => with
            .Add(page => page.Words, English)
            .Add(page => page.View, new StartView(StartStep.Wait, Line(TrunkHealth.Up, "up"), [one], HasPbx: false, []))).FindAll("li")[2];
    }

    [Fact]
    public void The_list_says_that_there_is_none_and_of_each_what_was_seen()
    {
        var empty = Render<LineList>(with => with.Add(page => page.Words, English));
        Assert.Empty(empty.FindAll("li"));
        Assert.Equal(English.Say("lines.none"), empty.Find("p").TextContent);

        var pbx = new LineRow("old", "Old PBX", LineKind.Pbx, "192.0.2.20", null, "", TrunkHealth.Up, []);
        var list = Render<LineList>(with => with.Add(page => page.Words, English).Add(page => page.Lines, [Line(TrunkHealth.Down, "refused", "403 Forbidden"), pbx]));

        var rows = list.FindAll("li");
        Assert.Equal("403 Forbidden", rows[0].QuerySelector("small[lang=en]")!.TextContent);
        Assert.Null(rows[1].QuerySelector("small[lang=en]"));
        Assert.Contains(English.Say("line.is.pbx"), rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(["/lines/line", "/lines/old"], list.FindAll("a").Select(link => link.GetAttribute("href")));
        // Each link says by itself where it leads, and keeps the focus when the list is written anew.
        Assert.Equal(2, list.FindAll("a").Select(link => link.GetAttribute("aria-label")).Distinct().Count());
        Assert.Equal(["change-line", "change-old"], list.FindAll("a").Select(link => link.Id));
    }

    private static LineRow Line(TrunkHealth health, string code, string evidence = "") =>
        new("line", "Office", LineKind.Sip, "192.0.2.1", new ExplanationStep($"web.line.is.{code}", ["403"]), evidence, health, ["+886223456789"]);

    private static Config LinesOf(string text) => ConfigReader.Read(text).Config;
}
