using Appliance.Practice;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>
/// A box in full use, for tests that look and change nothing: a line of each kind, a PBX, phones that are there and not, a stranger, a call that
/// goes on and one that is over, settings that were changed.
/// </summary>
internal sealed class BusyBox : IAsyncDisposable
{
    private const string Password = "A-Phone-To-Call-1";

    private const string Settings = """

        [calls]
        max-calls = 8

        [[trunk]]
        id = "twilio"
        kind = "twilio-trunk"
        name = "Twilio"
        termination-host = "office.pstn.twilio.com"
        edges = ["office.pstn.tokyo.twilio.com"]
        user-name = "office"
        password-secret = "phone"
        account-sid = "AC00000000000000000000000000000000"
        numbers = ["+886223456789"]

        [[trunk]]
        id = "domain"
        kind = "twilio-domain"
        domain = "office.sip.twilio.com"
        user-name = "office"
        password-secret = "phone"
        numbers = ["+886223456790"]

        [[trunk]]
        id = "plan-b"
        name = "Plan B"
        kind = "sip"
        host = "127.0.0.1"
        port = 9
        transport = "udp"
        numbers = ["+886223456791"]

        [[pbx]]
        id = "old"
        name = "Old PBX"
        addresses = ["192.0.2.20"]
        host = "192.0.2.20"
        internal-prefixes = ["2"]

        [[extension]]
        number = "101"
        name = "Reception"
        password-secret = "phone"

        [[extension]]
        number = "102"
        name = "Workshop"
        password-secret = "phone"

        [[extension]]
        number = "104"
        name = "Not here"
        password-secret = "phone"

        [[dial-plan.rule]]
        match = "*"
        via = ["twilio"]

        [[inbound]]
        number = "+886223456789"
        ring = ["101", "102"]

        """;

    private readonly PracticePhone _talks;

    private BusyBox(RunningBox box) => (Box, _talks) = (box, new PracticePhone("101", Password, box.SipPort, TimeProvider.System));

    /// <summary>The box.</summary>
    public RunningBox Box { get; }

    /// <summary>The call that goes on.</summary>
    public string Running { get; private set; } = "";

    /// <summary>The call that is over.</summary>
    public string Over { get; private set; } = "";

    /// <summary>The number of a revision that was replaced.</summary>
    public string Revision { get; private set; } = "";

    /// <summary>Starts it and waits until everything in it has happened.</summary>
    public static async Task<BusyBox> StartAsync()
    {
        var busy = new BusyBox(await RunningBox.StartAsync("en", CancellationToken.None, country: "TW", furnish: static async box =>
        {
            await box.AddSecretAsync("phone", Password, CancellationToken.None);
            await box.AddSettingsAsync(Settings, CancellationToken.None);
        }));
        try
        {
            await busy.UseAsync();
            return busy;
        }
        catch
        {
            await busy.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _talks.DisposeAsync();
        await Box.DisposeAsync();
    }

    private async Task UseAsync()
    {
        var stop = CancellationToken.None;
        // It goes when its call is on record: one that goes at once takes its BYE with it.
        await using var talked = new PracticePhone("102", Password, Box.SipPort, TimeProvider.System);
        await talked.RegisterAsync(stop);
        await talked.CallAsync("777", stop);
        await talked.HangUpAsync(stop);
        await _talks.RegisterAsync(stop);
        await _talks.CallAsync("777", stop);
        using (var stranger = new DeskPhone(Box, "200"))
            await stranger.RegisterAsync("not the password", stop);
        using (var mistaken = new DeskPhone(Box, "104"))
            await mistaken.RegisterAsync("not the password", stop);
        using (var second = new DeskPhone(Box, "101"))
            await second.RegisterAsync("not the password", stop);

        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(Box);
        Over = await ReadAsync(page, "records", "?.calls?.[0]?.id");
        await ReadAsync(page, $"calls/{Over}/trace", "?.messages?.length");
        Running = await ReadAsync(page, "calls", "?.[0]?.id");
        Revision = await ReadAsync(page, "settings/revisions", "?.[0]?.number");
        await Box.AddSettingsAsync("\n[records]   # for the tax office\nkeep-days = 3000\n", stop);
        await ReadAsync(page, "settings/revisions", "?.[1]?.number");
    }

    /// <summary>What the API says there, once it says something.</summary>
    private static async Task<string> ReadAsync(IPage page, string path, string part) =>
        await page.EvaluateAsync<string?>($$"""
            async () => {
              for (let tries = 0; tries < 300; tries++) {
                const said = await (await fetch('/api/{{path}}')).json();
                const found = said{{part}};
                if (found) return found.toString();
                await new Promise(later => setTimeout(later, 100));
              }
              return null;
            }
            """) ?? throw new TimeoutException($"/api/{path} never said {part}.");
}
