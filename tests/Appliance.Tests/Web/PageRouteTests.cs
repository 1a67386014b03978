using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Walk;

namespace Appliance.Tests.Web;

public sealed class PageRouteTests
{
    [Fact]
    public async Task Every_address_a_browser_can_be_sent_to_is_in_the_list_of_the_walk()
    {
        await using var bed = await BoxSiteBed.StartAsync();

        var routes = bed.Web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => !path.StartsWith("/api/", StringComparison.Ordinal));

        // A new page goes into PageRoutes.Pages and into the visits of WalkTests; then the walk judges it.
        Assert.Equal(PageRoutes.Pages.Concat(PageRoutes.Others).Order(StringComparer.Ordinal), routes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_walk_leaves_out_is_no_page()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        foreach (var path in PageRoutes.Others.Where(path => !path.EndsWith("/events", StringComparison.Ordinal)))
        {
            using var answer = await owner.GetAsync(bed.Safe, path.Replace("{language}", "en", StringComparison.Ordinal).Replace("{id}", "none", StringComparison.Ordinal).Replace("{pin:length(6,8)}", "000000", StringComparison.Ordinal));
            Assert.True(!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType is not "text/html", $"{path} is a page.");
        }
    }
}
