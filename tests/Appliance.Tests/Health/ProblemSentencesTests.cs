using System.Globalization;
using System.Text;
using Appliance.Health;
using Appliance.Texts;

namespace Appliance.Tests.Health;

public sealed class ProblemSentencesTests
{
    // Four lines of 21 small letters, and four of eight Chinese ones at two cells each, on a screen of 128 x 64 dots.
    private const int ScreenLetters = 84;
    private const int ScreenCells = 64;

    public static TheoryData<string> Codes => [.. ProblemKind.All.Select(kind => kind.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_problem_has_its_sentences_and_they_fit_the_screen(string code)
    {
        var problem = Example(ProblemKind.Find(code)!);
        Assert.Contains($"problem.{code}", Sentences.Codes);
        Assert.Contains($"problem.{code}.do", Sentences.Codes);
        Assert.All(Sentences.Languages, language =>
        {
            Assert.DoesNotContain("{", problem.Sentence(language), StringComparison.Ordinal);
            Assert.DoesNotContain("{", Sentences.Say($"problem.{code}.do", language, [.. problem.Values]), StringComparison.Ordinal);
        });
        Assert.InRange(problem.Sentence("en").Length, 20, ScreenLetters);
        Assert.InRange(problem.Sentence("zh-TW").Sum(letter => letter < 0x2E80 ? 1 : 2), 10, ScreenCells);
    }

    [Fact]
    public void No_sentence_tells_of_a_problem_that_cannot_be()
    {
        var known = ProblemKind.All.SelectMany(kind => (string[])[$"problem.{kind.Code}", $"problem.{kind.Code}.do"]).ToHashSet(StringComparer.Ordinal);

        Assert.All(Sentences.Codes.Where(code => code.StartsWith("problem.", StringComparison.Ordinal)), code => Assert.Contains(code, known));
    }

    [Fact]
    public void Every_fault_the_panel_can_tell_of_is_a_problem()
    {
        var codes = typeof(Hal.IFrontPanel).Assembly.GetType("Hal.Devices.FaultCodes")?.GetFields().Select(field => (string)field.GetValue(null)!) ?? [];

        Assert.All(codes, code => Assert.NotNull(ProblemKind.Find(code)));
    }

    [Fact]
    public void The_document_is_current()
    {
        using var resource = typeof(ProblemSentencesTests).Assembly.GetManifestResourceStream("problems.md")!;
        using var reader = new StreamReader(resource);
        var document = Document();

        Assert.True(reader.ReadToEnd().ReplaceLineEndings("\n") == document, $"docs/problems.md should now read:\n{document}");
    }

    private static string Document()
    {
        var text = new StringBuilder("""
            # Problems

            Everything the box can find wrong with itself, worst first. The lamp, the screen, the page, the log and the API show the same one,
            by the same code. Made from `src/Appliance/Health/ProblemKind.cs` and `src/Appliance/Texts/sentences.json`; a test fails when it is
            not current.

            A problem is told once it has lasted as long as the table says, and taken back as soon as it is over. Both are a line in the log.


            """.ReplaceLineEndings("\n"));
        foreach (var group in ProblemKind.All.GroupBy(kind => kind.Severity).OrderByDescending(group => group.Key))
        {
            text.Append("## ").Append(Heading(group.Key)).Append("\n\n");
            foreach (var kind in group)
            {
                var problem = Example(kind);
                text.Append("### `").Append(kind.Code).Append("`\n\n");
                text.Append(CultureInfo.InvariantCulture, $"Told {(kind.Patience == TimeSpan.Zero ? "at once" : $"after {kind.Patience.TotalSeconds} s")}{(kind.IsPerSubject ? ", each by itself" : "")}.\n\n");
                foreach (var language in Sentences.Languages)
                    text.Append("> ").Append(problem.Sentence(language)).Append("\n>\n> ").Append(Sentences.Say($"problem.{kind.Code}.do", language, [.. problem.Values])).Append("\n\n");
            }
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Heading(Severity severity) => severity switch
    {
        Severity.Hardware => "The box itself is at fault",
        Severity.LineDown => "Calls to the world do not go through",
        Severity.Degraded => "Worse than it should be; calls go through",
        _ => "Somebody has to do something first",
    };

    private static Problem Example(ProblemKind kind) => new(kind.Code, kind.Severity, kind.Examples);
}
