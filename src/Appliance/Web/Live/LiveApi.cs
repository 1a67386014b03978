using System.Text;
using Appliance.Texts;

namespace Appliance.Web.Live;

/// <summary>
/// The one stream of a browser, <c>GET /api/live?topics=home,calls</c>: server-sent events <c>part</c> with a topic and its HTML whenever it is
/// another, and <c>beat</c> while nothing happens. A machine gets parts with telephone numbers by <c>numbers=whole</c> alone. Ends with the
/// session it was opened in.
/// </summary>
internal sealed class LiveApi(LiveFeed feed, AccessDesk desk, NumbersChoice choice, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(10);
    private static readonly byte[] Beat = "event: beat\ndata:\n\n"u8.ToArray();
    private static readonly byte[] Hello = Encoding.UTF8.GetBytes("retry: 2000\n" + Encoding.UTF8.GetString(Beat));

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/live", (Delegate)StreamAsync).Produces<string>(200, "text/event-stream").ProducesProblem(400).ProducesProblem(503);
    }

    private async Task<IResult> StreamAsync(HttpContext context, string? topics, string? language, string? numbers)
    {
        // A page of an earlier version may know topics that are no more.
        var wanted = (topics ?? "").Split(',', LiveFeed.MostTopics + 1).Where(feed.Has).Distinct(StringComparer.Ordinal).ToArray();
        if (wanted.Any(feed.ShowsNumbers) && !choice.ForAnswer(context, numbers, "live"))
            wanted = [.. wanted.Where(topic => !feed.ShowsNumbers(topic))];
        if (wanted.Length is 0 or > LiveFeed.MostTopics)
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "live.topics", LiveFeed.MostTopics.ToString());
        using var viewer = feed.TryOpen();
        if (viewer is null)
        {
            context.Response.Headers.RetryAfter = "10";
            return AccessProblem.Of(context, StatusCodes.Status503ServiceUnavailable, "live.full", LiveFeed.Most.ToString());
        }

        var words = language is not null && Sentences.Languages.Contains(language) ? new PageWords(language) : PageWords.Of(context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            await TellAsync(context, wanted, words, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The viewer or the box has gone.
        }

        return Results.Empty;
    }

    private async Task TellAsync(HttpContext context, string[] topics, PageWords words, CancellationToken stop)
    {
        var caller = Caller.Of(context);
        var body = context.Response.Body;
        var told = new long[topics.Length];
        await body.WriteAsync(Hello, stop);
        for (var spoken = time.GetTimestamp(); ;)
        {
            var next = feed.Next;
            var isNew = false;
            for (var i = 0; i < topics.Length; i++)
            {
                var part = await feed.PartAsync(topics[i], words, stop);
                if (part.Revision == told[i])
                    continue;
                (told[i], isNew) = (part.Revision, true);
                await body.WriteAsync(part.Message, stop);
            }

            var isBeat = !isNew && time.GetElapsedTime(spoken) >= BeatEvery;
            if (isBeat)
                await body.WriteAsync(Beat, stop);
            if (isNew || isBeat)
            {
                await body.FlushAsync(stop);
                spoken = time.GetTimestamp();
            }

            await next.WaitAsync(stop);
            if (!desk.IsStillIn(caller))
                return;
        }
    }
}
