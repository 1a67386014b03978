using Appliance.Configuration;

namespace Appliance.Tests.Configuration;

public sealed class SettingsEditorTests
{
    [Fact]
    public void A_changed_value_leaves_every_other_character_as_it_was()
    {
        var text = SettingsEditor.Set(Samples.Shipped, "office.country", new SettingValue.Text("JP"));

        Assert.Equal(Samples.Shipped.Replace("country = \"TW\" ", "country = \"JP\" ", StringComparison.Ordinal), text);
    }

    [Fact]
    public void A_setting_of_a_repeated_section_is_found_by_its_id_or_its_place()
    {
        var byId = SettingsEditor.Set(Samples.Shipped, "extension.102.name", new SettingValue.Text("Warehouse"));
        var byPlace = SettingsEditor.Set(Samples.Shipped, "extension[2].name", new SettingValue.Text("Warehouse"));

        Assert.Equal(Samples.Shipped.Replace("Workshop", "Warehouse", StringComparison.Ordinal), byId);
        Assert.Equal(byId, byPlace);
    }

    [Fact]
    public void A_list_over_several_lines_is_replaced_whole()
    {
        var text = SettingsEditor.Set(Samples.Shipped, "trunk.twilio.edges", new SettingValue.Texts(["taipei-office.pstn.tokyo.twilio.com"]))!;

        Assert.Contains("edges = [\"taipei-office.pstn.tokyo.twilio.com\"]\nuser-name", text, StringComparison.Ordinal);
        Assert.True(ConfigReader.Read(text, Samples.Secrets).IsUsable);
    }

    [Fact]
    public void A_setting_that_was_not_there_is_added_below_its_section()
    {
        var text = SettingsEditor.Set(Samples.Small, "trunk.twilio.max-calls", new SettingValue.Whole(7))!;

        Assert.Equal(Samples.Small.Replace("\"twilio-office\"\n", "\"twilio-office\"\nmax-calls = 7\n", StringComparison.Ordinal), text);
        Assert.Equal(7, ConfigReader.Read(text).Config.Trunks[0].MaxCalls);
    }

    [Fact]
    public void A_section_that_was_not_there_is_added_at_the_end()
    {
        var text = SettingsEditor.Set(Samples.Small, "calls.max-calls", new SettingValue.Whole(7))!;

        Assert.Equal(Samples.Small + "\n\n[calls]\nmax-calls = 7\n", text);
    }

    [Fact]
    public void A_setting_after_letters_outside_ascii_is_changed_at_its_right_place()
    {
        const string text = "# 台北辦公室 ☎️ 🏢\n[office]\nname = \"辦公室 🏢\" # 名稱 🏷\ncountry = \"TW\" # 國家\n";

        Assert.Equal(text.Replace("TW", "JP", StringComparison.Ordinal), SettingsEditor.Set(text, "office.country", new SettingValue.Text("JP")));
    }

    [Theory]
    [InlineData(1, 3, "231")]
    [InlineData(3, 1, "312")]
    [InlineData(2, 1, "213")]
    [InlineData(1, 2, "213")]
    [InlineData(2, 3, "132")]
    [InlineData(2, 2, "123")]
    public void A_section_is_moved_among_its_like_with_the_comments_above_it(int from, int to, string order)
    {
        foreach (var newline in new[] { "\n", "\r\n" })
        {
            foreach (var end in new[] { "", "\n", "\n\n[calls] # last\nmax-calls = 7\n" })
            {
                var text = string.Join('\n', "# head", "[office]", "country = \"TW\"", "", "# one", "# of three", "[[dial-plan.rule]]", "match = \"1\" # first", "", "# two", "[[dial-plan.rule]]", "match = \"2\"", "[[inbound]] # between", "number = \"*\"", "announcement = \"closed\"", "", "[[dial-plan.rule]]", "match = \"3\"") + end;
                text = text.Replace("\n", newline, StringComparison.Ordinal);

                var moved = SettingsEditor.Move(text, "dial-plan.rule", from, to)!;

                Assert.Equal(order, string.Concat(ConfigReader.Read(moved).Config.DialPlan.Rules.Select(rule => rule.Match)));
                Assert.Equal(Lines(text), Lines(moved));
                Assert.Contains($"# one{newline}# of three{newline}[[dial-plan.rule]]{newline}match = \"1\" # first{newline}", moved + newline, StringComparison.Ordinal);
                Assert.Contains($"# two{newline}[[dial-plan.rule]]{newline}match = \"2\"", moved, StringComparison.Ordinal);
                Assert.Equal(newline is "\r\n", !moved.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal));
            }
        }

