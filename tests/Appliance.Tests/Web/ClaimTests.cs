using System.Net;
using Appliance.Configuration;
using Appliance.Setup;

namespace Appliance.Tests.Web;

public sealed class ClaimTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_qr_code_leads_over_tls_to_a_passphrase_and_into_the_box()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();
        var pin = bed.Pin;

        using var entered = await browser.GetAsync(bed.Plain, $"/{pin.ToLowerInvariant()}");
        Assert.Equal("/claim", entered.Headers.Location?.ToString());
        Assert.True(bed.Desk.View.Window is { IsVisited: true, Pin: null });

        var connected = await browser.TextAsync(bed.Plain, "/claim");
        Assert.Contains($"https://127.0.0.1:{bed.TlsPort}/claim", connected, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"passphrase\"", connected, StringComparison.Ordinal);

        using var chosen = await browser.PostAsync(bed.Safe, "/claim", "/claim", ("passphrase", BoxSiteBed.Good));
        Assert.Equal("/start", chosen.Headers.Location?.ToString());
        Assert.True(bed.Desk.View is { IsClaimed: true, Window: null });
        using var inside = await browser.GetAsync(bed.Safe, "/access");
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);

        using var left = await browser.PostAsync(bed.Safe, "/access", "/logout");
        using var outside = await browser.GetAsync(bed.Safe, "/access");
        Assert.Equal("/login", outside.Headers.Location?.ToString());

        using var wrong = await browser.PostAsync(bed.Safe, "/login", "/login", ("passphrase", "not the one at all"));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var right = await browser.PostAsync(bed.Safe, "/login", "/login", ("passphrase", $" {BoxSiteBed.Good} "));
        Assert.Equal("/start", right.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_browser_that_refuses_the_certificate_claims_in_the_clear_and_is_not_logged_in_there()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();
        await browser.GetAsync(bed.Plain, $"/{bed.Pin}");

        using var chosen = await browser.PostAsync(bed.Plain, "/claim?plain=1", "/claim", ("passphrase", BoxSiteBed.Good));

        Assert.Equal(HttpStatusCode.OK, chosen.StatusCode);
        Assert.Contains($"https://127.0.0.1:{bed.TlsPort}/login", await chosen.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.True(bed.Desk.View.IsClaimed);
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name is "landline" or "__Host-landline");
        using var inside = await browser.GetAsync(bed.Plain, "/access");
        Assert.Equal($"https://127.0.0.1:{bed.TlsPort}/access", inside.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Without_tls_everything_goes_over_the_one_port()
    {
        await using var bed = await BoxSiteBed.StartAsync(hasTls: false);
        using var browser = await bed.OwnerAsync();

        using var inside = await browser.GetAsync(bed.Plain, "/access");

        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
    }

    [Fact]
    public async Task The_pin_can_be_typed_by_hand_and_lets_one_in_once()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();
        using var other = bed.Browser();
        var pin = bed.Pin;

        using var entered = await browser.PostAsync(bed.Plain, "/claim", "/claim/pin", ("pin", $" {pin[..3]}-{pin[3..].ToLowerInvariant()} "));
        using var again = await other.GetAsync(bed.Plain, $"/{pin}");
        using var reloaded = await browser.GetAsync(bed.Plain, $"/{pin}");

        Assert.Equal("/claim", entered.Headers.Location?.ToString());
        Assert.Equal("/claim?left=0", again.Headers.Location?.ToString());
        Assert.Equal("/claim", reloaded.Headers.Location?.ToString());
        using var stolen = await other.SendAsync(HttpMethod.Get, bed.Safe, "/claim");
        Assert.DoesNotContain("name=\"passphrase\"", await stolen.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_pins_and_there_is_none()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();
        var pin = bed.Pin;
        var wrong = pin == "000000" ? "111111" : "000000";

        var left = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await browser.GetAsync(bed.Plain, $"/{wrong}");
            left.Add(answer.Headers.Location?.ToString());
        }

        Assert.Equal(["/claim?left=4", "/claim?left=3", "/claim?left=2", "/claim?left=1", "/claim?left=0"], left);
        using var late = await browser.GetAsync(bed.Plain, $"/{pin}");
        Assert.Equal("/claim?left=0", late.Headers.Location?.ToString());
        Assert.Contains("Press the button at the box", await browser.TextAsync(bed.Plain, "/claim?left=0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    public async Task A_browser_that_looks_ahead_does_not_burn_the_pin(string header, string value)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();

        using var ahead = await browser.GetAsync(bed.Plain, $"/{bed.Pin}", (header, value));
        using var head = await browser.SendAsync(HttpMethod.Head, bed.Plain, $"/{bed.Pin}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ahead.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
        Assert.NotNull(bed.Desk.View.Window!.Pin);
    }

    [Theory]
    [InlineData("short", "at least 15 letters")]
    [InlineData("ababababababababababa", "easy to guess")]
    [InlineData("", "at least 15 letters")]
    [InlineData("with a \u0007 bell in the middle", "cannot be typed again")]
    public async Task A_passphrase_that_will_not_do_gets_a_sentence(string passphrase, string sentence)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();
        await browser.GetAsync(bed.Plain, $"/{bed.Pin}");

        using var answer = await browser.PostAsync(bed.Safe, "/claim", "/claim", ("passphrase", passphrase));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        Assert.False(bed.Desk.View.IsClaimed);
    }

    [Fact]
    public async Task A_claimed_box_shows_its_pin_s_visitor_no_passphrase_to_choose()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var visitor = bed.Browser();
        await bed.Desk.AskAsync(new SetupEvent.SetupAsked(), null, Stop);
        await visitor.GetAsync(bed.Plain, $"/{bed.Pin}");

        var page = await visitor.TextAsync(bed.Safe, "/claim");

        Assert.Contains("This box has an owner", page, StringComparison.Ordinal);
        using var tried = await visitor.PostAsync(bed.Safe, "/login", "/claim", ("passphrase", "another good passphrase"));
        Assert.Equal(HttpStatusCode.Conflict, tried.StatusCode);
        Assert.True(bed.Desk.View.IsClaimed);
    }

    [Fact]
    public async Task Ten_seconds_at_the_box_log_everybody_out_and_revoke_every_token()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var made = await owner.PostAsync(bed.Safe, "/access", "/access/tokens", ("name", "wallboard"), ("passphrase", BoxSiteBed.Good));
        var token = System.Text.RegularExpressions.Regex.Match(await made.Content.ReadAsStringAsync(Stop), "landline_[A-Za-z0-9_-]{43}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        using var machine = bed.Browser();
        using var before = await machine.GetAsync(bed.Safe, "/api/status", ("Authorization", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await bed.Desk.AskAsync(new SetupEvent.PasswordForgotten(), null, Stop);

        using var session = await owner.GetAsync(bed.Safe, "/access");
        using var after = await machine.GetAsync(bed.Safe, "/api/status", ("Authorization", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.Redirect, session.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        await bed.RestartAsync();
        using var restarted = await machine.GetAsync(bed.Safe, "/api/status", ("Authorization", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, restarted.StatusCode);
    }

    [Fact]
    public async Task A_restart_logs_nobody_out_and_what_is_kept_lets_nobody_in()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var key = owner.Cookies.GetAllCookies().Single(cookie => cookie.Name == "__Host-landline").Value;

        await bed.RestartAsync();

        using var inside = await owner.GetAsync(bed.Safe, "/access");
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        foreach (var file in new[] { "access.json", "audit.jsonl", OwnerFile.FileName })
        {
            var path = Path.Combine(bed.Folder, file);
            var text = await File.ReadAllTextAsync(path, Stop);
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(BoxSiteBed.Good, text, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }
}
