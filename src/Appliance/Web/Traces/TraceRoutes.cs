using Appliance.Web.Live;
using Appliance.Web.Pages;

namespace Appliance.Web.Traces;

/// <summary>What was said for a call: a page of its own, the ladder as a picture, and the capture file.</summary>
internal sealed class TraceRoutes(TraceDesk desk, NumbersChoice choice, PageRenderer pages)
{
    /// <summary>What is said for a call going on, by its identifier.</summary>
    public const string MaskedTopic = "trace";

    /// <summary>The same with whole numbers.</summary>
    public const string WholeTopic = "trace-whole";

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes, LiveFeed feed)
    {
        feed.Add(TopicOf(MaskedTopic, showsNumbers: false));
        feed.Add(TopicOf(WholeTopic, showsNumbers: true));
        routes.MapGet("/calls/{id}/trace", ShowAsync).WithMetadata(Door.People);
        routes.MapGet("/calls/{id}/ladder.svg", DrawAsync).WithMetadata(Door.People);
        routes.MapGet("/calls/{id}/trace.pcap", CaptureAsync).WithMetadata(Door.People);
    }

    private Task<IResult> ShowAsync(HttpContext context, string id, string? numbers = null) =>
        desk.Show(id, PageWords.Of(context), NumbersChoice.IsWhole(numbers)) is { } trace
            ? pages.PageAsync<TracePage>(context, StatusCodes.Status200OK, (nameof(TracePage.Trace), trace))
            : NothingKeptAsync(context);

    private async Task<IResult> DrawAsync(HttpContext context, string id, string? numbers = null) =>
        desk.Draw(id, PageWords.Of(context), NumbersChoice.IsWhole(numbers)) is { } picture
            ? Results.Text(picture, "image/svg+xml; charset=utf-8")
            : await NothingKeptAsync(context);

    private async Task<IResult> CaptureAsync(HttpContext context, string id, string? numbers = null) =>
        desk.Capture(id, choice.ForExport(context, numbers, $"trace.pcap {id}")) is { } file
            ? Results.Bytes(file, "application/vnd.tcpdump.pcap", $"landline-{id}.pcap")
            : await NothingKeptAsync(context);

    private LiveTopic TopicOf(string name, bool showsNumbers) => new(name, desk.Stamp, (id, words) => pages.PartAsync<TraceRows>(
        (nameof(TraceRows.Words), words), (nameof(TraceRows.Trace), desk.ShowLive(id, words, showsNumbers))))
    { ShowsNumbers = showsNumbers };

    private Task<IResult> NothingKeptAsync(HttpContext context) => pages.MessageAsync(context, StatusCodes.Status404NotFound, "no-trace");
}
