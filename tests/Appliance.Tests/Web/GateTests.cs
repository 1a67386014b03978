using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Appliance.Tests.Web;

public sealed class GateTests
{
    // Everything that answers somebody who is not logged in. Whoever adds to it says why in docs/decisions.
    private static readonly string[] OpenRoutes =
    [
        "GET /", "GET /health", "GET /assets/page.css", "GET /assets/icon.png", "GET /assets/live.js",
        "GET /{pin:length(6,8)}", "GET /claim", "POST /claim", "POST /claim/pin", "GET /login", "POST /login", "POST /api/session", "GET /language/{language}",
        // An authority of certificates asks for it (RFC 8555 section 8.3); only the token that is awaited has an answer.
        "GET /.well-known/acme-challenge/{token}",
        // With a rule of their own: this machine's own browser.
        "GET /panel/", "GET /panel/panel.css", "GET /panel/panel.js", "GET /panel/icon.png", "GET /panel/frame.png", "GET /panel/events", "POST /panel/buttons",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_route_answers_without_a_session_but_those_that_must()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var stranger = bed.Browser();
        var routes = bed.Web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (Method: method, Path: "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))))
            .ToArray();

        Assert.True(routes.Length > 20);
        var closed = routes.Where(route => !OpenRoutes.Contains($"{route.Method} {route.Path}")).ToArray();
        Assert.NotEmpty(closed);
        foreach (var (method, path) in closed)
        {
            using var answer = await stranger.SendAsync(new HttpMethod(method), bed.Safe, path.Replace("{number}", "0011223344556677", StringComparison.Ordinal), method is "POST" ? JsonContent.Create(new { }) : null);
            var isTurnedAway = answer.StatusCode is HttpStatusCode.Unauthorized || answer.Headers.Location?.ToString() == "/login";
            Assert.True(isTurnedAway, $"{method} {path} answered {answer.StatusCode} to a stranger.");

            using var plain = await stranger.SendAsync(new HttpMethod(method), bed.Plain, path.Replace("{number}", "0011223344556677", StringComparison.Ordinal), method is "POST" ? JsonContent.Create(new { }) : null);
            Assert.True(plain.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TemporaryRedirect, $"{method} {path} answered {plain.StatusCode} in the clear.");
        }
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("192.168.1.99", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost", 200)]
    [InlineData("landline.local", 200)]
    [InlineData("LANDLINE.LOCAL", 200)]
    [InlineData("phones.example.com", 200)]
    public async Task A_name_that_is_not_the_box_s_gets_a_sentence(string host, int status)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();

        using var answer = await browser.GetAsync(bed.Plain, "/health", ("Host", $"{host}:{bed.Port}"));

        Assert.Equal(status, (int)answer.StatusCode);
        if (status is 421)
            Assert.Contains("not a name of this box", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_seal_or_with_another_browser_s_is_not_taken()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var other = bed.Browser();
        var foreign = BoxSiteBed.SealField.Match(await other.TextAsync(bed.Safe, "/login")).Value;

        foreach (var seal in new[] { "", "00", foreign })
        {
            using var answer = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/logout", new FormUrlEncodedContent([KeyValuePair.Create("seal", seal)]));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            using var call = await owner.SendAsync(HttpMethod.Delete, bed.Safe, "/api/session", null, ("X-Landline-Seal", seal));
            Assert.Equal(HttpStatusCode.BadRequest, call.StatusCode);
        }

        using var still = await owner.GetAsync(bed.Safe, "/access");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_another_page_sends_is_not_done(string header, string value)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var own = await JsonAsync(await owner.GetAsync(bed.Safe, "/api/session"));

        using var answer = await owner.SendAsync(HttpMethod.Delete, bed.Safe, "/api/session", null, ("X-Landline-Seal", own.GetProperty("seal").GetString()!), (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_login_makes_a_new_session_and_ends_the_one_before()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var before = owner.Cookies.GetAllCookies().Single(cookie => cookie.Name == "__Host-landline").Value;

        var seal = (await JsonAsync(await owner.GetAsync(bed.Safe, "/api/session"))).GetProperty("seal").GetString()!;
        using var login = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/login", new FormUrlEncodedContent([KeyValuePair.Create("seal", seal), KeyValuePair.Create("passphrase", BoxSiteBed.Good)]));

        Assert.Equal("/start", login.Headers.Location?.ToString());
        Assert.NotEqual(before, owner.Cookies.GetAllCookies().Single(cookie => cookie.Name == "__Host-landline").Value);
        using var fixated = bed.Browser();
        using var old = await fixated.GetAsync(bed.Safe, "/access", ("Cookie", $"__Host-landline={before}"));
        Assert.Equal("/login", old.Headers.Location?.ToString());
        Assert.Single((await JsonAsync(await owner.GetAsync(bed.Safe, "/api/sessions"))).EnumerateArray());
    }

    [Fact]
    public async Task Cookies_are_for_no_script_no_other_site_and_no_listener()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();
        await browser.GetAsync(bed.Safe, $"/{bed.Pin}");
        using var chosen = await browser.PostAsync(bed.Safe, "/claim", "/claim", ("passphrase", BoxSiteBed.Good));

        var session = chosen.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-landline=", StringComparison.Ordinal));

        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/;", session, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", session, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_answer_has_the_headers()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();

        foreach (var path in new[] { "/", "/health", "/claim", "/login", "/assets/page.css", "/api/status", "/nothing.here", "/panel" })
        {
            using var answer = await browser.GetAsync(bed.Safe, path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src '", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains(Assert.Single(answer.Headers.GetValues("Referrer-Policy")), new[] { "no-referrer", "same-origin" });
            Assert.Contains("microphone=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
            Assert.Equal(path.StartsWith("/assets/", StringComparison.Ordinal) ? "no-cache" : "no-store", answer.Headers.CacheControl?.ToString());
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using (answer)
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}
