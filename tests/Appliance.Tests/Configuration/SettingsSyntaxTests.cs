using Appliance.Configuration;

namespace Appliance.Tests.Configuration;

/// <summary>No text, however it is made, costs the box its life or its time.</summary>
public sealed class SettingsSyntaxTests
{
    private const int Deep = 200_000;

    public static TheoryData<string, string> DeepTexts => new()
    {
        { "a name", string.Concat(Enumerable.Repeat("a.", Deep)) + "a = 1" },
        { "a quoted name", string.Concat(Enumerable.Repeat("\"a\".", Deep)) + "a = 1" },
        { "a heading", "[" + string.Concat(Enumerable.Repeat("a.", Deep)) + "a]" },
        { "a heading of several", "[[" + string.Concat(Enumerable.Repeat("a.", Deep)) + "a]]" },
        { "a name in braces", "x = { " + string.Concat(Enumerable.Repeat("a.", Deep)) + "a = 1 }" },
        { "brackets", "x = " + new string('[', Deep) + new string(']', Deep) },
        { "braces", "x = " + string.Concat(Enumerable.Repeat("{a=", Deep)) + "1" + new string('}', Deep) },
    };

    [Theory]
    [MemberData(nameof(DeepTexts))]
    public void What_is_nested_without_end_is_a_fault_of_its_line(string what, string deep)
    {
        var text = "[calls]\nmax-calls = 7\n" + deep + "\n[records]\nkeep-days = 30\n";

        var reading = ConfigReader.Read(text);
        _ = SettingsDifference.Between(text, "");

        Assert.True(reading.Faults is [{ Code: "line-nested" }], what);
        Assert.Equal(3, reading.Faults[0].Line);
        Assert.Equal((7, 30), (reading.Config.Calls.MaxCalls, reading.Config.Records.KeepDays));
    }

    [Fact]
    public void What_comes_to_light_under_a_line_that_is_wrong_is_no_way_around_it()
    {
        var text = "s = \"\"\"\\q\n" + string.Concat(Enumerable.Repeat("a.", Deep)) + "a = 1\n";

        Assert.Contains(ConfigReader.Read(text).Faults, fault => fault is { Line: 2, Code: "line-nested" });
    }

    [Fact]
    public void What_is_nested_after_a_text_over_several_lines_is_found() =>
        Assert.Contains(ConfigReader.Read("x = [\"\"\"]\"\n\"\"\"\"\", " + new string('[', Deep)).Faults, fault => fault is { Line: 2, Code: "line-nested" });

    [Fact]
    public void Dots_and_brackets_in_texts_and_comments_nest_nothing()
    {
        const string Text = """
            # a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t [[[[[[[[[[[[[[[[[[[[[
            [office]
            name = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q \" [[[[[[[[[[[[[[[[[[[["
            [network] # {{{{{{{{{{{{{{{{{{{{
            name-servers = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6", "192.0.2.7"]
            """;

        Assert.DoesNotContain(ConfigReader.Read(Text).Faults, fault => fault.Code is "line-nested");
    }

    [Theory]
    [InlineData("=", 30_000)]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 600)]
    [InlineData("a = \"", 10_000)]
    public void A_text_that_is_wrong_in_every_line_is_told_of_as_far_as_it_is_worth(string line, int times)
    {
        var faults = ConfigReader.Read(string.Concat(Enumerable.Repeat(line + "\n", times))).Faults;

        Assert.InRange(faults.Count, 2, 21);
        Assert.Equal("more-faults", faults[^1].Code);
        Assert.All(faults.SkipLast(1), fault => Assert.NotEqual("more-faults", fault.Code));
    }

    [Fact]
    public void A_secret_and_the_settings_that_name_it_are_found_in_one_reading()
    {
        const string Text = "[[extension]]\nnumber = \"101\"\npassword-secret = \"a\"\n[[extension]]\nnumber = \"102\"\npassword-secret = \"b\"\n[[trunk]]\nid = \"t\"\npassword-secret = \"a\"\n";

        var users = SettingsLeaves.UsersOf(Text, ["b", "nobody", "a"]);

        Assert.Equal(["extension.102.password-secret", "", "extension.101.password-secret trunk.t.password-secret"], users.Select(one => string.Join(' ', one)));
    }
}
