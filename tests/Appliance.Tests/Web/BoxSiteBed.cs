using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Text;
using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Hosting;
using Appliance.Network;
using Appliance.Records;
using Appliance.Tests.Configuration;
using Appliance.Traces;
using Appliance.Web;
using Hal.Buttons;
using Hal.Emulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Sip.Net;
using Walk;

namespace Appliance.Tests.Web;

/// <summary>The box's whole page on a real web server on loopback, in the clear and over TLS, with its real set-up desk and files.</summary>
internal sealed partial class BoxSiteBed : IAsyncDisposable
{
    public const string Good = "correct horse battery";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly EmulatedFrontPanel _panel = new();
    private readonly ListLogs _lines = new();
    private readonly ILoggerFactory _logs;
    private WebApplication _web = null!;
    private Task _running = Task.CompletedTask;
    private CallLog? _records;

    private BoxSiteBed() => _logs = LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_lines);
        BoxCommand.Quieten(logging);
    });

    public int Port { get; } = LoopbackPorts.Next();

    public int TlsPort { get; private init; } = LoopbackPorts.Next();

    public SetupDesk Desk { get; private set; } = null!;

    public SettingsStore Settings { get; private set; } = null!;

    /// <summary>The way to another address.</summary>
    public AddressDesk Addresses { get; private set; } = null!;

    /// <summary>The office's network as the page sees it.</summary>
    public NetworkFact? Network { get; set; }

    /// <summary>Thrown when the page looks at the office's network.</summary>
    public Exception? NetworkFault { get; set; }

    public LiveState Live { get; private set; } = null!;

    public CallLog Records => _records!;

    /// <summary>What was said for the latest calls.</summary>
    public CallTraces Traces { get; } = new(new TraceLimits());

    /// <summary>What the page handed to the gateway.</summary>
    public ConcurrentQueue<GatewayInput> Posted { get; } = new();

    public WebApplication Web => _web;

    public string Folder => _folder.Path;

    public string Log => _lines.Text;

    public string Pin => Desk.View.Window!.Pin!;

    public Uri Plain => new($"http://127.0.0.1:{Port}");

    public Uri Safe => TlsPort > 0 ? new($"https://127.0.0.1:{TlsPort}") : Plain;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BoxSiteBed> StartAsync(bool hasTls = true)
    {
        var bed = new BoxSiteBed { TlsPort = hasTls ? LoopbackPorts.Next() : 0 };
        await bed.OpenAsync();
        return bed;
    }

    /// <summary>As after a restart of the program.</summary>
    public async Task RestartAsync()
    {
        await _web.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>A browser: keeps cookies, follows nothing by itself, speaks to both ports.</summary>
    public TestBrowser Browser() => new(this);

    /// <summary>A browser that has claimed the box and is logged in.</summary>
    public async Task<TestBrowser> OwnerAsync()
    {
        var browser = Browser();
        await browser.GetAsync(Safe, $"/{Pin}");
        using var answer = await browser.PostAsync(Safe, "/claim", "/claim", ("passphrase", Good));
        Assert.Contains(answer.Headers.Location?.ToString(), (string?[])["/start", "/"]);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
        await _panel.DisposeAsync();
        _logs.Dispose();
        _stop.Dispose();
        _records?.Dispose();
        Addresses.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex("(?<=name=\"seal\" value=\")[0-9a-f]+", RegexOptions.None, 1000)]
    public static partial Regex SealField { get; }

    private bool Take(GatewayInput input)
    {
        Posted.Enqueue(input);
        return true;
    }

    private async Task OpenAsync()
    {
        Settings = SettingsStore.Open(Folder, TimeProvider.System);
        var time = new OfficeTime(TimeProvider.System, Settings);
        Live = new LiveState(time);
        _records?.Dispose();
        _records = CallLog.Open(Path.Combine(Folder, "calls.db"), Settings.Current.Config.Records, time);
        Addresses?.Dispose();
        Addresses = new AddressDesk(Settings, time, _logs.CreateLogger("Landline"));
        Desk = new SetupDesk(Settings, Live, new OwnerFile(Folder), new ResetFile(null), Addresses, new SystemTokens(), time, _logs.CreateLogger("Landline"));
        _running = Desk.RunAsync(_stop.Token);
        var shown = new ShownPanel(_panel, ButtonSource.Panel, () => "en", () => new LampMeanings(LampMeaning.Ready, LampMeaning.LineDown, LampMeaning.Ringing), () => Live.Elapsed);
        _web = BoxSite.Build(
            new SiteParts
            {
                DataFolder = Folder,
                Settings = Settings,
                Records = Records,
                Traces = Traces,
                Post = Take,
                Live = Live,
                Panel = shown,
                Setup = Desk,
                Network = () => NetworkFault is { } fault ? throw fault : Network,
                Addresses = Addresses,
                PublicHost = () => "phones.example.com",
                Address = IPAddress.Loopback,
                Port = Port,
                TlsPort = TlsPort,
                Certificate = OwnCertificate.Open(Folder, new NetworkConfig(), time, static trouble => Assert.Fail(trouble)),
                Tokens = new SystemTokens(),
                Time = time,
                Logs = _logs,
            },
            _stop.Token);
        await _web.StartAsync(Stop);
    }
}

