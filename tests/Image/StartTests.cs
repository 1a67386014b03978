using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Guest.Bed;
using Image.Bed;

namespace Image;

/// <summary>A newly flashed card, started for the first time.</summary>
public sealed partial class StartTests(StartedBox started) : IClassFixture<StartedBox>
{
    private Box Box => started.Box;

    [Fact]
    public async Task The_slot_it_started_from_is_confirmed_with_all_its_tries()
    {
        Assert.Contains("slot A is good", started.Good, StringComparison.Ordinal);
        var state = await Box.RunAsync("fw_printenv");
        Assert.Contains("BOOT_A_LEFT=3", state, StringComparison.Ordinal);
        Assert.Contains("BOOT_ORDER=A B", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_an_address_by_DHCP_and_its_page_leads_to_the_claim()
    {
        Assert.Contains("10.0.2.15", await Box.RunAsync("networkctl status --no-pager"), StringComparison.Ordinal);

        using var browser = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Box.PagePort}/");
        request.Headers.Host = "10.0.2.15:8080";
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        Assert.Contains("/claim", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_signalling_answers_from_the_office()
    {
        using var phone = new TcpClient();
        await phone.ConnectAsync("127.0.0.1", Box.SipPort, TestContext.Current.CancellationToken);
        var stream = phone.GetStream();
        const string Options = "OPTIONS sip:10.0.2.15 SIP/2.0\r\nVia: SIP/2.0/TCP 10.0.2.2:5060;branch=z9hG4bKimage\r\nMax-Forwards: 1\r\nFrom: <sip:tech@10.0.2.2>;tag=1\r\nTo: <sip:10.0.2.15>\r\nCall-ID: image\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Options), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("SIP/2.0 ", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_partition_has_grown_to_the_end_of_the_card()
    {
        var mebibytes = int.Parse(await Box.RunAsync("df -m --output=size /var/lib/card | tail -n 1"), CultureInfo.InvariantCulture);
        Assert.InRange(mebibytes, 2600, 4096);
    }

    [Fact]
    public async Task Nothing_that_runs_it_can_be_written_and_the_settings_partition_is_read_only()
    {
        Assert.Contains("/boot/firmware vfat ro,", await Box.RunAsync("grep /boot/firmware /proc/mounts"), StringComparison.Ordinal);
        Assert.Contains(" overlay ", await Box.RunAsync("grep ' / ' /proc/mounts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_has_an_account_of_its_own_and_little_that_it_may_do()
    {
        Assert.Equal("landline", await Box.RunAsync("stat -c %U /proc/$(systemctl show -P MainPID landline.service)"));
        var told = await Box.RunAsync("systemd-analyze security --no-pager landline.service | tail -n 1");
        Assert.InRange(double.Parse(Exposure().Match(told).Groups["level"].Value, CultureInfo.InvariantCulture), 0.0, 2.0);
    }

    [Fact]
    public async Task What_nobody_asked_for_is_closed_and_nobody_can_log_in()
    {
        Assert.Contains("hook input priority filter; policy drop;", await Box.RunAsync("nft list ruleset"), StringComparison.Ordinal);
        Assert.Equal("", await Box.RunAsync("grep -v '/usr/sbin/nologin$' /etc/passwd || true"));
        Assert.Equal("", await Box.RunAsync("systemctl --failed --no-legend --no-pager"));
    }

    [Fact]
    public async Task A_gateway_that_is_killed_comes_back_and_the_voice_engine_goes_on()
    {
        var engine = await Box.RunAsync("pgrep -u landline -f 'appliance media'");
        var before = await Box.RunAsync("systemctl show -P MainPID landline.service");
        await Box.RunAsync($"kill -9 {before}");
        await Eventually.Async(
            async () => await Box.RunAsync("systemctl show -P MainPID landline.service") is var now && now != before && now != "0" ? now : null, TimeSpan.FromMinutes(2), () => "it was not started again");
        Assert.Contains(engine, await Box.RunAsync("pgrep -u landline -f 'appliance media'"), StringComparison.Ordinal);

        // Its page comes last; the other tests find the box as it was.
        await Box.RunAsync("until bash -c '</dev/tcp/127.0.0.1/8080' 2>/dev/null; do sleep 1; done");
    }

    [GeneratedRegex(@"landline\.service: (?<level>[0-9.]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exposure();
}
