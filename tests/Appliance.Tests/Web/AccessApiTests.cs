using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Appliance.Tests.Web;

public sealed partial class AccessApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_logs_in_makes_a_token_uses_it_and_revokes_it()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var program = bed.Browser();
        var own = await JsonAsync(await program.SendAsync(HttpMethod.Post, bed.Safe, "/api/session", JsonContent.Create(new { passphrase = BoxSiteBed.Good })), HttpStatusCode.OK);
        var seal = ("X-Landline-Seal", own.GetProperty("seal").GetString()!);

        var made = await JsonAsync(await program.SendAsync(HttpMethod.Post, bed.Safe, "/api/tokens", JsonContent.Create(new { name = "wallboard", passphrase = BoxSiteBed.Good }), seal), HttpStatusCode.Created);
        Assert.Equal("read", made.GetProperty("kind").GetString());
        await ProblemAsync(await program.SendAsync(HttpMethod.Post, bed.Safe, "/api/tokens", JsonContent.Create(new { name = "wallboard", kind = "all", passphrase = BoxSiteBed.Good }), seal), HttpStatusCode.BadRequest, "token-kind");
        var bearer = ("Authorization", $"Bearer {made.GetProperty("token").GetString()}");

        using var machine = bed.Browser();
        var status = await JsonAsync(await machine.GetAsync(bed.Safe, "/api/status", bearer), HttpStatusCode.OK);
        Assert.True(status.GetProperty("isClaimed").GetBoolean());
        await ProblemAsync(await machine.GetAsync(bed.Safe, "/api/tokens", bearer), HttpStatusCode.Forbidden, "people-only");
        var listed = Assert.Single((await JsonAsync(await program.GetAsync(bed.Safe, "/api/tokens"), HttpStatusCode.OK)).EnumerateArray());
        Assert.False(listed.TryGetProperty("token", out _));

        using var revoked = await program.SendAsync(HttpMethod.Delete, bed.Safe, $"/api/tokens/{made.GetProperty("number").GetString()}", null, seal);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await ProblemAsync(await machine.GetAsync(bed.Safe, "/api/status", bearer), HttpStatusCode.Unauthorized, "not-logged-in");

        var told = (await JsonAsync(await program.GetAsync(bed.Safe, "/api/audit"), HttpStatusCode.OK)).EnumerateArray().Select(entry => entry.GetProperty("what").GetString()).ToArray();
        Assert.Equal(["token-revoked", "token-made", "logged-in", "logged-in", "claimed", "pin-accepted"], told);
    }

    [Fact]
    public async Task A_session_ends_another()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var lost = bed.Browser();
        using var login = await lost.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        var own = await JsonAsync(await owner.GetAsync(bed.Safe, "/api/session"), HttpStatusCode.OK);
        var seal = ("X-Landline-Seal", own.GetProperty("seal").GetString()!);
        var sessions = (await JsonAsync(await owner.GetAsync(bed.Safe, "/api/sessions"), HttpStatusCode.OK)).EnumerateArray().ToArray();
        var number = sessions.Single(session => !session.GetProperty("isThis").GetBoolean()).GetProperty("number").GetString();

        using var ended = await owner.SendAsync(HttpMethod.Delete, bed.Safe, $"/api/sessions/{number}", null, seal);
        await ProblemAsync(await owner.SendAsync(HttpMethod.Delete, bed.Safe, $"/api/sessions/{number}", null, seal), HttpStatusCode.NotFound, "nothing-there");

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await ProblemAsync(await lost.GetAsync(bed.Safe, "/api/session"), HttpStatusCode.Unauthorized, "not-logged-in");
    }

    [Fact]
    public async Task A_browser_left_open_makes_no_token_and_its_guesses_count()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var own = await JsonAsync(await owner.GetAsync(bed.Safe, "/api/session"), HttpStatusCode.OK);
        var seal = ("X-Landline-Seal", own.GetProperty("seal").GetString()!);
        Task<HttpResponseMessage> MakeAsync(string? passphrase) => owner.SendAsync(HttpMethod.Post, bed.Safe, "/api/tokens", JsonContent.Create(new { name = "thief", passphrase }), seal);

        await ProblemAsync(await MakeAsync(null), HttpStatusCode.Forbidden, "wrong-passphrase");
        HttpResponseMessage? last = null;
        for (var i = 0; i < 8 && last?.StatusCode is not HttpStatusCode.TooManyRequests; i++)
            last = await MakeAsync("guess and guess again");

        await ProblemAsync(last!, HttpStatusCode.TooManyRequests, "try-later");
        Assert.Empty((await JsonAsync(await owner.GetAsync(bed.Safe, "/api/tokens"), HttpStatusCode.OK)).EnumerateArray());
        var refused = (await JsonAsync(await owner.GetAsync(bed.Safe, "/api/audit"), HttpStatusCode.OK)).EnumerateArray().First();
        Assert.Equal("login-refused", refused.GetProperty("what").GetString());
        Assert.StartsWith("owner ", refused.GetProperty("who").GetString(), StringComparison.Ordinal);
        Assert.True(refused.GetProperty("count").GetInt32() >= 3);
    }

    [Fact]
    public async Task Who_knows_the_passphrase_chooses_another_and_everybody_else_is_logged_out()
    {
        const string Other = "a quite different passphrase";
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var lost = bed.Browser();
        using var login = await lost.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        var own = await JsonAsync(await owner.GetAsync(bed.Safe, "/api/session"), HttpStatusCode.OK);
        var seal = ("X-Landline-Seal", own.GetProperty("seal").GetString()!);
        Task<HttpResponseMessage> ChangeAsync(string old, string chosen) => owner.SendAsync(HttpMethod.Put, bed.Safe, "/api/passphrase", JsonContent.Create(new { passphrase = old, newPassphrase = chosen }), seal);

        await ProblemAsync(await ChangeAsync("not the right one at all", Other), HttpStatusCode.Forbidden, "wrong-passphrase");
        await ProblemAsync(await ChangeAsync(BoxSiteBed.Good, "short"), HttpStatusCode.BadRequest, "passphrase-unfit");
        using var stillIn = await lost.GetAsync(bed.Safe, "/access");
        Assert.Equal(HttpStatusCode.OK, stillIn.StatusCode);
        using var changed = await ChangeAsync(BoxSiteBed.Good, Other);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);

        await ProblemAsync(await lost.GetAsync(bed.Safe, "/api/session"), HttpStatusCode.Unauthorized, "not-logged-in");
        using var back = await owner.PostAsync(bed.Safe, "/access", "/access/passphrase", ("passphrase", BoxSiteBed.Good), ("new-passphrase", BoxSiteBed.Good));
        Assert.Equal(HttpStatusCode.BadRequest, back.StatusCode);
        using var again = await owner.PostAsync(bed.Safe, "/access", "/access/passphrase", ("passphrase", Other), ("new-passphrase", Other + "!"));
        Assert.Equal("/access?changed=1", again.Headers.Location?.ToString());
        await bed.RestartAsync();
        using var after = await lost.PostAsync(bed.Safe, "/login", "/login", ("passphrase", Other + "!"));
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        Assert.Contains("The passphrase was changed", await owner.TextAsync(bed.Safe, "/access"), StringComparison.Ordinal);
        Assert.DoesNotContain(Other, bed.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_wrong_passphrases_wait_with_a_number_of_seconds()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var thief = bed.Browser();
        HttpResponseMessage? last = null;
        for (var i = 0; i < 8 && last?.StatusCode is not HttpStatusCode.TooManyRequests; i++)
            last = await thief.SendAsync(HttpMethod.Post, bed.Safe, "/api/session", JsonContent.Create(new { passphrase = "wrong and wrong again" }));

        Assert.True(last!.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await ProblemAsync(last, HttpStatusCode.TooManyRequests, "try-later");
    }

    [Fact]
    public async Task Nobody_s_box_and_an_unreadable_wish_get_a_problem()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = bed.Browser();

        await ProblemAsync(await program.SendAsync(HttpMethod.Post, bed.Safe, "/api/session", JsonContent.Create(new { passphrase = BoxSiteBed.Good })), HttpStatusCode.Conflict, "no-owner");
        await ProblemAsync(await program.SendAsync(HttpMethod.Post, bed.Safe, "/api/session", new StringContent("{", null, "application/json")), HttpStatusCode.BadRequest, "not-understood");
        await ProblemAsync(await program.SendAsync(HttpMethod.Put, bed.Safe, "/api/session"), HttpStatusCode.MethodNotAllowed, "not-so");
        await ProblemAsync(await program.GetAsync(bed.Safe, "/api/nothing"), HttpStatusCode.NotFound, "nothing-there");
        await ProblemAsync(await program.SendAsync(HttpMethod.Post, bed.Plain, "/api/session", JsonContent.Create(new { passphrase = BoxSiteBed.Good })), HttpStatusCode.Forbidden, "tls-only");
    }

    [Fact]
    public async Task The_description_names_every_path_of_the_api()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        var paths = (await JsonAsync(await owner.GetAsync(bed.Safe, "/api/openapi.json"), HttpStatusCode.OK)).GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal);

        // The route table has parts of a path with their shape, the description without.
        var routes = bed.Web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .Select(route => Shape().Replace(route.RoutePattern.RawText!, "}").TrimEnd('/'))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(routes, paths);
        Assert.Contains("/api/sessions/{number}", paths);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        }
    }

    private static async Task ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await JsonAsync(answer, status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("sentence").GetString()!);
        Assert.NotEmpty(problem.GetProperty("remedy").GetString()!);
    }

    [GeneratedRegex(":[^}]*}", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