/// <summary>A browser without a script: cookies, forms, and nothing followed that the test does not follow.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly HttpClient _http;

    public TestBrowser(BoxSiteBed bed)
    {
        Bed = bed;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=landline.local" },
        });
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html,*/*;q=0.8");
    }

    public BoxSiteBed Bed { get; }

    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(Uri site, string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, site, path, null, headers);

    /// <summary>Makes a token; what it returns is the header that a machine shows it by.</summary>
    public async Task<(string Name, string Value)> TokenAsync(string kind = "read")
    {
        using var made = await PostAsync(Bed.Safe, "/access", "/access/tokens", ("name", "wallboard"), ("kind", kind), ("passphrase", BoxSiteBed.Good));
        return ("Authorization", $"Bearer {Regex.Match(await made.Content.ReadAsStringAsync(Stop), "landline_[A-Za-z0-9_-]{43}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value}");
    }

    /// <summary>Asks, and leaves the rest of the answer to be read as it comes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Uri site, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site, path));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    public async Task<string> TextAsync(Uri site, string path)
    {
        using var answer = await GetAsync(site, path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>What the forms of this page say they were loaded with.</summary>
    public async Task<(string Name, string Value)[]> MarksAsync(Uri site, string page)
    {
        var text = await TextAsync(site, page);
        return [.. ((string[])["mark", "seen"]).Select(name => (name, Regex.Match(text, $"(?<=name=\"{name}\" value=\")[0-9a-f-]*", RegexOptions.None, TimeSpan.FromSeconds(1)).Value))];
    }

    /// <summary>Loads the page of the form, and sends the form with its seal.</summary>
    public async Task<HttpResponseMessage> PostAsync(Uri site, string page, string action, params (string Name, string Value)[] fields)
    {
        var seal = BoxSiteBed.SealField.Match(await TextAsync(site, page)).Value;
        var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("seal", seal)]);
        return await SendAsync(HttpMethod.Post, site, action, form);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri site, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(site, path)) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, Stop);
    }

    /// <summary>Headers and body as somebody on the wire would read them; of a stream, its beginning.</summary>
    public async Task<(HttpStatusCode Status, string Text)> WholeAsync(Uri site, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site, path));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var bytes = new byte[256 * 1024];
        var read = 0;
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        var isStream = answer.Content.Headers.ContentType?.MediaType is "text/event-stream";
        do
        {
            var more = await body.ReadAsync(bytes.AsMemory(read), Stop);
            if (more is 0)
                break;
            read += more;
        }
        while (read < bytes.Length && !(isStream && read > 200));

        return (answer.StatusCode, $"{answer.Headers}{answer.Content.Headers}\n{Encoding.Latin1.GetString(bytes, 0, read)}");
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>Everything that is logged, as text.</summary>
internal sealed class ListLogs : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _lines);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
