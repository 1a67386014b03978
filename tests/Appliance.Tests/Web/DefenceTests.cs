using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Appliance.Access;
using Appliance.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Appliance.Tests.Web;

/// <summary>What somebody on the office's network may try against the page, and what it may not cost the owner.</summary>
public sealed class DefenceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_holds_many_connections_open_keeps_nobody_else_out()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        var held = new List<Socket>();
        for (var i = 0; i < ConnectionTable.MostOfThisMachine; i++)
            held.Add(await OpenAsync(bed, "127.0.0.1", i % 2 is 0 ? bed.Port : bed.TlsPort));
        // The last is let in by the listener only a moment after the connection stands; this one asks and is answered.
        held[0].Dispose();
        using var browser = bed.Browser();
        HttpResponseMessage? answer = null;
        while (answer is null)
            answer = await AskAsync(browser, bed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        answer.Dispose();

        Assert.True(await IsRefusedAsync(bed));
        using var other = await OpenAsync(bed, "127.0.0.2", bed.Port);
        await other.SendAsync("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), Stop);
        Assert.NotEqual(0, await ReadAsync(other));
        held.ForEach(static one => one.Dispose());
    }

    [Fact]
    public async Task Strangers_who_guess_lock_out_no_browser_that_has_been_in()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var left = await owner.PostAsync(bed.Safe, "/access", "/logout");
        var mark = owner.Cookies.GetAllCookies().Single(cookie => cookie.Name == "__Host-landline-browser");
        Assert.True(mark is { HttpOnly: true, Secure: true, Path: "/" } && mark.Expires > DateTime.UtcNow.AddDays(300));
        await GuessAsync(bed);

        using var other = bed.Browser();
        Assert.Equal(HttpStatusCode.TooManyRequests, await LogInAsync(other, BoxSiteBed.Good));
        // A mark that is made up is nothing, and a right one lets nobody in.
        Assert.Equal(HttpStatusCode.TooManyRequests, await LogInAsync(other, BoxSiteBed.Good, ("Cookie", $"__Host-landline-browser={mark.Value[..43]}.{mark.Value[..43]}")));
        using var inside = await other.GetAsync(bed.Safe, "/access", ("Cookie", $"__Host-landline-browser={mark.Value}"));
        Assert.Equal("/login", inside.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, await LogInAsync(owner, "not quite the right one"));
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(owner, BoxSiteBed.Good));
    }

    [Fact]
    public async Task Who_is_logged_in_is_no_stranger_after_a_restart()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        await GuessAsync(bed);
        using var sameOffice = bed.Browser();

        Assert.Equal(HttpStatusCode.OK, await LogInAsync(sameOffice, BoxSiteBed.Good));
    }

    [Fact]
    public async Task Another_owner_begins_with_another_key_and_a_restart_with_the_same()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var file = Path.Combine(bed.Folder, "access.key");
        var key = await File.ReadAllTextAsync(file, Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var seal = BoxSiteBed.SealField.Match(await owner.TextAsync(bed.Safe, "/access")).Value;

        await bed.RestartAsync();

        // The form was open while the box was started again.
        using var sent = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/logout", new FormUrlEncodedContent([KeyValuePair.Create("seal", seal)]));
        Assert.Equal("/login", sent.Headers.Location?.ToString());
        Assert.Equal(key, await File.ReadAllTextAsync(file, Stop));
        await bed.Desk.AskAsync(new Appliance.Setup.SetupEvent.PasswordForgotten(), null, Stop);
        Assert.NotEqual(key, await File.ReadAllTextAsync(file, Stop));
    }

    [Fact]
    public async Task A_token_that_may_read_changes_nothing_and_does_not_see_the_settings_text()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var machine = bed.Browser();
        var reads = await owner.TokenAsync();
        var changes = await owner.TokenAsync("change");
        var routes = bed.Web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && route.Metadata.GetMetadata<Door>() != Door.OpenToPrograms)
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (Method: method, Path: route.RoutePattern.RawText!)))
            .ToArray();

        Assert.Contains(("PUT", "/api/settings"), routes);
        foreach (var (method, path) in routes.Where(route => route.Method is not "GET" || route.Path.StartsWith("/api/settings", StringComparison.Ordinal) || route.Path.StartsWith("/api/secrets", StringComparison.Ordinal)))
        {
            using var answer = await machine.SendAsync(new HttpMethod(method), bed.Safe, Regex.Replace(path, @"\{[^}]*\}", "1", RegexOptions.None, TimeSpan.FromSeconds(1)), null, reads);
            Assert.True(answer.StatusCode is HttpStatusCode.Forbidden, $"{method} {path} answered {answer.StatusCode} to a token that may read.");
        }

        using var said = await machine.GetAsync(bed.Safe, "/api/settings", reads);
        Assert.Equal("token-reads", (await said.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString());
        using var looked = await machine.GetAsync(bed.Safe, "/api/lines", reads);
        using var seen = await machine.GetAsync(bed.Safe, "/api/settings", changes);
        using var backup = await machine.SendAsync(HttpMethod.Post, bed.Safe, "/api/backup", JsonContent.Create(new { }), changes);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden), (looked.StatusCode, seen.StatusCode, backup.StatusCode));
        var page = await owner.TextAsync(bed.Safe, "/access");
        Assert.Contains("from 127.0.0.1", page, StringComparison.Ordinal);
        Assert.Contains("Read only", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_before_there_were_kinds_may_read()
    {
        using var folder = new Configuration.TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, AccessFile.FileName), """{ "tokens": [{ "number": "1", "name": "old", "hash": "ab", "made": "2026-01-01T00:00:00Z" }] }""", Stop);
        var tokens = new TokenTable();

        new AccessFile(folder.Path).Read(new SessionTable(), tokens, TimeSpan.Zero);

        Assert.Equal(TokenKind.Read, Assert.Single(tokens.All).Kind);
    }

    [Theory]
    [InlineData("Accept", "image/avif,image/webp,*/*;q=0.8")]
    [InlineData("Sec-Fetch-Dest", "iframe")]
    [InlineData("Sec-Fetch-Dest", "image")]
    public async Task A_picture_on_some_page_does_not_burn_the_pin(string header, string value)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();

        for (var i = 0; i < 6; i++)
        {
            using var answer = await browser.GetAsync(bed.Plain, $"/00000{i}", (header, value));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var entered = await browser.GetAsync(bed.Plain, $"/{bed.Pin}");
        Assert.Equal("/claim", entered.Headers.Location?.ToString());
    }

    [Fact]
    public async Task What_cannot_be_read_gets_a_sentence_and_leaves_no_trace_in_the_log()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var stranger = bed.Browser();
        await stranger.TextAsync(bed.Safe, "/login");
        using var old = new ByteArrayContent("passphrase=x"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-7") } };
        using var cut = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"seal\"\r\n\r\nab"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b") } };

        foreach (var content in new[] { old, cut })
        {
            using var answer = await stranger.SendAsync(HttpMethod.Post, bed.Safe, "/login", content);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("could not be understood", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        foreach (var to in new[] { "/%E4%B8%AD", "/a%20b", "//evil.example", "/%5Cevil.example" })
        {
            using var chosen = await stranger.GetAsync(bed.Plain, $"/language/en?to={to}");
            Assert.Equal("/", chosen.Headers.Location?.ToString());
        }

        Assert.DoesNotContain("   at ", bed.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_far_too_much_hears_so_after_the_last_of_it()
    {
        const int Length = 50_000_000;
        await using var bed = await BoxSiteBed.StartAsync(hasTls: false);
        using var sender = await OpenAsync(bed, "127.0.0.1", bed.Port);
        await using var wire = new NetworkStream(sender);
        await wire.WriteAsync(Encoding.ASCII.GetBytes($"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {Length}\r\n\r\n"), Stop);
        var piece = new byte[1_000_000];
        for (var sent = 0; sent < Length; sent += piece.Length)
            await wire.WriteAsync(piece, Stop);

        using var answer = new StreamReader(wire);
        Assert.StartsWith("HTTP/1.1 413 ", await answer.ReadLineAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_box_s_own_is_a_sentence_and_one_line()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        bed.NetworkFault = new NotSupportedException("tainted");

        for (var i = 0; i < 5; i++)
        {
            using var answer = await owner.GetAsync(bed.Safe, "/api/network");
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.Equal("failed", (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString());
        }

        var line = Assert.Single(bed.Log.Split('\n'), static one => one.Contains("A request of the page failed", StringComparison.Ordinal));
        Assert.Contains("GET /api/network/, NotSupportedException", line, StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", bed.Log, StringComparison.Ordinal);
    }

    /// <summary>A restart, and then so many wrong passphrases from everywhere that strangers wait. The hash is one of few rounds, or it would take long.</summary>
    private static async Task GuessAsync(BoxSiteBed bed)
    {
        var file = Path.Combine(bed.Folder, "owner.json");
        var hash = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword(bed, BoxSiteBed.Good);
        var kept = JsonNode.Parse(await File.ReadAllTextAsync(file, Stop))!;
        kept["passphraseHash"] = hash;
        await File.WriteAllTextAsync(file, kept.ToJsonString(), Stop);
        await bed.RestartAsync();
        var desk = bed.Web.Services.GetRequiredService<AccessDesk>();
        for (var i = 0; i < LoginBackOff.StrangersFree; i++)
            Assert.IsType<AccessOutcome.Wrong>(await desk.LogInAsync("guess and guess again", new CallerPlace(new IPAddress([10, 0, 0, (byte)i]), "", null), Stop));
    }

    private static async Task<HttpStatusCode> LogInAsync(TestBrowser browser, string passphrase, params (string, string)[] headers)
    {
        using var answer = await browser.SendAsync(HttpMethod.Post, browser.Bed.Safe, "/api/session", JsonContent.Create(new { passphrase }), headers);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage?> AskAsync(TestBrowser browser, BoxSiteBed bed)
    {
        try
        {
            return await browser.GetAsync(bed.Plain, "/health");
        }
        catch (HttpRequestException)
        {
            // The place that was left is not known to be free yet.
            return null;
        }
    }

    private static async Task<Socket> OpenAsync(BoxSiteBed bed, string from, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Stop);
        return socket;
    }

    /// <summary>True when one connection more is closed at once: while it is made, or before anything is said.</summary>
    private static async Task<bool> IsRefusedAsync(BoxSiteBed bed)
    {
        try
        {
            using var more = await OpenAsync(bed, "127.0.0.1", bed.Port);
            return await ReadAsync(more) is 0;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.ConnectionReset)
        {
            return true;
        }
    }

    private static async Task<int> ReadAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Stop);
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
