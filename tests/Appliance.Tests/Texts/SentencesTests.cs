using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.DialPlans;
using Appliance.Numbers;
using Appliance.Texts;

namespace Appliance.Tests.Texts;

public sealed partial class SentencesTests
{
    [Fact]
    public void Every_sentence_is_there_in_both_languages_with_the_same_places()
    {
        Assert.All(Sentences.Codes, static code =>
        {
            var english = Sentences.Say(code, "en");
            var chinese = Sentences.Say(code, "zh-TW");
            Assert.NotEqual(code, english);
            Assert.NotEqual(english, chinese);
            Assert.Equal(Places(english), Places(chinese));
        });
    }

    [Fact]
    public void Every_number_fault_has_its_own_sentence()
    {
        var sentences = Enum.GetValues<NumberFault>().Select(NumberFaults.Sentence).ToArray();

        Assert.All(sentences, static code => Assert.Contains(code, Sentences.Codes));
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
    }

    [Fact]
    public void Every_cause_of_every_answer_has_a_sentence_that_stands_alone()
    {
        string[] phrases = ["", "Invalid Phone Number", "unverified", "Invalid Caller ID", "No International Authorization", "blocked", "CPS limit", "concurrent call limit"];
        foreach (var peer in Enum.GetValues<PeerKind>())
        {
            for (var status = 300; status < 700; status++)
            {
                foreach (var phrase in phrases)
                {
                    var cause = CauseMapping.Explain(peer, status, phrase);
                    Assert.Contains(cause.Sentence, Sentences.Codes);
                    Assert.Empty(Places(Sentences.Say(cause.Sentence, "en")));
                }
            }
        }
    }

    [Fact]
    public void An_unknown_code_or_language_still_says_something()
    {
        Assert.Equal("no.such-code", Sentences.Say("no.such-code", "en"));
        Assert.Equal(Sentences.Say("called.busy", "en"), Sentences.Say("called.busy", "fr"));
    }

    private static string[] Places(string sentence) => [.. Place().Matches(sentence).Select(static match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
