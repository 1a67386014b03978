using System.Text;
using System.Text.Json;
using Appliance.Hosting;
using Appliance.Texts;
using Hal.Buttons;
using Hal.Emulation;

namespace Appliance.Web;

/// <summary>The front panel on one bare page of this machine: live picture, lamps in words, buttons.</summary>
internal static class PanelPage
{
    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);
    private static readonly byte[] Style = WebAssets.Read("panel.css");
    private static readonly byte[] Script = WebAssets.Read("panel.js");

    /// <summary>Maps the page and what belongs to it.</summary>
    public static void MapPanelPage(this IEndpointRouteBuilder routes, ShownPanel shown, Func<Caller, bool> isStillIn, TimeProvider time, CancellationToken stopping)
    {
        var streams = new PanelStreams(shown.Panel, shown.Source, shown.Elapsed);
        var panel = routes.MapGroup("/panel").WithMetadata(Door.OwnRule).AddEndpointFilter(async (context, next) =>
        {
            Guard(context.HttpContext);
            return PanelAccess.IsAllowed(context.HttpContext, shown.Source)
                ? await next(context)
                : Results.Text(Sentences.Say("page.panel.away", shown.Language()), statusCode: StatusCodes.Status403Forbidden);
        });
        panel.MapGet("", () => Results.Content(PanelMarkup.Page(PanelPicture.Of(shown.Panel.Now, shown.Meanings(), shown.Language()), shown.Source, shown.Language()), "text/html; charset=utf-8"));
        panel.MapGet("/panel.css", () => Results.Bytes(Style, "text/css; charset=utf-8"));
        panel.MapGet("/panel.js", () => Results.Bytes(Script, "text/javascript; charset=utf-8"));
        panel.MapGet("/icon.png", () => Results.Bytes(PageIcon.Png, "image/png"));
        panel.MapGet("/frame.png", () => shown.Panel.Now.Glass is { } frame ? Results.Bytes(PngFrame.Write(frame), "image/png") : Results.NotFound());
        panel.MapGet("/events", new Func<HttpContext, Task<IResult>>(context => StreamAsync(context, shown, isStillIn, streams, time, stopping)));
        panel.MapPost("/buttons", async (HttpContext context) => PanelAccess.MayPress(context, shown.Source) ? await PressAsync(context, streams) : Results.StatusCode(StatusCodes.Status403Forbidden));
    }

    private static async Task<IResult> PressAsync(HttpContext context, PanelStreams streams)
    {
        PanelPress? press;
        try
        {
            press = await context.Request.ReadFromJsonAsync<PanelPress>(Wire, context.RequestAborted);
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }

        if (press is not { Stream: { } viewer, Button: { } name } || NamedButton(name) is not { } button)
            return Results.BadRequest();

        return streams.Move(viewer, button, press.IsDown) ? Results.NoContent() : Results.Conflict();
    }

    private static Button? NamedButton(string name) =>
        Enum.GetValues<Button>().Cast<Button?>().FirstOrDefault(button => PanelPicture.NameOf(button!.Value) == name);

    private static async Task<IResult> StreamAsync(HttpContext context, ShownPanel shown, Func<Caller, bool> isStillIn, PanelStreams streams, TimeProvider time, CancellationToken stopping)
    {
        if (streams.TryOpen() is not { } viewer)
        {
            context.Response.Headers.RetryAfter = "10";
            return Results.Text(Sentences.Say("page.panel.full", shown.Language(), [PanelStreams.Most.ToString()]), statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            await SendAsync(context, $"retry: 2000\nevent: hello\ndata: {viewer}\n\n", stop.Token);
            for (var revision = -1L; ;)
            {
                var next = await NextAsync(shown.Panel, revision, time, stop.Token);
                if (!PanelAccess.MayLookOn(context, isStillIn))
                    break;
                if (next is not { } seen)
                {
                    await SendAsync(context, ": still here\n\n", stop.Token);
                    continue;
                }

                revision = seen.Revision;
                await SendAsync(context, $"event: panel\ndata: {JsonSerializer.Serialize(PanelPicture.Of(seen, shown.Meanings(), shown.Language()), Wire)}\n\n", stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer or the box has gone.
        }
        finally
        {
            streams.Close(viewer);
        }

        return Results.Empty;
    }

    /// <summary>The next picture, or null when it is time for a sign of life.</summary>
    private static async Task<PanelSnapshot?> NextAsync(EmulatedFrontPanel panel, long revision, TimeProvider time, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(SignOfLifeEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await panel.ChangeAfterAsync(revision, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task SendAsync(HttpContext context, string text, CancellationToken stop)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await context.Response.Body.FlushAsync(stop);
    }

    private static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>What a press says.</summary>
    private sealed record PanelPress(string? Stream, string? Button, bool IsDown);
}
