using Appliance.Configuration;

namespace Appliance.Tests.Configuration;

public sealed class SettingsDifferenceTests
{
    private const string Text = """
        # the office
        [office]
        name = "Taipei"      # as on the door

        [calls]
        max-calls = 30

        [[extension]]
        number = "101"
        password-secret = "phone-101"

        [[extension]]
        number = "102"
        password-secret = "phone-102"

        """;

    [Fact]
    public void A_changed_value_is_told_by_its_path_with_the_lines_around_it()
    {
        var difference = SettingsDifference.Between(Text, Text.Replace("= 30", "= 40", StringComparison.Ordinal));

        Assert.Equal([new SettingChange("calls.max-calls", "30", "40")], difference.Changes);
        Assert.Equal(
            ["Gap 0 0 ", "Stays 4 4 ", "Stays 5 5 [calls]", "Goes 6 0 max-calls = 30", "Comes 0 6 max-calls = 40", "Stays 7 7 ", "Stays 8 8 [[extension]]", "Gap 0 0 "],
            difference.Lines.Select(line => $"{line.Fate} {line.Old} {line.Now} {line.Text}"));
    }

    [Fact]
    public void Added_and_removed_settings_and_sections_are_told_once()
    {
        var now = Text.Replace("name = \"Taipei\"      # as on the door\n", "country = \"TW\"\n", StringComparison.Ordinal).Replace("\"102\"", "\"103\"", StringComparison.Ordinal);

        Assert.Equal(
            [
                new SettingChange("office.name", "\"Taipei\"", null),
                new SettingChange("office.country", null, "\"TW\""),
                new SettingChange("extension.102", "number = \"102\"; password-secret = \"phone-102\"", null),
                new SettingChange("extension.103", null, "number = \"103\"; password-secret = \"phone-102\""),
            ],
            SettingsDifference.Between(Text, now).Changes);
    }

    [Fact]
    public void A_comment_alone_changes_lines_but_no_setting()
    {
        var difference = SettingsDifference.Between(Text, Text.Replace("on the door", "on the sign", StringComparison.Ordinal));

        Assert.Empty(difference.Changes);
        Assert.Equal(2, difference.Lines.Count(line => line.Fate is LineFate.Goes or LineFate.Comes));
    }

    [Fact]
    public void Another_order_of_sections_is_told()
    {
        const string One = "[[trunk]]\nid = \"a\"\n[[trunk]]\nid = \"b\"\n";
        const string Other = "[[trunk]]\nid = \"b\"\n[[trunk]]\nid = \"a\"\n";

        Assert.Equal([new SettingChange("trunk", "a, b", "b, a")], SettingsDifference.Between(One, Other).Changes);
    }

    [Theory]
    [InlineData("[[trunk]]\nid = \"a\"\npassword = \"tainted\"\n")]
    [InlineData("[[trunk]]\nid = \"a\"\n  auth-token='tainted'\n")]
    [InlineData("trunk.token = tainted\n")]
    [InlineData("trunk = [{ id = \"a\", secret = \"tainted\\\"tainted\" }]\n")]
    [InlineData("[[trunk]]\n\"password\" = \"tainted\n")]
    [InlineData("[[trunk]]\nid = \"a\"\npassword = \"\"\"tainted\"\"\"\n")]
    [InlineData("[[trunk]]\npassword = \"\"\"\n  one \\\"\"\" tainted\n tainted\"\"\"\"\"\nid = \"a\"\n")]
    [InlineData("[[trunk]]\npassword = '''tainted\n'tainted''tainted'''\nid = \"a\"\n")]
    [InlineData("[[trunk]]\npassword = '''tainted\ntainted\n")]
    [InlineData("[[trunk]]\npassword = [ \"x\", [\"tainted\"], # ]\n  \"tainted\" ]\n")]
    [InlineData("[[trunk]]\npassword = { a = \"tainted\", b = [{ c = 'tainted' }] }\n")]
    [InlineData("[other]\ntoken = two tainted\n")]
    [InlineData("token = x#tainted\n")]
    [InlineData("\"pass\\u0077ord\" = 'tainted'\n")]
    [InlineData("\"trunk\" . secret = \"tainted\"\n")]
    public void A_password_in_the_clear_is_never_shown(string text)
    {
        Assert.DoesNotContain("tainted", ShownText.Of(text), StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", SettingsDifference.Between("", text).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", SettingsDifference.Between(text, "").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_around_a_password_stays()
    {
        const string Around = "[[trunk]]\npassword = \"\"\"a\nb\"\"\" # why\nid = \"a\"\nx = [{ secret = 'a', id = \"b\" }, { id = \"c\" }]\n";

        Assert.Equal("[[trunk]]\npassword = \"•••\" # why\nid = \"a\"\nx = [{ secret = \"•••\", id = \"b\" }, { id = \"c\" }]\n", ShownText.Of(Around));
    }

    [Fact]
    public void The_names_of_secrets_are_shown_and_comments_stay()
    {
        const string Named = "password-secret = \"phone-101\"\n# the password = \"is elsewhere\"\n";

        Assert.Equal(Named, ShownText.Of(Named));
    }
}
