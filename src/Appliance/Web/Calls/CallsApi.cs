namespace Appliance.Web.Calls;

/// <summary>The API of calls and their records. A machine gets numbers masked unless it asks with <c>numbers=whole</c>.</summary>
internal sealed class CallsApi(CallDesk desk, NumbersChoice choice)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/calls", List).Produces<LiveCallView[]>();
        api.MapGet("/calls/{id}", FindLive).Produces<LiveCallView>().ProducesProblem(404);
        api.MapGet("/calls/{id}/voice", (string id) => Results.Json(desk.VoicesOf(id))).Produces<CallVoices>();
        api.MapDelete("/calls/{id}", End).Produces(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        api.MapGet("/records", Search).Produces<RecordsView>().ProducesProblem(400);
        api.MapGet("/records/{id}", Find).Produces<RecordView>().ProducesProblem(404);
        api.MapGet("/records.csv", Export).Produces<string>(200, "text/csv").ProducesProblem(400);
    }

    private IResult End(HttpContext context, string id) => desk.End(id) switch
    {
        CallEnding.Asked => Results.StatusCode(StatusCodes.Status202Accepted),
        CallEnding.Emergency => AccessProblem.Of(context, StatusCodes.Status409Conflict, "calls.emergency"),
        CallEnding.Busy => AccessProblem.Of(context, StatusCodes.Status503ServiceUnavailable, "calls.busy"),
        _ => NotThere(context),
    };

    private IResult List(HttpContext context, string? numbers = null) =>
        Results.Json(choice.ForAnswer(context, numbers, "calls") ? desk.Live() : [.. desk.Live().Select(static call => call.Masked)]);

    private IResult FindLive(HttpContext context, string id, string? numbers = null) =>
        desk.LiveOf(id) is not { } call ? NotThere(context) : Results.Json(choice.ForAnswer(context, numbers, "calls") ? call : call.Masked);

    private IResult Search(HttpContext context, string? numbers = null)
    {
        var (filter, faults) = CallFilter.Read(context.Request.Query);
        if (faults is [var fault, ..])
            return NotUnderstood(context, fault);
        var found = desk.View(filter, PageWords.LanguageOf(context));
        return Results.Json(choice.ForAnswer(context, numbers, "records") ? found : found with { Calls = [.. found.Calls.Select(static call => call.Masked)] });
    }

    private IResult Find(HttpContext context, string id, string? numbers = null) =>
        desk.Find(id) is { } record && RecordView.Of(record, PageWords.LanguageOf(context)) is var view
            ? Results.Json(choice.ForAnswer(context, numbers, "records") ? view : view.Masked)
            : AccessProblem.Of(context, StatusCodes.Status404NotFound, "calls.no-record");

    private IResult Export(HttpContext context, string? numbers)
    {
        var (filter, faults) = CallFilter.Read(context.Request.Query);
        if (faults is [var fault, ..])
            return NotUnderstood(context, fault);
        var (query, language, office) = (filter.ToQuery(desk.Office) with { Before = null }, PageWords.LanguageOf(context), desk.Office);
        var isMasked = !choice.ForExport(context, numbers, "records.csv");
        return Results.Stream(
            body => CallExport.WriteAsync(body, query, desk.Search, isMasked, language, office, context.RequestAborted), "text/csv; charset=utf-8", "landline-calls.csv");
    }

    private static IResult NotThere(HttpContext context) => AccessProblem.Of(context, StatusCodes.Status404NotFound, "calls.not-there");

    private static IResult NotUnderstood(HttpContext context, (string Field, string Code) fault) =>
        AccessProblem.Of(context, StatusCodes.Status400BadRequest, fault.Code, fault.Field);
}
