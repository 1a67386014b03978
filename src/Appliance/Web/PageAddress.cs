namespace Appliance.Web;

/// <summary>Under which address a browser finds a page again.</summary>
internal static class PageAddress
{
    /// <summary>The longest question that is repeated in a link.</summary>
    private const int LongestQuery = 300;

    /// <summary>
    /// The request's own address with what was asked there; for the answer to a form the nearest page above it, because loading the form's
    /// own address shows nothing. Null: there is none.
    /// </summary>
    public static string? Of(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.ToUriComponent();
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return path + QueryOf(request);
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern })
            return null;

        var pages = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) is true)
            .Select(static route => route.RoutePattern.RawText)
            .ToHashSet(StringComparer.Ordinal);
        if (pages.Contains(pattern))
            return path + QueryOf(request);
        while (Above(pattern) is { } above && Above(path) is { } shorter)
        {
            (pattern, path) = (above, shorter);
            if (pages.Contains(pattern))
                return path;
        }

        return null;
    }

    private static string QueryOf(HttpRequest request) => request.QueryString.ToUriComponent() is { Length: <= LongestQuery } query ? query : "";

    private static string? Above(string path) => path.LastIndexOf('/') is > 0 and var cut ? path[..cut] : null;
}
