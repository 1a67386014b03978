using System.Reflection;
using System.Text.RegularExpressions;
using Appliance.Configuration;
using Appliance.Texts;

namespace Appliance.Tests.Configuration;

/// <summary>Whatever is wrong with the settings is said in the language of whoever reads it.</summary>
public sealed partial class FaultSentencesTests
{
    private static readonly string[] Parts = ["", ".why", ".do"];

    private static readonly FaultCode[] Codes =
        [.. typeof(FaultCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<FaultCode>()];

    [Fact]
    public void Every_fault_says_what_why_and_what_to_do_in_both_languages_and_uses_each_of_its_values()
    {
        Assert.True(Codes.Length > 100);
        Assert.Equal(Codes.Length, Codes.Select(code => code.Name).Distinct(StringComparer.Ordinal).Count());
        foreach (var code in Codes)
        {
            foreach (var language in Sentences.Languages)
            {
                var said = Parts.Select(part => Sentences.Say($"fault.{code.Name}{part}", language)).ToArray();
                Assert.All(said, sentence => Assert.DoesNotContain("fault.", sentence, StringComparison.Ordinal));
                var places = said.SelectMany(sentence => Place.Matches(sentence)).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
                Assert.Equal(Enumerable.Range(0, code.Values).Select(i => $"{{{i}}}"), places);
            }
        }
    }

    [Fact]
    public void There_is_no_sentence_of_a_fault_that_cannot_happen()
    {
        var known = Codes.SelectMany(code => Parts.Select(part => $"fault.{code.Name}{part}")).ToHashSet(StringComparer.Ordinal);

        Assert.All(Sentences.Codes.Where(code => code.StartsWith("fault.", StringComparison.Ordinal)), code => Assert.Contains(code, known));
    }

    [Fact]
    public void The_faults_of_a_file_with_many_are_whole_sentences_in_both_languages()
    {
        var faults = ConfigReader.Read("""
            [office]
            name = ""
            country = "XX"
            colour = "blue"
            [network]
            listen = ["x"]
            sip-udp-port = 99999
            signalling-dscp = 99
            public-host = "http://box"
            [media]
            first-port = 1
            dscp = "x"
            [dial-plan]
            echo-number = "12345678901"
            permitted-countries = "TW"
            [[dial-plan.rule]]
            match = "abc"
            via = ["nobody"]
            strip = 99
            [[trunk]]
            id = "a b"
            kind = "sip"
            numbers = ["02 1234 5678", "x"]
            password-secret = "gone"
            [[trunk]]
            id = "t"
            kind = "twilio-domain"
            domain = "my-office.pstn.twilio.com"
            edge = "tokio"
            [[extension]]
            number = "1x"
            password = "secret"
            codecs = ["X"]
            [[inbound]]
            number = "*"
            [panel]
            board = "custom"
            [panel.fan]
            i2c-address = 1
            [[pbx]]
            id = "p"
            x
            """, new HashSet<string>(StringComparer.Ordinal) { "gone2" }).Faults;

        Assert.True(faults.Count > 25, $"{faults.Count} faults.");
        foreach (var fault in faults)
        {
            foreach (var language in Sentences.Languages)
            {
                var said = fault.In(language);
                Assert.All([said.What, said.Why, said.Remedy], sentence =>
                {
                    Assert.DoesNotContain("fault-word.", sentence, StringComparison.Ordinal);
                    Assert.DoesNotContain("fault.", sentence, StringComparison.Ordinal);
                    Assert.False(Place.IsMatch(sentence), sentence);
                    Assert.Equal(language is "zh-TW", Han.IsMatch(sentence));
                });
            }

            Assert.Equal(fault.In("en"), new FaultWords(fault.What, fault.Why, fault.Remedy));
        }
    }

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.None, 1000)]
    private static partial Regex Place { get; }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, 1000)]
    private static partial Regex Han { get; }
}
