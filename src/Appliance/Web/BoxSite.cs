using System.Net;
using Appliance.Access;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Health;
using Appliance.Hosting;
using Appliance.Network;
using Appliance.Records;
using Appliance.Traces;
using Appliance.Web.Box;
using Appliance.Web.Calls;
using Appliance.Web.Certificates;
using Appliance.Web.Help;
using Appliance.Web.Home;
using Appliance.Web.Lines;
using Appliance.Web.Live;
using Appliance.Web.Numbers;
using Appliance.Web.Phones;
using Appliance.Web.Safety;
using Appliance.Web.Settings;
using Appliance.Web.Start;
using Appliance.Web.Traces;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sip;

namespace Appliance.Web;

/// <summary>What the box's page is made of.</summary>
internal sealed record SiteParts
{
    /// <summary>The folder everything is kept in.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What is going on.</summary>
    public required LiveState Live { get; init; }

    /// <summary>The panel as the page shows it.</summary>
    public required ShownPanel Panel { get; init; }

    /// <summary>Set-up mode.</summary>
    public required SetupDesk Setup { get; init; }

    /// <summary>The settings.</summary>
    public required SettingsStore Settings { get; init; }

    /// <summary>The records of finished calls.</summary>
    public required CallLog Records { get; init; }

    /// <summary>What was said for the latest calls.</summary>
    public required CallTraces Traces { get; init; }

    /// <summary>Hands something to the gateway; false: overloaded.</summary>
    public required Func<GatewayInput, bool> Post { get; init; }

    /// <summary>What is wrong with the box, worst first.</summary>
    public Func<ValueList<Problem>> Problems { get; init; } = static () => [];

    /// <summary>Takes how the page's certificate is.</summary>
    public Action<CertificateEvidence> TellCertificate { get; init; } = static _ => { };

    /// <summary>The name the internet knows the box by, or null.</summary>
    public Func<string?> PublicHost { get; init; } = static () => null;

    /// <summary>The office's network as it is; null: nobody looks at it.</summary>
    public Func<NetworkFact?> Network { get; init; } = static () => null;

    /// <summary>The way to another address; null: there is none.</summary>
    public AddressDesk? Addresses { get; init; }

    /// <summary>The address to listen on; null: all.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port in the clear.</summary>
    public required int Port { get; init; }

    /// <summary>The port of TLS, or 0: none.</summary>
    public int TlsPort { get; init; }

    /// <summary>What a TLS port answers with while nothing was uploaded or got.</summary>
    public required OwnCertificate Certificate { get; init; }

    /// <summary>Where chance comes from.</summary>
    public required ITokenSource Tokens { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where the log goes.</summary>
    public required ILoggerFactory Logs { get; init; }
}

/// <summary>The box's page put together: the gate, the routes, the web server.</summary>
internal static class BoxSite
{
    /// <summary>Builds it; the caller starts it.</summary>
    public static WebApplication Build(SiteParts parts, CancellationToken stopping)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(parts.Logs);
        builder.Services.AddSingleton(parts.Live);
        builder.Services.AddSingleton(new OfficeLanguage(parts.Panel.Language));
        builder.Services.AddSingleton(_ => new AccessKeyFile(parts.DataFolder, parts.Tokens));
        builder.Services.AddSingleton(made => new AccessDesk(parts.Setup, parts.DataFolder, made.GetRequiredService<AccessKeyFile>(), parts.Tokens, parts.Time, parts.Logs.CreateLogger("Landline")));
        builder.Services.AddSingleton(made => new SettingsDesk(parts.Settings, made.GetRequiredService<AccessDesk>()));
        builder.Services.AddSingleton(_ => new LiveFeed(parts.Live, parts.Time));
        builder.Services.AddSingleton(_ => new VoiceHistory(parts.Live));
        builder.Services.AddOpenApi();
        var certificates = parts.TlsPort > 0 ? new PageCertificates(parts, parts.Logs.CreateLogger("Landline")) : null;
        Compression.Add(builder.Services);
        var challenges = new AcmeChallenges();
        builder.Services.AddSingleton(challenges);
        builder.Services.AddSingleton(made => new AcmeKeeper(parts, certificates, challenges, made.GetRequiredService<AccessDesk>()));
        builder.Services.AddHostedService(static made => made.GetRequiredService<AcmeKeeper>());
        Listen(builder.WebHost, parts, certificates);
        var web = builder.Build();

        // Made by the container, so that it goes with it.
        var desk = web.Services.GetRequiredService<AccessDesk>();
        var seal = new FormSeal(web.Services.GetRequiredService<AccessKeyFile>(), parts.Tokens);
        var feed = web.Services.GetRequiredService<LiveFeed>();
        var calls = new CallDesk(parts, web.Services.GetRequiredService<VoiceHistory>());
        var pages = new PageRenderer(web.Services, parts.Logs, seal) { Zone = () => parts.Time.LocalTimeZone };
        var gate = new Gate(desk, new HostNames(Dns.GetHostName(), parts.PublicHost, host => IsOffices(host, certificates, parts)), seal, pages, parts.TlsPort, parts.Time, parts.Logs.CreateLogger("Landline"));
        Compression.Use(web);
        web.UseRouting();
        web.Use(gate.PassAsync);

