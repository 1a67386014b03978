namespace Appliance.Web;

/// <summary>The pages that every page leads to, in their order.</summary>
internal static class Navigation
{
    /// <summary>All of them.</summary>
    public static readonly ValueList<LeadingPage> Pages =
    [
        new("/", "home", 'h'),
        new("/calls", "calls", 'c'),
        new("/phones", "phones", 'p'),
        new("/lines", "lines", 'l'),
        new("/numbers", "numbers", 'n'),
        new("/safety", "safety", 's'),
        new("/box", "box", 'b'),
        new("/help", "help", null),
        new("/access", "access", null),
    ];

    /// <summary>What <c>aria-current</c> says of a link on the page of this path: <c>page</c> on the page itself, <c>true</c> below it.</summary>
    public static string? Current(string link, string path) =>
        link == path ? "page" : link is not "/" && path.StartsWith(link + "/", StringComparison.Ordinal) ? "true" : null;
}

/// <summary>A page that every page leads to.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Code">The code of its word: <c>web.nav.CODE</c>.</param>
/// <param name="Key">The letter that, after g, leads there; or null.</param>
internal sealed record LeadingPage(string Path, string Code, char? Key);
