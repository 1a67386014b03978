using System.Net;
using Appliance.Calls;
using Appliance.FrontPanel;
using Appliance.Hosting;

namespace Appliance.Web;

/// <summary>
/// The box's first page for now: how it is, in a sentence, without a number, a name or a secret, so that it needs no login.
/// </summary>
public static class StatusPage
{
    /// <summary>Maps the page and the health answer.</summary>
    public static void MapStatusPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context, LiveState live) =>
        {
            Guard(context);
            return Results.Content(Page(live.Now), "text/html; charset=utf-8");
        }).WithMetadata(Door.Open);
        routes.MapGet("/health", (HttpContext context, LiveState live) =>
        {
            Guard(context);
            return Results.Json(new { status = "up", sentence = SentenceOf(live.Now), calls = live.Now.Calls.Count });
        }).WithMetadata(Door.Open);
    }

    /// <summary>The sentence of this moment.</summary>
    public static string SentenceOf(LiveSnapshot now) =>
        HomeSentence.Of([.. now.Trunks.Values.Select(trunk => trunk.Health)], now.Phones.Count, now.Calls.Count, now.IsEmergency);

    private static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    private static string Page(LiveSnapshot now) => $"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="5">
        <title>Landline</title>
        <h1>Landline</h1>
        <p>{WebUtility.HtmlEncode(SentenceOf(now))}.</p>
        <table>
        <tr><th scope="row">Lines</th><td>{now.Trunks.Values.Count(trunk => trunk.Health is TrunkHealth.Up)} of {now.Trunks.Count} answer</td></tr>
        <tr><th scope="row">Phones</th><td>{now.Phones.Count} registered</td></tr>
        <tr><th scope="row">Calls</th><td>{now.Calls.Count} now, {now.Finished} finished since the start</td></tr>
        <tr><th scope="row">Turned away</th><td>{now.TurnedAway}</td></tr>
        </table>
        <p><a href="/access">Access</a></p>
        </html>
        """;
}
