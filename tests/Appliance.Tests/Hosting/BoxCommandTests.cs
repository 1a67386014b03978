using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.Configuration;

namespace Appliance.Tests.Hosting;

public sealed class BoxCommandTests
{
    private const string Password = "Never-To-Be-Seen-4711";

    [Fact]
    public async Task A_sip_port_in_use_ends_the_start_with_a_sentence()
    {
        using var box = new BoxProcess();
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, box.Sip));

        Assert.Equal(1, await box.RunToEndAsync());

        Assert.Contains($"Another program already uses UDP port {box.Sip} on 127.0.0.1.", box.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", box.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_port_in_use_ends_the_start_with_a_sentence()
    {
        using var box = new BoxProcess();
        using var other = new TcpListener(IPAddress.Any, box.Page);
        other.Start();

        Assert.Equal(1, await box.RunToEndAsync());

        Assert.Contains($"The page's port {box.Page} is taken by another program. Choose another one: [network] web-port", box.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", box.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_none_ends_the_start_with_a_sentence()
    {
        using var box = new BoxProcess();

        Assert.Equal(1, await box.RunToEndAsync("/proc/landline"));

        Assert.Contains("The data folder /proc/landline cannot be used: ", box.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", box.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_without_name_servers_runs_answers_shows_its_page_and_stops_when_told()
    {
        using var box = new BoxProcess($"""
            name-servers = ["127.0.0.1"]

            [office]
            country = "TW"

            [[trunk]]
            id = "line"
            kind = "twilio-trunk"
            termination-host = "office.pstn.twilio.com"
            user-name = "office"
            password-secret = "line"
            numbers = ["+886223456789"]

            [[extension]]
            number = "101"
            password-secret = "phone"
            """);
        SettingsStore.Open(box.Folder, TimeProvider.System).Secrets.Keep("line", Secret.From(Password)!);
        SettingsStore.Open(box.Folder, TimeProvider.System).Secrets.Keep("phone", Secret.From(Password)!);

        await box.StartAsync();

        var challenge = await AskAsync(box.Sip, "REGISTER");
        Assert.StartsWith("SIP/2.0 401", challenge, StringComparison.Ordinal);
        Assert.StartsWith("SIP/2.0 200", await AskAsync(box.Sip, "OPTIONS"), StringComparison.Ordinal);
        await PageIsCarefulAsync(box.Page);
        using (Process.Start("kill", ["-TERM", box.Id.ToString()]))
            Assert.Equal(0, await box.EndedAsync());
        Assert.DoesNotContain("   at ", box.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, box.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_with_faults_are_all_told_and_the_box_runs_on_none()
    {
        using var box = new BoxProcess();
        box.Settings = "[office]\ncountry = \"Atlantis\"\n[calls]\nnonsense = 1\n";

        var ended = box.RunToEndAsync();
        for (var look = 0; look < 3_000 && !ended.IsCompleted && !box.Output.Contains("nonsense", StringComparison.Ordinal); look++)
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains("appliance.toml:2:11: ", box.Output, StringComparison.Ordinal);
        Assert.Contains("nonsense", box.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasing_that_was_cut_short_is_finished_at_the_next_start()
    {
        using var box = new BoxProcess();
        var store = SettingsStore.Open(box.Folder, TimeProvider.System);
        store.Secrets.Keep("phone", Secret.From(Password)!);
        await File.WriteAllTextAsync(Path.Combine(box.Folder, OwnerFile.FileName), "{\"ownership\":\"erasing\"}", TestContext.Current.CancellationToken);

        // Without its settings it may find its usual ports taken; that is not what is asked here.
        var ended = box.RunToEndAsync();
        for (var look = 0; look < 3_000 && !ended.IsCompleted && !box.Output.Contains("Set-up mode is open: Unclaimed", StringComparison.Ordinal); look++)
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains("Set-up mode is open: Unclaimed", box.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(box.Folder, OwnerFile.FileName)));
        Assert.False(File.Exists(Path.Combine(box.Folder, "secrets", "phone")));
        Assert.False(File.Exists(Path.Combine(box.Folder, SettingsStore.FileName)));
    }

    private static async Task PageIsCarefulAsync(int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        foreach (var path in new[] { "/", "/health" })
        {
            using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Matches("^default-src '(none|self)';((?!unsafe).)*$", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.False(answer.Headers.Contains("Server"));
            foreach (var secret in new[] { Password, "886223456789", "101", "office.pstn" })
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static async Task<string> AskAsync(int port, string method)
    {
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var local = (IPEndPoint)phone.Client.LocalEndPoint!;
        var request = $"{method} sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {local};branch=z9hG4bK{method};rport\r\nMax-Forwards: 70\r\nFrom: <sip:101@127.0.0.1>;tag=1\r\n" +
            $"To: <sip:101@127.0.0.1>\r\nCall-ID: {method}\r\nCSeq: 1 {method}\r\nContact: <sip:101@{local}>\r\nContent-Length: 0\r\n\r\n";
        await phone.SendAsync(Encoding.ASCII.GetBytes(request), new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
        var answer = await phone.ReceiveAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(answer.Buffer);
    }
}
