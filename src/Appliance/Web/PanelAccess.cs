using System.Net;
using Hal.Buttons;

namespace Appliance.Web;

/// <summary>
/// Who may see the panel's picture and press its buttons. This machine: another page in its browser, or a name that was made to point
/// here, must not get at it. And somebody who is logged in, where the picture is one of a real panel, which shows no PIN; a simulated
/// panel is the panel itself, and standing before it is more than being logged in.
/// </summary>
internal static class PanelAccess
{
    /// <summary>The header that a press must have. A foreign page cannot send it without asking first, and nobody answers that question.</summary>
    public const string Header = "X-Landline-Panel";

    private static readonly HashSet<string> OwnNames = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    /// <summary>True for somebody logged in who looks at a picture, and for a request of this machine's own browser or terminal.</summary>
    public static bool IsAllowed(HttpContext context, ButtonSource source) =>
        (source is ButtonSource.Picture && Caller.Of(context).Session is not null) || IsHere(context);

    /// <summary>True while who was let in to look may look on: a session may have ended.</summary>
    public static bool MayLookOn(HttpContext context, Func<Caller, bool> isStillIn) => IsHere(context) || isStillIn(Caller.Of(context));

    private static bool IsHere(HttpContext context)
    {
        var request = context.Request;
        var remote = context.Connection.RemoteIpAddress;
        if (remote is null || !IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote))
            return false;

        // A proxy on this machine makes everybody local.
        var isPassedOn = request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("Forwarded") || request.Headers.ContainsKey("Via");
        var isForeign = request.Headers["Sec-Fetch-Site"] is [var site] && site is "cross-site" or "same-site"
            && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] is ["navigate"]);
        return !isPassedOn && !isForeign && OwnNames.Contains(request.Host.Host);
    }

    /// <summary>True for a press that no foreign page can have made.</summary>
    public static bool MayPress(HttpContext context, ButtonSource source)
    {
        var request = context.Request;
        return IsAllowed(context, source)
            && request.Headers[Header] is ["1"]
            && request.HasJsonContentType()
            && (request.Headers.Origin is not [var origin] || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value));
    }
}
