using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>What every page has to be, whatever is on it; and its picture, kept for people.</summary>
internal static class Judgement
{
    /// <summary>The narrowest screen (WCAG 1.4.10).</summary>
    private const int Narrowest = 320;

    /// <summary>All rules of axe, the size of targets (WCAG 2.2) included, which it leaves out unless told.</summary>
    private const string AllRules = "{ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }";

    /// <summary>The rules of axe that colours can break: all that differs between the themes.</summary>
    private const string RulesOfColour = "{ runOnly: ['color-contrast', 'link-in-text-block'], resultTypes: ['violations'] }";

    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Judges what is shown in both themes.</summary>
    public static async Task JudgeAsync(this IPage page, string name, string language)
    {
        await JudgeAsync(page, name, language, ColorScheme.Light, AllRules);
        await JudgeAsync(page, name, language, ColorScheme.Dark, RulesOfColour);
        await JudgeWordsAsync(page, name, language);
        await JudgeWidthAsync(page, name);
    }

    private static async Task JudgeAsync(IPage page, string name, string language, ColorScheme theme, string rules)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = theme });
        var folder = Directory.CreateDirectory(Path.Combine(RunningBox.Root, "artifacts", "browser")).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{language}-{theme}.png"), FullPage = true });
        // Put into the page once and asked there: Deque's own runner opens an empty page for every verdict, for the frames of other sites, which the box has not.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
            await page.EvaluateAsync(s_axe);
        var violations = await page.EvaluateAsync<string[]>($"() => axe.run(document, {rules}).then(found => found.violations.map(one => `${{one.id}}: ${{one.help}}: ${{one.nodes.map(node => node.html).join(', ')}}`))");
        Assert.Empty(violations.Select(violation => $"{name}, {theme}: {violation}"));
    }

    private static async Task JudgeWordsAsync(IPage page, string name, string language)
    {
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.NotEmpty((await page.TitleAsync()).Replace("· Landline", "", StringComparison.Ordinal).Trim());
        // A text that is missing is shown as its code.
        var codes = await page.EvaluateAsync<string[]>("(document.documentElement.outerHTML.match(/\\b(web|page|home)\\.[a-z][a-z.-]*[a-z]\\b/g) ?? []).filter(code => !/\\.(css|js|png|svg)$/.test(code))");
        Assert.True(codes.Length is 0, $"{name} shows {string.Join(", ", codes)}.");
    }

    private static async Task JudgeWidthAsync(IPage page, string name)
    {
        var usual = page.ViewportSize!;
        await page.SetViewportSizeAsync(Narrowest, usual.Height);
        var wide = await page.EvaluateAsync<string[]>("""
            document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 120))
            """);
        Assert.True(wide.Length is 0, $"{name} is wider than {Narrowest} px: {string.Join(", ", wide)}");
        await page.SetViewportSizeAsync(usual.Width, usual.Height);
    }
}