        static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_section_is_not_moved_to_where_none_is()
    {
        Assert.Null(SettingsEditor.Move(Samples.Shipped, "trunk", 1, 99));
        Assert.Null(SettingsEditor.Move(Samples.Shipped, "trunk", 0, 1));
        Assert.Null(SettingsEditor.Move(Samples.Shipped, "office", 1, 1));
    }

    [Fact]
    public void Windows_line_ends_stay_windows_line_ends()
    {
        const string text = "[office]\r\ncountry = \"TW\"\r\n\r\n[media]\r\n";

        Assert.Equal("[office]\r\ncountry = \"TW\"\r\nname = \"x\"\r\n\r\n[media]\r\n", SettingsEditor.Set(text, "office.name", new SettingValue.Text("x")));
    }

    [Fact]
    public void A_dotted_setting_at_the_top_is_changed_where_it_stands() =>
        Assert.Equal("office.country = \"JP\"\n", SettingsEditor.Set("office.country = \"TW\"\n", "office.country", new SettingValue.Text("JP")));

    [Theory]
    [InlineData("a\"b\\c\u0001d\te")]
    [InlineData("line\nline")]
    [InlineData("電話 🏢")]
    public void Any_text_comes_back_as_it_was_put_in(string name)
    {
        var text = SettingsEditor.Set("[office]\n", "office.name", new SettingValue.Text(name))!;

        var read = Tomlyn.Parsing.SyntaxParser.Parse(text);
        Assert.False(read.HasErrors);
        Assert.Equal(name, ((Tomlyn.Syntax.StringValueSyntax)read.Tables.First().Items.First().Value!).Value);
    }

    [Fact]
    public void A_setting_can_be_taken_out_with_its_line()
    {
        var text = SettingsEditor.Remove(Samples.Shipped, "trunk.twilio.edges")!;

        Assert.DoesNotContain("singapore", text, StringComparison.Ordinal);
        Assert.Contains("exactly\nuser-name", text, StringComparison.Ordinal);
        Assert.True(ConfigReader.Read(text, Samples.Secrets).IsUsable);
    }

    [Fact]
    public void A_section_can_be_added_and_taken_out_again()
    {
        var more = SettingsEditor.Add(Samples.Shipped, "extension", [("number", new SettingValue.Text("103")), ("password-secret", new SettingValue.Text("phone-101"))])!;
        var less = SettingsEditor.RemoveSection(more, "extension.103")!;

        Assert.Equal(["101", "102", "103"], ConfigReader.Read(more).Config.Extensions.Select(extension => extension.Id));
        Assert.Equal(["101", "102"], ConfigReader.Read(less).Config.Extensions.Select(extension => extension.Id));
        Assert.Equal(Samples.Shipped, less.TrimEnd('\n') + "\n");
    }

    [Theory]
    [InlineData("trunk.nobody.name")]
    [InlineData("kitchen.sink")]
    [InlineData("country")]
    [InlineData("")]
    [InlineData("trunk[99].name")]
    [InlineData("trunk[x].name")]
    [InlineData("office.")]
    public void A_path_that_leads_nowhere_changes_nothing(string path) =>
        Assert.Null(SettingsEditor.Set(Samples.Small, path, new SettingValue.Text("x")));

    [Fact]
    public void A_file_with_faults_in_its_syntax_is_not_edited() =>
        Assert.Null(SettingsEditor.Set("[office\n", "office.name", new SettingValue.Text("x")));
}
