using System.Globalization;
using Guest.Bed;
using Image.Bed;
using Interop.Peers;
using Interop.Sound;

namespace Image;

/// <summary>
/// A box from a flashed card in an office: an address by DHCP, a phone at a desk, a front panel, and behind a router the trunk, over TLS
/// and SRTP. Phone and trunk are no programs of ours.
/// </summary>
public sealed class OfficeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_phone_calls_out_with_sound_and_the_panel_opens_setup_mode_and_erases_everything()
    {
        await using var office = await Office.StartAsync();
        var box = office.Box;
        Assert.Contains(office.Addresses.BoxInside, await box.RunAsync("networkctl status --no-pager"), StringComparison.Ordinal);

        // A call out, heard on both sides.
        await office.Phone.DoAsync("dial", $"sip:0912341000@{office.Addresses.BoxInside}");
        await office.Phone.HappenedAsync("CALL_ESTABLISHED", TimeSpan.FromSeconds(60));
        await Interop.Peers.Eventually.PassAsync(TimeSpan.FromSeconds(6));
        await office.Phone.HangUpAsync();
        await office.Trunk.WroteAsync($@"CALL sip:\+886912341000@{TrunkPeer.SecureName}\S* from \{TrunkPeer.OwnNumber} by tls", TimeSpan.FromSeconds(10));
        await office.Trunk.WroteAsync("BYE by the box", TimeSpan.FromSeconds(30));
        Assert.InRange(ToneDetector.Heard(await office.Phone.HeardAsync(), 1000).TotalSeconds, 4, 9);
        Assert.InRange(ToneDetector.Heard(await office.Trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 4, 9);
        Assert.Empty(office.Trunk.Faults);

        // Three seconds: a PIN to set it up with.
        var panel = office.Panel;
        await panel.Lines.PressAsync(Panel.Centre, TimeSpan.FromSeconds(3.5));
        await panel.Screen.ShowsAsync(picture => picture.Shows("PIN"), Patience, "a PIN");

        // Twenty seconds and a second press: a new box.
        await panel.Lines.PressAsync(Panel.Centre, TimeSpan.FromSeconds(20.5));
        await panel.Screen.ShowsAsync(picture => picture.Shows("press again"), Patience, "what the second press does");
        await box.RunAsync("sleep 1");
        await panel.Lines.PressAsync(Panel.Centre, TimeSpan.FromMilliseconds(200));
        await office.SaysAsync("Everything is erased");
        Assert.DoesNotContain("[[trunk]]", await box.RunAsync("cat /var/lib/landline/*.toml 2>/dev/null; true"), StringComparison.Ordinal);
        Assert.Equal("0", await box.RunAsync("cat /var/lib/landline/secrets/* 2>/dev/null | grep -c -F Reception || true"));
        Assert.Contains("/claim", await office.PageAsync(), StringComparison.Ordinal);
    }

    /// <summary>The office, and what is beyond it.</summary>
    private sealed class Office : IAsyncDisposable
    {
        private const string Cable = "boxcable";
        private const string PhonePassword = "Reception-101-secret";

        private readonly Card _card = new();
        private readonly List<IAsyncDisposable> _parts = [];

        public AddressBlock Addresses { get; } = new();

        public TrunkPeer Trunk { get; private set; } = null!;

        public Box Box { get; private set; } = null!;

        public Panel Panel { get; private set; } = null!;

        public PhonePeer Phone { get; private set; } = null!;

        public static async Task<Office> StartAsync()
        {
            var office = new Office();
            try
            {
                await office.FurnishAsync();
                return office;
            }
            catch
            {
                await office.DisposeAsync();
                throw;
            }
        }

        /// <summary>Waits for a line in the gateway's log.</summary>
        public Task<string> SaysAsync(string text) => Guest.Bed.Eventually.Async(
            async () => await Box.RunAsync($"journalctl -u landline --no-pager | grep -F '{text}' || true") is { Length: > 0 } said ? said : null,
            Patience,
            () => $"the gateway did not say \"{text}\"");

        /// <summary>Its page, as a browser in the office sees it once it is there again.</summary>
        public Task<string> PageAsync() => Guest.Bed.Eventually.Async(
            async () =>
            {
                using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false });
                try
                {
                    return await browser.GetStringAsync(new Uri($"http://{Addresses.BoxInside}/"), TestContext.Current.CancellationToken);
                }
                catch (HttpRequestException)
                {
                    return null;
                }
            },
            Patience,
            () => "the page did not come back");

        public async ValueTask DisposeAsync()
        {
            foreach (var part in Enumerable.Reverse(_parts))
                await part.DisposeAsync();
            _card.Dispose();
        }

        private async Task FurnishAsync()
        {
            var folder = Artifacts.Folder($"office-{Addresses.Number}");
            Trunk = Kept(await TrunkPeer.StartAsync(Addresses, folder));
            Kept(await NameServer.StartAsync(Trunk.Host, Addresses.NameServer, folder, [(TrunkPeer.SecureName, Addresses.Edges[0])]));

            // This program's own network is the router between the office and the world.
            await File.WriteAllTextAsync("/proc/sys/net/ipv4/ip_forward", "1");
            PrivateWorld.Ip("-n", Trunk.Host.Name, "route", "add", "198.19.0.0/16", "via", "198.18.255.254");
            Kept(PeerProcess.Start(
                Host.Desk(Addresses, "router", 2), "dhcp", folder,
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--user=root", "--pid-file=", "--log-facility=-", "--log-dhcp", $"--dhcp-leasefile={folder}/leases",
                $"--dhcp-range={Addresses.BoxInside},static,255.255.0.0", $"--dhcp-host={Box.HardwareAddress},{Addresses.BoxInside}",
                "--dhcp-option=option:router,198.19.255.254", $"--dhcp-option=option:dns-server,{Addresses.NameServer}"));

            PrivateWorld.Ip("tuntap", "add", "dev", Cable, "mode", "tap");
            PrivateWorld.Ip("link", "set", Cable, "master", PrivateWorld.Office, "up");
            Box = Kept(Box.Start(_card, "office", new BoxParts { Cable = Cable, Disks = [Panel.ScreenProgram(_card)] }));
            await Box.SaysAsync("is good", TimeSpan.FromMinutes(10));

            Panel = Kept(await Panel.HangAsync(Box));
            await ConfigureAsync();
            Phone = Kept(await PhonePeer.AtDeskAsync(
                Addresses, 10, "phone101", $"<sip:101@{Addresses.BoxInside};transport=udp>;auth_pass={PhonePassword};regint=600;audio_codecs=PCMU,PCMA", folder, tone: 600));
            try
            {
                await Phone.RegisteredAsync();
            }
            catch (TimeoutException late)
            {
                throw new TimeoutException(await Box.RunAsync("journalctl -u landline --no-pager -n 40"), late);
            }
        }

        private async Task ConfigureAsync()
        {
            await WriteAsync("appliance.toml", Settings);
            await WriteAsync("owner.json", """{ "ownership": "claimed", "handledFile": null, "passphraseHash": "kept" }""");
            await WriteAsync("secrets/phone-101", PhonePassword);
            await WriteAsync("secrets/trunk", TrunkPeer.Password);
            await WriteAsync("certificates/root.pem", await File.ReadAllTextAsync(Trunk.RootCertificate));

            // The firewall lets an office's private networks in; this one has the addresses of test beds.
            await Box.RunAsync("nft add element inet landline office4 '{ 198.19.0.0/16 }'; chown -R landline:landline /var/lib/landline; systemctl restart landline.service");
            await Box.RunAsync("timeout 120 sh -c \"until bash -c '</dev/tcp/127.0.0.1/5060' 2>/dev/null; do sleep 1; done\" || { journalctl -u landline --no-pager -n 40; false; }");
        }

        private Task WriteAsync(string name, string text) =>
            Box.RunAsync($"mkdir -p -m 700 $(dirname /var/lib/landline/{name}); cat >/var/lib/landline/{name} <<'END'\n{text}\nEND\nchmod 600 /var/lib/landline/{name}");

        private T Kept<T>(T part)
            where T : IAsyncDisposable
        {
            _parts.Add(part);
            return part;
        }

        private string Settings => string.Create(CultureInfo.InvariantCulture, $"""
            [office]
            name = "Office"
            country = "TW"

            [network]
            inside = ["198.19.0.0/16"]
            name-servers = ["{Addresses.NameServer}"]

            [[trunk]]
            id = "twilio"
            kind = "twilio-trunk"
            termination-host = "{TrunkPeer.SecureName}"
            user-name = "{TrunkPeer.User}"
            password-secret = "trunk"
            account-sid = "{TrunkPeer.Account}"
            numbers = ["{TrunkPeer.OwnNumber}"]
            caller-number = "{TrunkPeer.OwnNumber}"
            extra-certificates = "/var/lib/landline/certificates/root.pem"

            [[extension]]
            number = "101"
            password-secret = "phone-101"

            [dial-plan]
            area-code = "2"

            [[dial-plan.emergency]]
            number = "110"
            not-reached-acknowledged = true

            [[dial-plan.emergency]]
            number = "112"
            not-reached-acknowledged = true

            [[dial-plan.emergency]]
            number = "113"
            not-reached-acknowledged = true

            [[dial-plan.emergency]]
            number = "118"
            not-reached-acknowledged = true

            [[dial-plan.emergency]]
            number = "119"
            not-reached-acknowledged = true

            {Panel.Settings}
            """);
    }
}
