using Appliance.Configuration;
using Appliance.Web;
using Appliance.Web.Pages;
using Bunit;

namespace Appliance.Tests.Web.Components;

/// <summary>A difference of two settings files, as sentences and as lines.</summary>
public sealed class SettingsDiffTests : BunitContext
{
    private const string Old = "[calls]\nmax-calls = 8\nring-seconds = 90\n";

    [Fact]
    public void What_goes_and_what_comes_can_be_told_apart_without_colour()
    {
        var page = Diff(Old, Old.Replace("8", "12", StringComparison.Ordinal));

        Assert.Equal("2− max-calls = 8", page.Find("del").TextContent);
        Assert.Equal("2+ max-calls = 12", page.Find("ins").TextContent);
        Assert.Contains("(calls.max-calls)", Assert.Single(page.FindAll("ul.says li")).TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("details").HasAttribute("open"));
    }

    [Fact]
    public void The_same_text_twice_is_one_sentence_and_no_lines()
    {
        var page = Diff(Old, Old);

        Assert.Empty(page.FindAll("details"));
        Assert.Equal(new PageWords("en").Say("settings.same"), Assert.Single(page.FindAll("li")).TextContent);
    }

    [Fact]
    public void A_long_difference_is_folded()
    {
        var page = Diff(Old, Old + string.Concat(Enumerable.Range(0, 60).Select(number => $"# line {number}\n")));

        Assert.False(page.Find("details").HasAttribute("open"));
        Assert.Equal(60, page.FindAll("ins").Count);
    }

    [Fact]
    public void What_stands_in_the_file_is_text_and_never_markup()
    {
        var page = Diff(Old, Old + "# <b id=made>bold</b>\n");

        Assert.Empty(page.FindAll("#made"));
        Assert.Contains("<b id=made>bold</b>", page.Find("ins").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<SettingsDiff> Diff(string old, string now) =>
        Render<SettingsDiff>(with => with.Add(part => part.Words, new PageWords("en")).Add(part => part.Difference, SettingsDifference.Between(old, now)));
}
