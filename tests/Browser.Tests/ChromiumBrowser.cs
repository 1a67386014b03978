using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The visitors of one test in Debian's Chromium, driven by Playwright; what their pages complain of is kept.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private readonly IBrowser _browser;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly List<IBrowserContext> _visitors = [];

    private ChromiumBrowser(IBrowser browser) => _browser = browser;

    /// <summary>Errors of scripts, of the content security policy, of the console.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Starts it, or joins the one that runs.</summary>
    public static async Task<ChromiumBrowser> StartAsync() => new(await SharedParts.ChromiumAsync());

    /// <summary>A page of its own context, at the size of a telephone.</summary>
    public Task<IPage> PageAsync(ColorScheme theme = ColorScheme.Light, bool hasScript = true, string language = "en") => PageAsync(theme, hasScript, language, state: null);

    /// <summary>An empty page whose visitor is logged in at a box that somebody has claimed.</summary>
    public Task<IPage> VisitorAsync(RunningBox box, string language) => PageAsync(ColorScheme.Light, hasScript: true, language, box.OwnerState);

    /// <summary>A page whose visitor has claimed the box and is logged in, on the first page. The first visitor claims it; later ones have the same session.</summary>
    public async Task<IPage> OwnerAsync(RunningBox box, ColorScheme theme = ColorScheme.Light, bool hasScript = true, string language = "en")
    {
        var page = await PageAsync(theme, hasScript, language, box.OwnerState);
        if (box.OwnerState is null)
        {
            var code = await PanelCode.ReadAsync(box, TestContext.Current.CancellationToken);
            await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}{code.AbsolutePath}");
            await page.Locator("#passphrase").FillAsync(RunningBox.Passphrase);
            await page.Locator("main form button").ClickAsync();
            await page.Locator("header form button").WaitForAsync();
            box.OwnerState = await page.Context.StorageStateAsync();
        }

        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/");
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors)
            await visitor.CloseAsync();
    }

    private async Task<IPage> PageAsync(ColorScheme theme, bool hasScript, string language, string? state)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = theme,
            JavaScriptEnabled = hasScript,
            Locale = language,
            // Somebody who has gone on past the warning of the box's own certificate.
            IgnoreHTTPSErrors = true,
            StorageState = state,
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        });
        _visitors.Add(context);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                _complaints.Enqueue(message.Text);
        };
        return page;
    }
}
