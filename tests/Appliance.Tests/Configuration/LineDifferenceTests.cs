using Appliance.Configuration;

namespace Appliance.Tests.Configuration;

public sealed class LineDifferenceTests
{
    [Fact]
    public void The_hunks_of_any_two_texts_make_the_one_from_the_other_and_are_as_few_lines_as_can_be()
    {
        var chance = new Random(20261123);
        for (var round = 0; round < 2000; round++)
        {
            string[] old = Draw(chance), now = Draw(chance);
            var hunks = LineDifference.Between(old, now);

            List<string> made = [];
            var at = 0;
            foreach (var hunk in hunks)
            {
                Assert.True(hunk.OldCount + hunk.NewCount > 0);
                made.AddRange(old[at..hunk.OldAt]);
                Assert.Equal(hunk.NewAt, made.Count);
                made.AddRange(now[hunk.NewAt..hunk.NewEnd]);
                at = hunk.OldEnd;
            }

            made.AddRange(old[at..]);
            Assert.Equal(now, made);
            Assert.Equal(old.Length + now.Length - (2 * LongestCommon(old, now)), hunks.Sum(hunk => hunk.OldCount + hunk.NewCount));
        }
    }

    [Fact]
    public void Texts_with_nothing_in_common_differ_as_a_whole_and_soon()
    {
        string[] old = [.. Enumerable.Range(0, 20_000).Select(number => $"a{number}")], now = [.. Enumerable.Range(0, 20_000).Select(number => $"b{number}")];

        Assert.Equal(new LineHunk(0, 20_000, 0, 20_000), Assert.Single(LineDifference.Between(old, now)));
    }

    [Fact]
    public void Changes_in_different_places_are_both_kept()
    {
        Assert.Equal("one\r\n2\r\nthree\r\nfour\r\n5\r\n", LineDifference.Merge("one\ntwo\nthree\nfour\nfive\n", "one\r\n2\r\nthree\r\nfour\r\nfive\r\n", "one\ntwo\nthree\nfour\n5\n"));
    }

    [Theory]
    [InlineData("one\n2\nthree\n", "one\nzwei\nthree\n")]
    [InlineData("one\n2\nthree\n", "one\ntwo\ndrei\n")]
    [InlineData("one\ntwo\nand\nthree\n", "one\ntwo\nor\nthree\n")]
    public void Changes_of_the_same_or_neighbouring_lines_are_for_a_person_to_choose(string theirs, string mine)
    {
        Assert.Null(LineDifference.Merge("one\ntwo\nthree\n", theirs, mine));
    }

    private static string[] Draw(Random chance) => [.. Enumerable.Range(0, chance.Next(12)).Select(_ => "abc"[chance.Next(3)].ToString())];

    private static int LongestCommon(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = 1; i <= old.Length; i++)
        {
            for (var j = 1; j <= now.Length; j++)
                common[i, j] = old[i - 1] == now[j - 1] ? common[i - 1, j - 1] + 1 : Math.Max(common[i - 1, j], common[i, j - 1]);
        }

        return common[old.Length, now.Length];
    }
}
