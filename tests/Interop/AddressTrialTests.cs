using System.Text.RegularExpressions;
using Interop.Peers;
using Microsoft.Playwright;

namespace Interop;

/// <summary>Another address for a box that is a computer of its own, by its page, from a computer in the same office.</summary>
public sealed class AddressTrialTests
{
    private const string Passphrase = "correct horse battery";
    private const int Port = 8443;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    // The two minutes of a trial, and a busy machine.
    private static readonly TimeSpan TrialOver = TimeSpan.FromSeconds(170);

    [Fact]
    public async Task An_address_that_is_reached_can_be_kept_and_one_that_is_not_goes_with_the_power_or_by_itself()
    {
        var addresses = new AddressBlock();
        var folder = Artifacts.Folder($"{nameof(AddressTrialTests)}-{addresses.Number}");
        var (first, second, third) = (addresses.BoxInside, addresses.Office(9), addresses.Office(10));
        var host = Host.Create(addresses, "box", [first], []);
        await using var box = await BoxPeer.StartAloneAsync(
            host,
            folder,
            $"""
            [network]
            inside = ["198.19.0.0/16"]

            [network.address]
            mode = "fixed"
            address = "{first}/16"
            gateway = "{addresses.Office(254)}"

            [panel]
            board = "simulated"

            """);
        await using var visitor = await VisitorPeer.StartAsync(Host.Desk(addresses, "visitor", 60), folder, "en-US");
        var page = visitor.Page;
        var code = await box.CodeAsync();
        await page.GotoAsync($"https://{first}:{Port}{code.AbsolutePath}");
        await page.Locator("#passphrase").FillAsync(Passphrase);
        await page.Locator("main form button").ClickAsync();
        await page.Locator("header form button").WaitForAsync();

        // Reached at the new address: kept.
        var link = await TryAsync(page, first, second, addresses.Office(254));
        await GoneAsync(first, second);
        await page.GotoAsync(link);
        await page.Locator("#passphrase").FillAsync(Passphrase);
        await page.Locator("main form button").ClickAsync();
        await page.Locator("#keep-it").ClickAsync();
        await page.Locator("p.good", new PageLocatorOptions { HasText = second }).WaitForAsync();
        Assert.Contains($"address = \"{second}/16\"", await File.ReadAllTextAsync(Path.Combine(box.Data, "appliance.toml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // The power goes while another one is on trial.
        await TryAsync(page, second, third, addresses.Office(254));
        await GoneAsync(second, third);
        box.Kill();
        await box.DisposeAsync();
        await using var again = await BoxPeer.StartAloneAsync(host, folder, null);
        await GoneAsync(third, second);

        // Nobody goes there.
        await page.GotoAsync($"https://{second}:{Port}/box/network");
        await TryAsync(page, second, third, addresses.Office(254));
        await GoneAsync(second, third);
        await GoneAsync(third, second, TrialOver);
        await page.GotoAsync($"https://{second}:{Port}/box/network");
        await page.Locator("p.poor", new PageLocatorOptions { HasTextRegex = new Regex("was not kept in time", RegexOptions.None, TimeSpan.FromSeconds(1)) }).WaitForAsync();
    }

    /// <summary>Fills in the form and tries it: where the page says it will be.</summary>
    private static async Task<string> TryAsync(IPage page, string at, string address, string gateway)
    {
        await page.GotoAsync($"https://{at}:{Port}/box/network");
        await page.Locator("#mode-fixed").CheckAsync();
        await page.Locator("#address").FillAsync(address);
        await page.Locator("#mask").FillAsync("255.255.0.0");
        await page.Locator("#gateway").FillAsync(gateway);
        await page.Locator("#name-server").FillAsync("");
        await page.Locator(".address button").ClickAsync();
        await page.Locator("form[action='/box/network/try'] button").ClickAsync();
        await page.Locator("#keep-it").WaitForAsync();
        return (await page.Locator("#after ~ p a").GetAttributeAsync("href"))!;
    }

    /// <summary>The box answers there, and not here any more.</summary>
    private static Task<bool> GoneAsync(string here, string there, TimeSpan? within = null) => Eventually.Async(
        () => Sockets.Accepts(there, Port) && !Sockets.Accepts(here, Port) ? true : (bool?)null, within ?? Soon, () => $"The box has not gone from {here} to {there}.");
}
