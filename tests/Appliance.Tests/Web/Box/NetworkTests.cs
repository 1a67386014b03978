using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Appliance.FrontPanel;
using Appliance.Tests.Web.Calls;

namespace Appliance.Tests.Web.Box;

public sealed class NetworkTests : IAsyncLifetime
{
    private static readonly NetworkFact Ours = new()
    {
        HasLink = true,
        Card = "eth0",
        LinkSpeed = 100,
        Address = IPAddress.Loopback,
        PrefixLength = 24,
        Gateway = IPAddress.Parse("192.168.1.1"),
        NameServer = IPAddress.Parse("192.168.1.53"),
        HardwareAddress = "b8:27:eb:00:00:01",
        CanChange = true,
        Switch = new SwitchPort("cellar", "gi0/7", 1, 20),
    };

    private BoxSiteBed _bed = null!;
    private TestBrowser _owner = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bed = await BoxSiteBed.StartAsync();
        _bed.Network = Ours;
        _owner = await _bed.OwnerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task The_page_tells_what_there_is()
    {
        var text = await PageAsync();

        Assert.All(["eth0", "100 Mbit/s", "127.0.0.1/24", "192.168.1.1", "192.168.1.53", "untagged", "b8:27:eb:00:00:01", "cellar, port gi0/7", "20"], said => Assert.Contains(said, text, StringComparison.Ordinal));
        Assert.Contains("href=\"/box/network\"", await _owner.TextAsync(_bed.Safe, "/box"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_computer_of_somebody_else_it_tells_and_offers_nothing()
    {
        _bed.Network = Ours with { CanChange = false };

        var text = await PageAsync();
        using var refused = await PostAsync("/box/network/check", Fixed("192.168.1.9"));

        Assert.DoesNotContain("name=\"address\"", text, StringComparison.Ordinal);
        Assert.Contains("--own-network", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Theory]
    [InlineData("192.168.1.0", "24", "192.168.1.1", "", "", "address", "This is the network's own number")]
    [InlineData("192.168.1.255", "24", "192.168.1.1", "", "", "address", "broadcast address")]
    [InlineData("127.0.0.1", "24", "192.168.1.1", "", "", "address", "The box cannot have this address.")]
    [InlineData("192.168.1", "24", "192.168.1.1", "", "", "address", "This is no address.")]
    [InlineData("192.168.1.9", "255.255.0.255", "192.168.1.1", "", "", "mask", "This is no network mask")]
    [InlineData("192.168.1.9", "31", "192.168.1.1", "", "", "mask", "This is no network mask")]
    [InlineData("192.168.1.9/25", "24", "192.168.1.1", "", "", "mask", "This is no network mask")]
    [InlineData("192.168.1.9", "24", "192.168.2.1", "", "", "gateway", "The gateway is not in the box's network.")]
    [InlineData("192.168.1.9", "24", "192.168.1.9", "", "", "gateway", "The gateway cannot be the box itself.")]
    [InlineData("192.168.1.9", "24", "192.168.1.1", "0.0.0.0", "", "name-server", "The name server (DNS) cannot have this address.")]
    [InlineData("192.168.1.9", "24", "192.168.1.1", "", "4095", "vlan", "VLANs go from 1 to 4094.")]
    public async Task What_cannot_be_is_told_beside_its_field(string address, string mask, string gateway, string server, string vlan, string field, string sentence)
    {
        using var answer = await PostAsync("/box/network/check", Fixed(address, mask, gateway, server, vlan));
        var text = await ReadAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var from = text.IndexOf($"id=\"{field}-trouble\"", StringComparison.Ordinal);
        Assert.True(from > 0, text);
        Assert.Contains(sentence, text[from..(from + 300)], StringComparison.Ordinal);
        Assert.Contains($"value=\"{address}\"", text, StringComparison.Ordinal);
        Assert.Null(_bed.Addresses.Current.Now);
    }

    [Fact]
    public async Task Two_wrong_fields_are_both_told()
    {
        using var answer = await PostAsync("/box/network/check", Fixed("192.168.1.255", "24", "192.168.2.1"));
        var text = await ReadAsync(answer);

        Assert.Contains("id=\"address-trouble\"", text, StringComparison.Ordinal);
        Assert.Contains("id=\"gateway-trouble\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_it_shows_what_changes_and_where_the_page_will_be_then_it_is_on_trial()
    {
        using var asked = await PostAsync("/box/network/check", Fixed("192.168.1.9/24", ""));
        var question = await ReadAsync(asked);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains($"https://192.168.1.9:{_bed.TlsPort}/box/network", question, StringComparison.Ordinal);
        Assert.DoesNotContain("ends-calls", question, StringComparison.Ordinal);
        Assert.Null(_bed.Addresses.Current.Now);

        using var tried = await PostAsync("/box/network/try", Fixed("192.168.1.9/24", ""));
        var page = await ReadAsync(tried);

        Assert.Equal("192.168.1.9", _bed.Addresses.Current.Now?.Wish.Fixed?.Address.ToString());
        Assert.Contains("192.168.1.9/24 is on trial. DHCP comes back in 12", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"https://192.168.1.9:{_bed.TlsPort}/box/network\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("[network.address]", _bed.Settings.Current.Text, StringComparison.Ordinal);
        Assert.Contains("A new address was put on trial", await _owner.TextAsync(_bed.Safe, "/access"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_old_address_it_cannot_be_kept_only_given_up()
    {
        var trial = await TryAsync(Fixed("192.168.1.9"));
        _bed.Addresses.Tell(trial, null);

        using var kept = await PostAsync("/box/network/keep", ("trial", "1"));
        Assert.Equal(HttpStatusCode.Conflict, kept.StatusCode);
        Assert.Contains("only by somebody who has reached the box at it", await ReadAsync(kept), StringComparison.Ordinal);

        using var given = await PostAsync("/box/network/give-up", ("trial", "1"));
        Assert.Contains("192.168.1.9/24 was given up; the old address is back.", await ReadAsync(given), StringComparison.Ordinal);
        Assert.Equal(TrialEnd.GivenUp, _bed.Addresses.Current.Last!.End);
    }

    [Fact]
    public async Task Whoever_logs_in_at_the_new_address_is_led_to_the_button_that_keeps_it()
    {
        var trial = await TryAsync([("mode", "dhcp"), ("vlan", "20")]);
        using var early = await PostAsync("/box/network/keep", ("trial", "1"));
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        _bed.Addresses.Tell(trial, null);
        using var visitor = _bed.Browser();

        using var login = await visitor.PostAsync(_bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        Assert.Equal("/box/network", login.Headers.Location?.ToString());
        var page = await visitor.TextAsync(_bed.Safe, "/box/network");
        Assert.Contains("form=\"keep\"", page, StringComparison.Ordinal);
        using var kept = await visitor.PostAsync(_bed.Safe, "/box/network", "/box/network/keep", ("trial", "1"));

        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        Assert.Equal(20, _bed.Settings.Current.Config.Network.Address.Vlan);
        Assert.Contains("DHCP (VLAN 20) was kept.", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_go_on_end_only_when_somebody_says_so()
    {
        _bed.Live.Begin("call-1");

        using var asked = await PostAsync("/box/network/check", Fixed("192.168.1.9"));
        Assert.Contains("1 calls are going on. They may end.", await ReadAsync(asked), StringComparison.Ordinal);
        using var refused = await PostAsync("/box/network/try", Fixed("192.168.1.9"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("id=\"calls-trouble\"", await ReadAsync(refused), StringComparison.Ordinal);
        Assert.Null(_bed.Addresses.Current.Now);
        using var tried = await PostAsync("/box/network/try", [.. Fixed("192.168.1.9"), ("ends-calls", "1")]);

        Assert.NotNull(_bed.Addresses.Current.Now);
    }

    [Fact]
    public async Task Of_two_people_the_second_is_told()
    {
        await TryAsync(Fixed("192.168.1.9"));

        using var second = await PostAsync("/box/network/try", Fixed("192.168.1.10"));
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("Another address is on trial now: 192.168.1.9/24.", await ReadAsync(second), StringComparison.Ordinal);

        _bed.Addresses.GiveUp();
        var mark = await MarkAsync();
        _bed.Settings.Set("network.address.vlan", new Appliance.Configuration.SettingValue.Whole(30));
        using var late = await _owner.PostAsync(_bed.Safe, "/box/network", "/box/network/check", [.. Fixed("192.168.1.10"), ("mark", mark)]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("Somebody else has changed the address meanwhile; now it is DHCP, VLAN 30.", await ReadAsync(late), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_does_the_same()
    {
        var own = await JsonAsync(await _owner.GetAsync(_bed.Safe, "/api/session"));
        var made = await JsonAsync(await _owner.SendAsync(HttpMethod.Post, _bed.Safe, "/api/tokens", JsonContent.Create(new { name = "netbox", kind = "change", passphrase = BoxSiteBed.Good }), ("X-Landline-Seal", own.GetProperty("seal").GetString()!)));
        using var program = _bed.Browser();
        var bearer = ("Authorization", $"Bearer {made.GetProperty("token").GetString()}");
        Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null) =>
            program.SendAsync(method, _bed.Safe, $"/api/network{path}", body is null ? null : JsonContent.Create(body), bearer);

        var before = await JsonAsync(await SendAsync(HttpMethod.Get, ""));
        Assert.Equal(("eth0", "dhcp", 0), (before.GetProperty("card").GetString(), before.GetProperty("set").GetProperty("mode").GetString(), before.GetProperty("calls").GetInt32()));
        var wrong = await JsonAsync(await SendAsync(HttpMethod.Post, "/trial", new { mode = "fixed", address = "192.168.1.9", prefixLength = 24, gateway = "10.0.0.1" }), HttpStatusCode.BadRequest);
        Assert.Equal("The gateway is not in the box's network.", wrong.GetProperty("errors").GetProperty("gateway")[0].GetString());
        await JsonAsync(await SendAsync(HttpMethod.Post, "/trial", new { mode = "dhcp", vlan = 20 }), HttpStatusCode.Accepted);
        var early = await JsonAsync(await SendAsync(HttpMethod.Post, "/trial/keep", new { number = 1 }), HttpStatusCode.Conflict);
        Assert.Equal("network.not-reached", early.GetProperty("code").GetString());
        _bed.Addresses.Tell(1, null);
        var kept = await JsonAsync(await SendAsync(HttpMethod.Post, "/trial/keep", new { number = 1 }));
        Assert.Equal("kept", kept.GetProperty("lastTrial").GetProperty("end").GetString());
        await JsonAsync(await SendAsync(HttpMethod.Delete, "/trial/1"), HttpStatusCode.Conflict);

        Assert.Equal(new AddressWish(null, 20), _bed.Settings.Current.Config.Network.Address.Wish);
    }

    private static (string, string)[] Fixed(string address, string mask = "24", string gateway = "192.168.1.1", string server = "", string vlan = "") =>
        [("mode", "fixed"), ("address", address), ("mask", mask), ("gateway", gateway), ("name-server", server), ("vlan", vlan)];

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.StatusCode == status || answer.StatusCode == HttpStatusCode.Created, text);
            return JsonDocument.Parse(text).RootElement;
        }
    }

    private async Task<int> TryAsync((string, string)[] fields)
    {
        using var tried = await PostAsync("/box/network/try", fields);
        Assert.Equal(HttpStatusCode.OK, tried.StatusCode);
        return _bed.Addresses.Current.Now!.Number;
    }

    private async Task<HttpResponseMessage> PostAsync(string action, params (string, string)[] fields) =>
        await _owner.PostAsync(_bed.Safe, "/box/network", action, [.. fields, ("mark", await MarkAsync())]);

    private async Task<string> MarkAsync()
    {
        var text = await PageAsync();
        const string before = "name=\"mark\" value=\"";
        var from = text.IndexOf(before, StringComparison.Ordinal);
        return from < 0 ? "dhcp 0" : text[(from + before.Length)..text.IndexOf('"', from + before.Length)];
    }

    private Task<string> PageAsync() => _owner.TextAsync(_bed.Safe, "/box/network");

    private static async Task<string> ReadAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
}
