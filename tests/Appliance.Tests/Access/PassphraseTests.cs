using Appliance.Access;
using Sip.Net;

namespace Appliance.Tests.Access;

public sealed class PassphraseTests
{
    [Theory]
    [InlineData(null, PassphraseFault.Unreadable)]
    [InlineData("", PassphraseFault.TooShort)]
    [InlineData("fourteen.chars", PassphraseFault.TooShort)]
    [InlineData("               surrounded    ", PassphraseFault.TooShort)]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", PassphraseFault.TooPlain)]
    [InlineData("a bell \u0007 within the words", PassphraseFault.Unreadable)]
    [InlineData("half of a pair: \ud83d and words", PassphraseFault.Unreadable)]
    public void What_will_not_do_has_a_reason(string? typed, PassphraseFault fault) => Assert.Equal(fault, Passphrase.Check(typed));

    [Theory]
    [InlineData("fifteen.letters")]
    [InlineData("correct horse battery staple")]
    [InlineData("辦公室的電話一定要記得好好保管喔")]
    public void Length_is_what_counts_in_any_script(string typed) => Assert.Null(Passphrase.Check(typed));

    [Fact]
    public void The_longest_will_do_and_one_more_will_not()
    {
        var longest = string.Concat(Enumerable.Repeat("abcdefgh", Passphrase.Longest / 8));

        Assert.Null(Passphrase.Check(longest));
        Assert.Equal(PassphraseFault.TooLong, Passphrase.Check(longest + "i"));
        Assert.Equal(PassphraseFault.TooLong, Passphrase.Check(new string('x', 100_000)));
    }

    [Fact]
    public void Spaces_around_it_are_no_part_of_it() =>
        Assert.Equal(Passphrase.Read("correct horse battery"), Passphrase.Read("  correct horse battery "));

    [Fact]
    public void Suggestions_are_three_words_that_will_do_and_none_comes_twice()
    {
        var tokens = new SystemTokens();
        var suggested = Enumerable.Range(0, 1000).Select(_ => Passphrase.Suggest(tokens)).ToArray();

        Assert.Equal(1000, suggested.Distinct().Count());
        Assert.All(suggested, static one =>
        {
            Assert.Matches("^([bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]-?){3}$", one);
            Assert.Null(Passphrase.Check(one));
        });
    }
}
