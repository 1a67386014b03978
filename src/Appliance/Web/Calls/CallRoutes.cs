using Appliance.Web.Live;
using Appliance.Web.Pages;
using Appliance.Web.Traces;

namespace Appliance.Web.Calls;

/// <summary>The page of calls, and one call's page.</summary>
internal sealed class CallRoutes(SiteParts parts, CallDesk desk, TraceDesk traces, PageRenderer pages)
{
    /// <summary>The list of calls going on.</summary>
    public const string Topic = "calls";

    /// <summary>The latest calls that are over.</summary>
    public const string HistoryTopic = "history";

    /// <summary>One call, by its identifier.</summary>
    public const string OneTopic = "call";

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes, LiveFeed feed)
    {
        routes.MapGet("/calls", new Func<HttpContext, Task<IResult>>(context => ShowAsync(context))).WithMetadata(Door.People);
        routes.MapPost("/calls/end", (Delegate)EndAsync).WithMetadata(Door.People);
        routes.MapGet("/calls/{id}", ShowOneAsync).WithMetadata(Door.People);
        feed.Add(new LiveTopic(Topic, _ => desk.Stamp(), (_, words) => pages.PartAsync<LiveCalls>(
            (nameof(LiveCalls.Words), words), (nameof(LiveCalls.Calls), desk.Live()), (nameof(LiveCalls.Settings), parts.Settings.Current.Config)))
        { ShowsNumbers = true });
        feed.Add(new LiveTopic(HistoryTopic, _ => parts.Records.Written, (_, words) => pages.PartAsync<RecordList>(
            (nameof(RecordList.Words), words),
            (nameof(RecordList.Settings), parts.Settings.Current.Config),
            (nameof(RecordList.Found), desk.View(new CallFilter(), words.Language)),
            (nameof(RecordList.Office), desk.Office)))
        { ShowsNumbers = true });
        feed.Add(new LiveTopic(OneTopic, desk.Stamp, (id, words) => pages.PartAsync<OneCall>(
            (nameof(OneCall.Words), words), (nameof(OneCall.View), ViewOf(id, words)), (nameof(OneCall.Settings), parts.Settings.Current.Config)))
        { ShowsNumbers = true });
    }

    private Task<IResult> ShowAsync(HttpContext context, string? trouble = null, int status = StatusCodes.Status200OK)
    {
        var (filter, faults) = CallFilter.Read(context.Request.Query);
        return pages.PageAsync<CallsPage>(
            context,
            faults.IsEmpty ? status : StatusCodes.Status400BadRequest,
            (nameof(CallsPage.Live), desk.Live()),
            (nameof(CallsPage.Settings), parts.Settings.Current.Config),
            (nameof(CallsPage.Filter), filter),
            (nameof(CallsPage.Faults), faults),
            (nameof(CallsPage.Found), desk.View(filter, PageWords.LanguageOf(context))),
            (nameof(CallsPage.Office), desk.Office),
            (nameof(CallsPage.Trouble), trouble));
    }

    private async Task<IResult> EndAsync(HttpContext context)
    {
        var id = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["id"].ToString() : "";
        var words = PageWords.Of(context);
        return desk.End(id) switch
        {
            CallEnding.Emergency => await ShowAsync(context, words.Say("calls.emergency"), StatusCodes.Status409Conflict),
            CallEnding.Busy => await ShowAsync(context, words.Say("calls.busy"), StatusCodes.Status503ServiceUnavailable),
            // One that is over by now is what was wished for.
            _ => Results.Redirect("/calls"),
        };
    }

    private async Task<IResult> ShowOneAsync(HttpContext context, string id, string? numbers = null)
    {
        var words = PageWords.Of(context);
        var (view, isWhole) = (ViewOf(id, words), NumbersChoice.IsWhole(numbers));
        return view is { Live: null, Record: null }
            ? await pages.MessageAsync(context, StatusCodes.Status404NotFound, "calls.no-record")
            : await pages.PageAsync<OneCallPage>(
                context,
                StatusCodes.Status200OK,
                (nameof(OneCallPage.View), view),
                (nameof(OneCallPage.Settings), parts.Settings.Current.Config),
                (nameof(OneCallPage.ShowsNumbers), isWhole),
                (nameof(OneCallPage.Trace), view.Live is null ? traces.Show(id, words, isWhole) : traces.ShowLive(id, words, isWhole)));
    }

    private OneCallView ViewOf(string id, PageWords words)
    {
        var live = desk.LiveOf(id);
        var record = live is null && desk.Find(id) is { } found ? RecordView.Of(found, words.Language) : null;
        return new(id, live, record, desk.VoicesOf(id), desk.Office);
    }
}

/// <summary>What one call's page shows: going on, or recorded.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Live">While it goes on.</param>
/// <param name="Record">Once it is recorded.</param>
/// <param name="Voices">How it sounded as time went on.</param>
/// <param name="Office">The office's time.</param>
public sealed record OneCallView(string Id, LiveCallView? Live, RecordView? Record, CallVoices Voices, TimeZoneInfo Office);
