namespace Appliance.Web;

/// <summary>The pages that every page leads to, in their order.</summary>
internal static class Navigation
{
    /// <summary>Where each is, and the code of its word: <c>web.nav.CODE</c>.</summary>
    public static readonly ValueList<(string Path, string Code)> Pages =
    [
        ("/", "home"),
        ("/calls", "calls"),
        ("/phones", "phones"),
        ("/lines", "lines"),
        ("/numbers", "numbers"),
        ("/safety", "safety"),
        ("/box", "box"),
        ("/help", "help"),
        ("/access", "access"),
    ];

    /// <summary>What <c>aria-current</c> says of a link on the page of this path: <c>page</c> on the page itself, <c>true</c> below it.</summary>
    public static string? Current(string link, string path) =>
        link == path ? "page" : link is not "/" && path.StartsWith(link + "/", StringComparison.Ordinal) ? "true" : null;
}