        var network = new NetworkDesk(parts, desk);
        var plain = web.MapGroup("").ExcludeFromDescription();
        plain.MapStatusPage();
        plain.MapPanelPage(parts.Panel, desk.IsStillIn, parts.Time, stopping);
        foreach (var asset in WebAsset.All)
            asset.Map(plain);
        new HomeRoutes(parts, desk, pages).Map(plain, feed);
        new ClaimRoutes(desk, parts.Settings, gate, pages, parts.Tokens).Map(plain);
        new LoginRoutes(desk, parts.Settings, network.Landing, pages).Map(plain);
        new AccessApi(desk, seal).Map(web);
        var held = new HeldWishes(parts.Tokens);
        var answers = new SettingsPages(pages, held, parts.Settings);
        var settings = new SettingsRoutes(web.Services.GetRequiredService<SettingsDesk>(), held, answers, pages);
        var lines = new LineDesk(parts.Settings, web.Services.GetRequiredService<SettingsDesk>(), parts.Tokens);
        new LinesRoutes(lines, parts.Settings, parts.Live, settings, answers, pages).Map(plain, feed);
        new LinesApi(lines, parts.Settings, parts.Live).Map(web);
        new SettingsApi(web.Services.GetRequiredService<SettingsDesk>()).Map(web);
        settings.Map(plain);
        var backup = new BackupDesk(parts.Settings, desk, parts.Tokens, parts.Time);
        new BoxRoutes(parts, backup, certificates, web.Services.GetRequiredService<SettingsDesk>(), settings, answers, pages).Map(plain);
        challenges.Map(plain);
        var certificate = new CertificateDesk(parts, certificates, web.Services.GetRequiredService<AcmeKeeper>(), web.Services.GetRequiredService<SettingsDesk>(), desk);
        new CertificateApi(certificate).Map(web);
        new CertificateRoutes(certificate, pages, parts.Port).Map(plain);
        new NetworkRoutes(network, pages).Map(plain, feed);
        new NetworkApi(network).Map(web);
        var backups = new BackupRoutes(backup, desk, web.Services.GetRequiredService<SettingsDesk>(), answers, pages);
        backups.Map(plain);
        backups.MapApi(web);
        var phones = new PhoneDesk(parts.Settings, web.Services.GetRequiredService<SettingsDesk>(), parts.Live, parts.Tokens);
        new PhonesRoutes(phones, new HeldPasswords(parts.Time), parts.Settings, parts.Live, settings, answers, pages).Map(plain, feed);
        new PhonesApi(phones, parts.Settings, parts.Live).Map(web);
        new StartRoutes(parts, settings, pages).Map(plain, feed);
        new NumbersRoutes(parts.Settings, web.Services.GetRequiredService<SettingsDesk>(), settings, pages).Map(plain);
        new NumbersApi(parts.Settings).Map(web);
        var rules = new RuleDesk(parts.Settings);
        new RuleRoutes(rules, parts.Settings, web.Services.GetRequiredService<SettingsDesk>(), answers, pages).Map(plain);
        new RulesApi(rules, parts.Settings, web.Services.GetRequiredService<SettingsDesk>()).Map(web);
        var numbers = new NumbersChoice(desk, parts.Time);
        var traces = new TraceDesk(parts.Traces, parts.Live, parts.Time);
        new CallRoutes(parts, calls, traces, pages).Map(plain, feed);
        new CallsApi(calls, numbers).Map(web);
        new LiveApi(feed, desk, numbers, parts.Time, stopping).Map(web);
        new TraceApi(traces, numbers).Map(web);
        new TraceRoutes(traces, numbers, pages).Map(plain, feed);
        var safety = new SafetyDesk(parts.Settings, parts.Live, parts.Records);
        new SafetyApi(safety).Map(web);
        new SafetyRoutes(safety, pages).Map(plain);
        new HelpRoutes(parts.Problems, pages).Map(plain, web);
        return web;
    }

    /// <summary>A name that the office's certificate bears, or that one is asked for: the authority calls at it.</summary>
    private static bool IsOffices(string host, PageCertificates? certificates, SiteParts parts) =>
        certificates?.IsNamed(host) is true || string.Equals(host, parts.Settings.Current.Config.PageCertificate.Name, StringComparison.OrdinalIgnoreCase);

    private static void Listen(ConfigureWebHostBuilder host, SiteParts parts, PageCertificates? certificates)
    {
        host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(kestrel =>
        {
            var connections = new ConnectionTable();
            void Clear(ListenOptions listen) => listen.Bound(connections);
            if (parts.Address is { } clear)
                kestrel.Listen(clear, parts.Port, Clear);
            else
                kestrel.ListenAnyIP(parts.Port, Clear);
            if (certificates is not null)
            {
                void Tls(ListenOptions listen)
                {
                    listen.Bound(connections);
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = certificates.ChooseAsync });
                }

                if (parts.Address is { } safe)
                    kestrel.Listen(safe, parts.TlsPort, Tls);
                else
                    kestrel.ListenAnyIP(parts.TlsPort, Tls);
            }

            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionTable.MostOfAll;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(20);
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
