using System.Globalization;
using Appliance.Access;
using Appliance.Hosting;
using Appliance.Texts;
using Microsoft.AspNetCore.Http.Features;

namespace Appliance.Web;

/// <summary>
/// What every request passes first: is it meant for this box, did one of its own pages begin it, is it safe from listeners, and who asks.
/// A route that does not say whom it lets in lets in nobody without a session or a token.
/// </summary>
/// <param name="desk">Knows who is logged in.</param>
/// <param name="names">The names the box answers to.</param>
/// <param name="seal">The seal of forms.</param>
/// <param name="pages">Writes pages.</param>
/// <param name="tlsPort">The port of TLS, or 0: there is none.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where a fault of the box's own is told.</param>
internal sealed class Gate(AccessDesk desk, HostNames names, FormSeal seal, PageRenderer pages, int tlsPort, TimeProvider time, ILogger log)
{
    // Somebody who has found a way to bring one about must not fill the log.
    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(10);

    private long _toldAt;

    /// <summary>Passes a request on, or answers it.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        SetHeaders(context.Response.Headers, context.Request.IsHttps);
        try
        {
            if (await RefusalAsync(context) is { } refusal)
                await refusal.ExecuteAsync(context);
            else
                await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone, and nobody hears an answer.
            return;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            await FailedAsync(context, fault);
        }

