namespace Walk;

/// <summary>
/// Every address of the box's page that a browser can be sent to. A test of the route table (Appliance.Tests) fails when one is missing here,
/// and the walk through the pages (Browser.Tests) when a page here is not visited.
/// </summary>
internal static class PageRoutes
{
    /// <summary>Those that answer with a page, by their route.</summary>
    public static readonly string[] Pages =
    [
        "/",
        "/access",
        "/box",
        "/box/certificate",
        "/box/network",
        "/box/settings",
        "/box/settings/revisions/{number}",
        "/calls",
        "/calls/{id}",
        "/calls/{id}/trace",
        "/claim",
        "/help",
        "/lines",
        "/lines/new/{kind}",
        "/lines/{id}",
        "/login",
        "/numbers",
        "/numbers/rules/new",
        "/numbers/rules/{place}",
        "/panel/",
        "/phones",
        "/phones/new",
        "/phones/{number}",
        "/safety",
        "/start",
    ];

    /// <summary>Those that lead on to another address, load into a page, save a file, or show what was just made to the one who made it.</summary>
    public static readonly string[] Others =
    [
        "/.well-known/acme-challenge/{token}",
        "/{pin:length(6,8)}",
        "/assets/icon.png",
        "/assets/live.js",
        "/assets/page.css",
        "/calls/{id}/ladder.svg",
        "/calls/{id}/trace.pcap",
        "/health",
        "/language/{language}",
        "/panel/events",
        "/panel/frame.png",
        "/panel/icon.png",
        "/panel/panel.css",
        "/panel/panel.js",
        "/phones/{number}/access",
    ];
}
