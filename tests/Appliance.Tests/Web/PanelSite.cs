using System.Net;
using Appliance.Access;
using Appliance.FrontPanel;
using Appliance.Hosting;
using Appliance.Web;
using Hal.Buttons;
using Hal.Emulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Appliance.Tests.Web;

/// <summary>The panel's page on a real web server on loopback. A header stands in for the address of a caller elsewhere.</summary>
internal sealed class PanelSite : IAsyncDisposable
{
    public const string RemoteHeader = "X-Test-Remote";

    /// <summary>Stands in for a session's cookie.</summary>
    public const string SessionHeader = "X-Test-Session";

    private readonly WebApplication _web;
    private readonly CancellationTokenSource _stopping = new();

    private PanelSite(EmulatedFrontPanel panel, WebApplication web)
    {
        (Panel, _web) = (panel, web);
    }

    public EmulatedFrontPanel Panel { get; }

    /// <summary>False: that session has ended.</summary>
    public bool IsLoggedIn { get; set; } = true;

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<PanelSite> StartAsync(ButtonSource source = ButtonSource.Panel, string language = "en")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Use(static (context, next) =>
        {
            if (context.Request.Headers[RemoteHeader] is [{ } remote])
                context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
            if (context.Request.Headers.ContainsKey(SessionHeader))
                context.Features.Set(new Caller(new Session("1", "", DateTimeOffset.UnixEpoch, "", "", TimeSpan.Zero, TimeSpan.Zero), null));
            return next(context);
        });
        var site = new PanelSite(new EmulatedFrontPanel(), web);
        var time = TimeProvider.System;
        web.MapPanelPage(new ShownPanel(site.Panel, source, () => language, () => new LampMeanings(LampMeaning.Ready, LampMeaning.LineDown, LampMeaning.Ringing), () => time.GetElapsedTime(0)), _ => site.IsLoggedIn, time, site._stopping.Token);
        await web.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    public HttpClient Client() => new() { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _web.DisposeAsync();
        _stopping.Dispose();
        await Panel.DisposeAsync();
    }
}
