using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>What is made once for all tests, when the first one asks for it, and goes with the last: Chromium, and a box in full use.</summary>
public sealed class SharedParts : IAsyncDisposable
{
    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> s_chromium = new(StartChromiumAsync);
    private static readonly Lazy<Task<BusyBox>> s_box = new(BusyBox.StartAsync);

    /// <summary>The one Chromium: each test has contexts of its own in it, which share nothing.</summary>
    internal static async Task<IBrowser> ChromiumAsync() => (await s_chromium.Value).Browser;

    /// <summary>The box that tests look at without changing it.</summary>
    internal static Task<BusyBox> BoxAsync() => s_box.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (s_box is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await s_box.Value).DisposeAsync();
        if (!s_chromium.IsValueCreated)
            return;
        var (playwright, browser) = await s_chromium.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartChromiumAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            // CI runs as root, where Chromium's own sandbox cannot.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        }));
    }
}
