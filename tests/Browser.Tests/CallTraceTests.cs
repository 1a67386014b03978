using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Browser.Tests;

/// <summary>What was said for a call through the real box: its ladder in a real browser, its capture file in tshark.</summary>
public sealed partial class CallTraceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task The_ladder_of_a_call_is_shown_and_its_capture_is_read_by_others(string language)
    {
        await using var box = await RunningBox.StartAsync(language, Stop, "TW", furnish: static box =>
            box.AddSettingsAsync("\n[[pbx]]\nid = \"old\"\naddresses = [\"127.0.0.1\"]\nhost = \"127.0.0.1\"\n", Stop));
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, language: language);
        await CallAsync(int.Parse(UdpPort.Match(box.Said).Value));

        await page.GotoAsync($"{OfficePagesTests.Home(box)}/calls");
        await page.Locator("a[href^='/calls/']:not([href*='?'])").First.ClickAsync();
        await page.Locator("svg.ladder").WaitForAsync();
        await page.Locator(".said summary").First.ClickAsync();
        Assert.Contains("INVITE sip:****456@127.0.0.1", await page.Locator(".said pre").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", await page.ContentAsync(), StringComparison.Ordinal);
        await page.JudgeAsync("call-trace", language);

        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[href$='trace.pcap']").ClickAsync());
        var file = Path.Combine(RunningBox.Root, "artifacts", "browser", $"call-trace-{language}.pcap");
        await download.SaveAsAsync(file);
        var read = await TsharkAsync(["-r", file, "-o", "udp.check_checksum:TRUE", "-Y", "sip && !_ws.malformed && udp.checksum.status == 1", "-T", "fields", "-E", "separator=|", "-e", "sip.Method", "-e", "sip.Status-Code", "-e", "sip.to.user"]);
        Assert.StartsWith("INVITE||0000456", read[0], StringComparison.Ordinal);
        Assert.Contains("|100|", read[1], StringComparison.Ordinal);
        var whole = await page.Context.APIRequest.GetAsync($"{page.Url.Split('?')[0].Replace("/trace", "", StringComparison.Ordinal)}/trace.pcap?numbers=whole");
        var bytes = Encoding.Latin1.GetString(await whole.BodyAsync());
        Assert.Contains("INVITE sip:0123456@", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", bytes + Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Stop)), StringComparison.Ordinal);
        // It may note that it does not know a header; it warns of nothing (severity 0x600000 and above).
        Assert.Empty(await TsharkAsync(["-r", file, "-Y", "_ws.expert.severity >= 0x600000"]));
        Assert.Empty(browser.Complaints);
    }

    /// <summary>The PBX calls a number that leads nowhere, and hears so.</summary>
    private static async Task CallAsync(int port)
    {
        using var pbx = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var own = (IPEndPoint)pbx.Client.LocalEndPoint!;
        var head = $"Via: SIP/2.0/UDP {own};branch=z9hG4bKx\r\nMax-Forwards: 70\r\nFrom: <sip:88@127.0.0.1>;tag=a\r\nTo: <sip:0123456@127.0.0.1>\r\nCall-ID: said\r\n";
        var box = new IPEndPoint(IPAddress.Loopback, port);
        await pbx.SendAsync(Encoding.ASCII.GetBytes($"INVITE sip:0123456@127.0.0.1 SIP/2.0\r\n{head}CSeq: 1 INVITE\r\nContact: <sip:88@{own}>\r\nX-Box-Token: tainted\r\nContent-Length: 0\r\n\r\n"), box, Stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var answer = Encoding.ASCII.GetString((await pbx.ReceiveAsync(patience.Token)).Buffer);
            if (!answer.StartsWith("SIP/2.0 4", StringComparison.Ordinal))
                continue;
            var to = answer.Split("\r\n").Single(line => line.StartsWith("To:", StringComparison.Ordinal));
            await pbx.SendAsync(Encoding.ASCII.GetBytes($"ACK sip:0123456@127.0.0.1 SIP/2.0\r\n{head.Replace("To: <sip:0123456@127.0.0.1>", to, StringComparison.Ordinal)}CSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n"), box, patience.Token);
            return;
        }
    }

    private static async Task<string[]> TsharkAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("tshark", arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"(?<=UDP )\d+", RegexOptions.None, 1000)]
    private static partial Regex UdpPort { get; }
}
