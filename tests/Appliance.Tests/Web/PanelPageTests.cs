using System.Net;
using System.Text;
using Appliance.Web;
using Hal;
using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Appliance.Tests.Web;

public sealed class PanelPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_its_style_and_its_script_come_without_anything_from_elsewhere()
    {
        await using var site = await PanelSite.StartAsync();
        using var http = site.Client();

        var total = 0;
        foreach (var path in new[] { "/panel", "/panel/panel.css", "/panel/panel.js" })
        {
            using var answer = await http.GetAsync(path, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("default-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain("http://", text.Replace("http://localhost", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
            Assert.DoesNotContain(" onclick=", text, StringComparison.Ordinal);
            total += path == "/panel" ? 0 : text.Length;
        }

        Assert.InRange(total, 1000, 20 * 1024);
    }

    [Fact]
    public async Task The_page_speaks_the_office_s_language_and_says_the_lamps_in_words()
    {
        await using var site = await PanelSite.StartAsync(language: "zh-TW");
        site.Panel.Show(Lamp.Line, new LampState(LampColour.Red, LampPattern.Steady));
        using var http = site.Client();

        var page = WebUtility.HtmlDecode(await http.GetStringAsync("/panel", Stop));

        Assert.Contains("""<html lang="zh-TW">""", page, StringComparison.Ordinal);
        Assert.Contains("線路：紅色，恆亮（外線中斷）", page, StringComparison.Ordinal);
        Assert.Contains("data-button=\"key3\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/panel")]
    [InlineData("/panel/events")]
    [InlineData("/panel/panel.js")]
    [InlineData("/panel/frame.png")]
    public async Task Somebody_elsewhere_gets_a_sentence_and_nothing_else(string path)
    {
        await using var site = await PanelSite.StartAsync();
        using var http = site.Client();
        foreach (var remote in new[] { "192.168.1.20", "::ffff:10.0.0.3", "2001:db8::1" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add(PanelSite.RemoteHeader, remote);

            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.StartsWith("The panel can be seen only on the machine that the box runs on", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Host", "box.example")]
    [InlineData("Host", "localhost.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_name_that_is_not_ours_a_proxy_and_a_foreign_page_are_kept_out(string header, string value)
    {
        await using var site = await PanelSite.StartAsync();
        using var http = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/panel/events");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task This_machine_s_own_names_are_let_in(string name)
    {
        await using var site = await PanelSite.StartAsync();
        using var http = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/panel");
        request.Headers.Host = $"{name}:{site.Address.Port}";

        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_link_from_elsewhere_may_open_the_page()
    {
        await using var site = await PanelSite.StartAsync();
        using var http = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/panel");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");

        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_viewer_sees_what_the_panel_shows_now_and_from_then_on()
    {
        await using var site = await PanelSite.StartAsync();
        using var viewer = new PanelViewer(site.Address);
        await using var pictures = viewer.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await pictures.MoveNextAsync());
        var canvas = new Canvas(ScreenSize.Full);
        canvas.Set(3, 9);

        site.Panel.Show(canvas.ToFrame());
        Assert.True(await pictures.MoveNextAsync());

        var pages = Convert.FromBase64String(pictures.Current.Screen!.Pages);
        Assert.Equal(2, pages[128 + 3]);
        Assert.Equal(2, pages.Sum(octet => octet));

        site.Panel.Show(Lamp.Call, new LampState(LampColour.Green, LampPattern.Fast));
        Assert.True(await pictures.MoveNextAsync());
        Assert.Equal([250, -250], pictures.Current.Lamps[2].Rhythm);
        Assert.Equal("CALL: green, flashing fast (a phone rings)", pictures.Current.Lamps[2].Words);
    }

    [Theory]
    [InlineData(ButtonSource.Panel)]
    [InlineData(ButtonSource.Picture)]
    public async Task A_press_arrives_as_whoever_the_page_speaks_for(ButtonSource source)
    {
        await using var site = await PanelSite.StartAsync(source);
        using var viewer = new PanelViewer(site.Address);
        await using var pictures = viewer.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        await pictures.MoveNextAsync();

        Assert.True(await viewer.MoveAsync("key1", isDown: true, Stop));
        Assert.True(await viewer.MoveAsync("key1", isDown: false, Stop));

        var down = Assert.IsType<PanelEvent.Moved>(await site.Panel.Events.ReadAsync(Stop)).Edge;
        var up = Assert.IsType<PanelEvent.Moved>(await site.Panel.Events.ReadAsync(Stop)).Edge;
        Assert.Equal((Button.Key1, true, source), (down.Button, down.IsDown, down.Source));
        Assert.Equal((Button.Key1, false, source), (up.Button, up.IsDown, up.Source));
    }

    [Fact]
    public async Task A_press_needs_the_header_a_json_body_and_a_page_of_ours()
    {
        await using var site = await PanelSite.StartAsync();
        using var viewer = new PanelViewer(site.Address);
        await using var pictures = viewer.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        await pictures.MoveNextAsync();
        using var http = site.Client();
        const string press = """{"stream":"x","button":"key1","isDown":true}""";

        async Task<HttpStatusCode> PostAsync(string type, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/panel/buttons") { Content = new StringContent(press, Encoding.UTF8, type) };
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await http.SendAsync(request, Stop);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("application/json"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("text/plain", (PanelAccess.Header, "1")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("application/json", (PanelAccess.Header, "1"), ("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("application/json", (PanelAccess.Header, "1"), (PanelSite.RemoteHeader, "192.168.1.20")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("application/json", (PanelAccess.Header, "1"), ("Origin", $"http://{site.Address.Authority}")));
        Assert.False(site.Panel.Events.TryRead(out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"stream":"x"}""")]
    [InlineData("""{"stream":"x","button":"key9","isDown":true}""")]
    [InlineData("""{"stream":1,"button":"key1","isDown":true}""")]
    public async Task A_press_that_makes_no_sense_is_refused(string press)
    {
        await using var site = await PanelSite.StartAsync();
        using var http = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/panel/buttons") { Content = new StringContent(press, Encoding.UTF8, "application/json") };
        request.Headers.Add(PanelAccess.Header, "1");

        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(site.Panel.Events.TryRead(out _));
    }

    [Fact]
    public async Task A_button_that_a_viewer_holds_comes_up_when_the_viewer_goes()
    {
        await using var site = await PanelSite.StartAsync();
        using (var viewer = new PanelViewer(site.Address))
        {
            await using var pictures = viewer.WatchAsync(Stop).GetAsyncEnumerator(Stop);
            await pictures.MoveNextAsync();
            Assert.True(await viewer.MoveAsync("centre", isDown: true, Stop));
        }

        Assert.True(Assert.IsType<PanelEvent.Moved>(await site.Panel.Events.ReadAsync(Stop)).Edge.IsDown);
        Assert.False(Assert.IsType<PanelEvent.Moved>(await site.Panel.Events.ReadAsync(Stop)).Edge.IsDown);
    }

    [Fact]
    public async Task One_viewer_cannot_let_go_what_another_holds()
    {
        await using var site = await PanelSite.StartAsync();
        using var one = new PanelViewer(site.Address);
        using var other = new PanelViewer(site.Address);
        await using var ones = one.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        await using var others = other.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        await ones.MoveNextAsync();
        await others.MoveNextAsync();

        Assert.True(await one.MoveAsync("up", isDown: true, Stop));
        Assert.False(await other.MoveAsync("up", isDown: true, Stop));
        Assert.False(await other.MoveAsync("up", isDown: false, Stop));
        Assert.True(site.Panel.Now.Down.Has(Button.Up));
    }

    [Fact]
    public async Task Who_logs_out_sees_nothing_more_of_the_panel()
    {
        await using var site = await PanelSite.StartAsync(ButtonSource.Picture);
        using var http = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/panel/events") { Headers = { { PanelSite.RemoteHeader, "192.0.2.7" }, { PanelSite.SessionHeader, "1" } } };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        string? line;
        do
        {
            line = await stream.ReadLineAsync(Stop);
        }
        while (line?.StartsWith("event: panel", StringComparison.Ordinal) is false);
        Assert.NotNull(line);

        site.IsLoggedIn = false;
        var canvas = new Canvas(ScreenSize.Full);
        canvas.Set(3, 9);
        site.Panel.Show(canvas.ToFrame());

        Assert.DoesNotContain("event: panel", await stream.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_may_look_and_the_next_is_told_so_until_one_leaves()
    {
        await using var site = await PanelSite.StartAsync();
        using var http = site.Client();
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < PanelStreams.Most; i++)
            open.Add(await http.GetAsync("/panel/events", HttpCompletionOption.ResponseHeadersRead, Stop));

        using (var refused = await http.GetAsync("/panel/events", Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("20 viewers", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        open[0].Dispose();
        HttpStatusCode again;
        do
        {
            using var answer = await http.GetAsync("/panel/events", HttpCompletionOption.ResponseHeadersRead, Stop);
            again = answer.StatusCode;
        }
        while (again is HttpStatusCode.ServiceUnavailable);

        Assert.Equal(HttpStatusCode.OK, again);
        open.ForEach(answer => answer.Dispose());
    }
}
