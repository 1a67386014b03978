namespace Browser.Tests;

/// <summary>The judge itself: what is wrong does not pass.</summary>
public sealed class JudgementTests
{
    private const string Sound = "<!doctype html><html lang=\"en\"><head><title>A page</title></head><body><main><h1>A page</h1>";

    [Theory]
    [InlineData("<img src=\"data:,\">", "image-alt")]
    [InlineData("<p style=\"color: #ccc; background: #fff\">pale</p>", "color-contrast")]
    [InlineData("<button style=\"width: 9px; height: 9px; padding: 0\" aria-label=\"a\"></button><button style=\"width: 9px; height: 9px; padding: 0\" aria-label=\"b\"></button>", "target-size")]
    [InlineData("<style>@media (prefers-color-scheme: dark) { body { background: #000 } p { color: #222 } }</style><p>dark</p>", "color-contrast")]
    [InlineData("<p style=\"width: 900px\">wide</p>", "is wider than")]
    [InlineData("<p>web.text-nobody-wrote</p>", "web.text-nobody-wrote")]
    public async Task What_is_wrong_does_not_pass(string wrong, string said)
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.PageAsync();
        await page.SetContentAsync($"{Sound}{wrong}</main></body></html>");

        var refusal = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => page.JudgeAsync("judge", "en"));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }
}
