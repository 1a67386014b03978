using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>Debian's Chromium, driven by Playwright; what its pages complain of is kept.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Errors of scripts, of the content security policy, of the console.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Starts it.</summary>
    public static async Task<ChromiumBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            // CI runs as root, where Chromium's own sandbox cannot.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        return new ChromiumBrowser(playwright, browser);
    }

    /// <summary>A page of its own context, at the size of a telephone.</summary>
    public async Task<IPage> PageAsync(ColorScheme theme = ColorScheme.Light, bool hasScript = true, string language = "en")
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = theme,
            JavaScriptEnabled = hasScript,
            Locale = language,
            // Somebody who has gone on past the warning of the box's own certificate.
            IgnoreHTTPSErrors = true,
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                _complaints.Add(message.Text);
        };
        return page;
    }

    /// <summary>A page whose visitor has claimed the box and is logged in, on the first page.</summary>
    public async Task<IPage> OwnerAsync(RunningBox box, ColorScheme theme = ColorScheme.Light, bool hasScript = true, string language = "en")
    {
        var page = await PageAsync(theme, hasScript, language);
        var code = await PanelCode.ReadAsync(box, TestContext.Current.CancellationToken);
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}{code.AbsolutePath}");
        await page.Locator("#passphrase").FillAsync("correct horse battery");
        await page.Locator("main form button").ClickAsync();
        await page.Locator("header form button").WaitForAsync();
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/");
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
