using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Appliance.Web;

/// <summary>
/// Which answers travel compressed. Over TLS the length of a compressed answer can betray a secret in it, letter by letter, to somebody who
/// listens and can have a visitor's browser ask again and again for pages that repeat a guess (BREACH). So:
/// what a browser asks for at another site's wish is not compressed, nor what it asks for without saying at whose;
/// the answer to a form or to a call that changes something is not, for it may show a token that was just made, nor the page of a phone's
/// new password;
/// and the seal that every page bears is masked anew each time (<see cref="FormSeal"/>), so that it could not be guessed in pieces anyway.
/// Programs with a token ask at nobody else's wish. A stream of events is never compressed: it would be held back. The files of
/// <see cref="WebAsset"/> hold no secret and come compressed already.
/// </summary>
internal static class Compression
{
    private static readonly string[] Types =
        ["text/html", "text/plain", "text/csv", "text/css", "text/javascript", "application/json", "application/problem+json", "image/svg+xml"];

    /// <summary>Adds what compresses: quickly rather than small, because the cores are the calls'.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(static options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = Types;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(static options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(static options => options.Level = CompressionLevel.Fastest);
    }

    /// <summary>Compresses what may be.</summary>
    public static void Use(WebApplication web) => web.UseWhen(IsHarmless, static harmless => harmless.UseResponseCompression());

    private static bool IsHarmless(HttpContext context)
    {
        var request = context.Request;
        return HttpMethods.IsGet(request.Method)
            && !(request.Path.StartsWithSegments("/phones", StringComparison.Ordinal, out var rest) && rest.Value!.EndsWith("/access", StringComparison.Ordinal))
            && (request.Headers.Authorization.Count > 0 || request.Headers["Sec-Fetch-Site"] is ["same-origin" or "none"]);
    }
}
