using Microsoft.Playwright;

namespace Interop.Peers;

/// <summary>Somebody in the office with a telephone: Debian's Chromium, driven by Playwright.</summary>
internal sealed class VisitorPeer : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];

    private VisitorPeer(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_playwright, _browser, Page) = (playwright, browser, page);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                _complaints.Add(message.Text);
        };
    }

    /// <summary>The page looked at.</summary>
    public IPage Page { get; }

    /// <summary>Errors of scripts, of the content security policy, of the console.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>
    /// Starts it with this language on a computer of its own: Chromium gives up what it is loading when an address of its computer changes,
    /// as others come and go beside it in the test bed.
    /// </summary>
    public static async Task<VisitorPeer> StartAsync(Host host, string folder, string locale)
    {
        var command = Path.Combine(folder, "chromium");
        await File.WriteAllTextAsync(command, $"#!/bin/sh\nexec {string.Join(' ', host.Command("/usr/bin/chromium"))} \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = command,
            // The tests run as root, where Chromium's own sandbox cannot.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = locale,
            // Somebody who has gone on past the warning of the box's own certificate.
            IgnoreHTTPSErrors = true,
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        });
        return new VisitorPeer(playwright, browser, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