        if (context.Response is { HasStarted: false, ContentType: null, StatusCode: >= 400 and not 421 } && context.Response.ContentLength is null)
            await (await NothingSaidAsync(context)).ExecuteAsync(context);
    }

    private async Task FailedAsync(HttpContext context, Exception fault)
    {
        var status = (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
        if (status is StatusCodes.Status500InternalServerError)
            Tell(context, fault);
        if (context.Response.HasStarted)
            context.Abort();
        else
            await (await SayAsync(context, status, status switch { 500 => "failed", 413 => "too-large", _ => "not-understood" })).ExecuteAsync(context);
    }

    /// <summary>One line, with the route and not the address, which may have a PIN; and with no message, which may have what was sent.</summary>
    private void Tell(HttpContext context, Exception fault)
    {
        var (last, now) = (Volatile.Read(ref _toldAt), time.GetTimestamp());
        if ((last is not 0 && time.GetElapsedTime(last, now) < ToldEvery) || Interlocked.CompareExchange(ref _toldAt, now, last) != last)
            return;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        LogEvents.PageFailed(log, context.Request.Method, route, fault.GetType().Name, fault.StackTrace?.Split('\n')[0].Trim() ?? "");
    }

    private static void SetHeaders(IHeaderDictionary headers, bool isSafe)
    {
        headers.ContentSecurityPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // With no-referrer a browser would name no origin for the box's own forms either.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // In the clear browsers take no notice of it, and complain.
        if (isSafe)
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private async Task<IResult?> RefusalAsync(HttpContext context)
    {
        var request = context.Request;
        var isTooLarge = IsTooLarge(context);
        if (!names.IsOurs(context))
            return Results.Text(Sentences.Say("web.foreign-host", PageWords.LanguageOf(context)), statusCode: StatusCodes.Status421MisdirectedRequest);

        var changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if (changes && IsFromElsewhere(request))
            return await SayAsync(context, StatusCodes.Status403Forbidden, "foreign-page");
        // Nothing there: 404 or 405, which is no secret.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            // Who asks is known all the same, so that the page that says so leads on.
            if (request.IsHttps || tlsPort == 0)
                context.Features.Set(CallerOf(context));
            return null;
        }

        var door = endpoint.Metadata.GetMetadata<Door>() ?? Door.Closed;
        if (door.NeedsTls && tlsPort > 0 && !request.IsHttps)
            return await ToTlsAsync(context, changes);

        var caller = CallerOf(context);
        context.Features.Set(caller);
        if (door.NeedsCaller && caller is { Session: null, Machine: null })
            return await NotLoggedInAsync(context, changes);
        if (door.NeedsPerson && caller.Session is null)
            return await SayAsync(context, StatusCodes.Status403Forbidden, "people-only");
        if (door.NeedsCaller && (changes || door.NeedsChange) && caller.Machine is { Kind: TokenKind.Read })
            return await SayAsync(context, StatusCodes.Status403Forbidden, "token-reads");
        if (isTooLarge)
            return await SayAsync(context, StatusCodes.Status413PayloadTooLarge, "too-large");
        return changes && door.NeedsSeal && caller.Machine is null ? await UnsealedAsync(context, caller) : null;
    }

    /// <summary>
    /// Whether more is announced than the route takes. Nothing of it will be read; once the limit is lifted the server takes it off the
    /// wire for some seconds, so that whoever first sends all of it hears the answer instead of a broken connection.
    /// </summary>
    private static bool IsTooLarge(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false, MaxRequestBodySize: { } most } limit || !(context.Request.ContentLength > most))
            return false;
        limit.MaxRequestBodySize = null;
        return true;
    }

    private async Task<IResult?> UnsealedAsync(HttpContext context, Caller caller)
    {
        try
        {
            return await seal.IsRightAsync(context, caller.Session?.Number) ? null : await SayAsync(context, StatusCodes.Status400BadRequest, "old-form");
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return await SayAsync(context, fault.StatusCode, "too-large");
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException or NotSupportedException or IOException)
        {
            // More fields, or longer ones, than a form of the box has; letters of another age; an end that is missing.
            return await SayAsync(context, StatusCodes.Status400BadRequest, "not-understood");
        }
    }

    /// <summary>A machine's token alone, where there is one: it never borrows a browser's cookie.</summary>
    private Caller CallerOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization is [{ } authorization])
            return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && desk.MachineOf(authorization[7..].Trim(), CallerPlace.Of(context).Client) is { } machine
                ? new Caller(null, machine)
                : Caller.Nobody;
        return desk.SessionOf(context.Request.Cookies[BoxCookies.Session(context)]) is { } session ? new Caller(session, null) : Caller.Nobody;
    }

    private Task<IResult> ToTlsAsync(HttpContext context, bool changes)
    {
        var safe = SafeAddress(context);
        // What was sent in the clear is no secret any more; to send it on would hide that.
        return changes || IsApi(context)
            ? SayAsync(context, StatusCodes.Status403Forbidden, "tls-only", safe)
            : Task.FromResult(Results.Redirect(safe, permanent: false, preserveMethod: true));
    }

    /// <summary>Where this path, or the request's own, is safe from listeners.</summary>
    public string SafeAddress(HttpContext context, string? path = null) =>
        string.Create(CultureInfo.InvariantCulture, $"https://{context.Request.Host.Host}:{tlsPort}{path ?? context.Request.Path.ToUriComponent()}");

    /// <summary>True when a session may begin on this connection: over TLS, or where there is none.</summary>
    public bool IsSafe(HttpContext context) => context.Request.IsHttps || tlsPort == 0;

    private Task<IResult> NotLoggedInAsync(HttpContext context, bool changes)
    {
        if (!IsApi(context) && !changes)
            return Task.FromResult(Results.Redirect("/login"));
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return SayAsync(context, StatusCodes.Status401Unauthorized, "not-logged-in");
    }

    private Task<IResult> SayAsync(HttpContext context, int status, string code, params string[] values) =>
        IsApi(context) ? Task.FromResult(AccessProblem.Of(context, status, code, values)) : pages.MessageAsync(context, status, code, values);

    private async Task<IResult> NothingSaidAsync(HttpContext context)
    {
        var (status, code) = context.Response.StatusCode switch
        {
            404 => (404, "nothing-there"),
            405 => (405, "not-so"),
            413 => (413, "too-large"),
            var other => (other, "not-understood"),
        };
        if (!IsApi(context) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return await pages.MessageAsync(context, status, code is "not-so" ? "not-so.page" : code);
        return IsApi(context)
            ? AccessProblem.Of(context, status, code)
            : Results.Text(Sentences.Say($"web.{code}", PageWords.LanguageOf(context)), statusCode: status);
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]
        || (request.Headers.Origin is [{ } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && page.Scheme == request.Scheme && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)));
}
