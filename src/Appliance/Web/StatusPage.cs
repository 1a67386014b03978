using Appliance.FrontPanel;
using Appliance.Hosting;

namespace Appliance.Web;

/// <summary>
/// How the box is, in a sentence, without a number, a name or a secret, so that it needs no login.
/// </summary>
public static class StatusPage
{
    /// <summary>Maps the answer.</summary>
    public static void MapStatusPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", (HttpContext context, LiveState live) =>
        {
            Guard(context);
            return Results.Json(new { status = "up", sentence = SentenceOf(live.Now), calls = live.Now.Calls.Count });
        }).WithMetadata(Door.Open);
    }

    /// <summary>The sentence of this moment.</summary>
    public static string SentenceOf(LiveSnapshot now, string language = "en") =>
        HomeSentence.Of([.. now.Trunks.Values.Select(trunk => trunk.Health)], now.Phones.Count, now.Calls.Count, now.IsEmergency, language);

    private static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }
}
