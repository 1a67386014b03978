using Appliance.Web.Pages;

namespace Appliance.Web.Safety;

/// <summary>The page of what keeps the office safe.</summary>
internal sealed class SafetyRoutes(SafetyDesk desk, PageRenderer pages)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/safety", (Delegate)ShowAsync).WithMetadata(Door.People);

    private Task<IResult> ShowAsync(HttpContext context) =>
        pages.PageAsync<SafetyPage>(context, StatusCodes.Status200OK, (nameof(SafetyPage.View), desk.View(PageWords.Of(context))));
}

/// <summary>The same for programs.</summary>
internal sealed class SafetyApi(SafetyDesk desk)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/safety", (HttpContext context) => Results.Json(desk.View(PageWords.Of(context)))).Produces<SafetyView>();
}
