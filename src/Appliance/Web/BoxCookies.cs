using Appliance.Access;

namespace Appliance.Web;

/// <summary>
/// The box's cookies. Those of TLS have other names than those in the clear: a browser does not let the one replace the other, and the
/// prefix keeps a page in the clear from planting one (RFC 6265bis section 4.1.3.2).
/// </summary>
internal static class BoxCookies
{
    /// <summary>The visitor's. Not strict: it has to survive the step from HTTP to HTTPS, which browsers take for one to another site.</summary>
    public const string Visitor = "landline-visitor";

    /// <summary>The chosen language's.</summary>
    public const string Language = "landline-language";

    /// <summary>The session's.</summary>
    public static string Session(HttpContext context) => context.Request.IsHttps ? "__Host-landline" : "landline";

    /// <summary>That of a browser that has logged in before.</summary>
    public static string Browser(HttpContext context) => context.Request.IsHttps ? "__Host-landline-browser" : "landline-browser";

    /// <summary>The forms'.</summary>
    public static string Form(HttpContext context) => context.Request.IsHttps ? "__Host-landline-form" : "landline-form";

    /// <summary>Sets one that no script can read.</summary>
    public static void Set(HttpContext context, string name, string value, SameSiteMode sameSite, string path, TimeSpan? age) =>
        context.Response.Cookies.Append(name, value, new CookieOptions
        {
            HttpOnly = true,
            SameSite = sameSite,
            Secure = context.Request.IsHttps,
            Path = path,
            MaxAge = age,
            IsEssential = true,
        });

    /// <summary>Sets those of somebody who has just logged in.</summary>
    public static void Set(HttpContext context, AccessOutcome.LoggedIn begun)
    {
        Set(context, Session(context), begun.Key, SameSiteMode.Strict, "/", SessionTable.Lifetime);
        Set(context, Browser(context), begun.Browser, SameSiteMode.Strict, "/", KnownBrowser.Lifetime);
    }

    /// <summary>Takes one back.</summary>
    public static void Remove(HttpContext context, string name, string path = "/") =>
        context.Response.Cookies.Append(name, "", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = path, MaxAge = TimeSpan.Zero });
}
