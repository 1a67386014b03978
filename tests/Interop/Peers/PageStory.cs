using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Interop.Peers;

/// <summary>The pages somebody saw on the way, one picture each; with <c>PAGE_WRITE=1</c> they become <c>docs/page.md</c>.</summary>
internal sealed class PageStory(string language, IPage page)
{
    private readonly List<(string Name, string Title)> _pictures = [];

    /// <summary>Takes a picture of the page as it is now.</summary>
    public async Task ShowAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(IsWriting ? Docs : Path.Combine(Artifacts.Tree, "artifacts"), "page")).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{language}.png"), FullPage = true });
        _pictures.Add((name, await page.Locator("h1").First.InnerTextAsync()));
    }

    /// <summary>Writes the story down, or demands that it is written down as it went.</summary>
    public void Tell(IReadOnlyList<string> decisions)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"## {language}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{decisions.Count} decisions:").AppendLine();
        foreach (var (index, decision) in decisions.Index())
            text.AppendLine(CultureInfo.InvariantCulture, $"{index + 1}. {decision}");
        text.AppendLine().AppendLine("| Page | What it looks like |").AppendLine("|---|---|");
        foreach (var (name, title) in _pictures)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {title} | ![{title}](page/{name}-{language}.png) |");

        var file = Path.Combine(Docs, "page.md");
        var known = File.Exists(file) ? File.ReadAllText(file) : Opening;
        if (IsWriting)
            File.WriteAllText(file, WithSection(known, text.ToString()));
        else
            Assert.Contains(text.ToString(), known, StringComparison.Ordinal);
    }

    private const string Opening = "# The page, from the carton to the first call\n\nWritten by `PAGE_WRITE=1 dotnet run --project tests/Interop -- -class '*StartFlowTests'`. A decision is what the person has to choose or to confirm; to\ncopy what the provider wrote, or what the page shows, is none.\n";

    private static string Docs => Path.Combine(Artifacts.Tree, "docs");

    private static bool IsWriting => Environment.GetEnvironmentVariable("PAGE_WRITE") == "1";

    private string WithSection(string known, string section)
    {
        var begin = known.IndexOf($"## {language}\n", StringComparison.Ordinal);
        if (begin < 0)
            return known.TrimEnd() + "\n\n" + section;
        var end = known.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return known[..begin] + section + (end < 0 ? "" : known[end..]);
    }
}
