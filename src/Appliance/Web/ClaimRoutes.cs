using Appliance.Access;
using Appliance.Configuration;
using Appliance.Setup;
using Appliance.Web.Pages;
using Appliance.Web.Start;
using Sip;

namespace Appliance.Web;

/// <summary>
/// The claim: the PIN of the panel's QR code lets one visitor in, who chooses the owner's passphrase. Works without a script and in a
/// telephone's own small browser. docs/decisions/0008-claim-in-the-clear.md says what goes over which connection, and why.
/// </summary>
internal sealed class ClaimRoutes(AccessDesk desk, SettingsStore settings, Gate gate, PageRenderer pages, ITokenSource tokens)
{
    private const int ShortestPath = 6;
    private const int LongestPath = 8;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/{{pin:length({ShortestPath},{LongestPath})}}", EnterByPathAsync).WithMetadata(Door.Open);
        routes.MapGet("/claim", (Delegate)ShowAsync).WithMetadata(Door.Open);
        routes.MapPost("/claim/pin", (Delegate)EnterByFormAsync).WithMetadata(Door.Open);
        routes.MapPost("/claim", (Delegate)ClaimAsync).WithMetadata(Door.Open);
    }

    private async Task<IResult> EnterByPathAsync(HttpContext context, string pin)
    {
        if (!SetupPin.IsShaped(pin))
            return Results.NotFound();
        // Tries are few: no picture or script that some page names, and no machine that looks around, may spend them.
        if (!IsToBeLookedAt(context.Request))
            return Results.NotFound();
        // A browser that looks ahead is nobody who stands at the box.
        var purpose = $"{context.Request.Headers["Sec-Purpose"]} {context.Request.Headers["Purpose"]}";
        return purpose.Contains("pre", StringComparison.OrdinalIgnoreCase)
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : await EnterAsync(context, pin);
    }

    /// <summary>True for what a browser shows as its page; it names what else it wants only to addresses that are safe from listeners.</summary>
    private static bool IsToBeLookedAt(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && (request.Headers["Sec-Fetch-Dest"].Count is 0 || request.Headers["Sec-Fetch-Dest"] is ["document"]);

    private async Task<IResult> EnterByFormAsync(HttpContext context) =>
        await EnterAsync(context, (await FormAsync(context))["pin"].ToString());

    private async Task<IResult> EnterAsync(HttpContext context, string pin)
    {
        var client = CallerPlace.Of(context).Client;
        if (desk.IsVisitor(context.Request.Cookies[BoxCookies.Visitor], client))
            return Results.Redirect("/claim");

        switch (await desk.EnterAsync(pin, client, context.RequestAborted))
        {
            case AccessOutcome.Admitted { Key: var key }:
                BoxCookies.Set(context, BoxCookies.Visitor, key, SameSiteMode.Lax, "/", SetupMode.WindowLength);
                return Results.Redirect("/claim");
            case AccessOutcome.Wrong { TriesLeft: var left }:
                // By another address, so that what was typed stays in no history.
                return Results.Redirect($"/claim?left={left}");
            default:
                return Results.Redirect("/claim?busy=1");
        }
    }

    private Task<IResult> ShowAsync(HttpContext context)
    {
        var words = PageWords.Of(context);
        var query = context.Request.Query;
        var trouble = query.ContainsKey("busy") ? words.Say("busy")
            : int.TryParse(query["left"], out var left) ? left > 0 ? words.Say("claim.wrong", left.ToString()) : words.Say("claim.none-left")
            : null;
        var step = StepOf(context, mayBePlain: query["plain"] == "1");
        return PageAsync(context, step, step is ClaimStep.Pin or ClaimStep.Shut ? trouble : null);
    }

    private ClaimStep StepOf(HttpContext context, bool mayBePlain)
    {
        var setup = desk.Setup;
        if (!desk.IsVisitor(context.Request.Cookies[BoxCookies.Visitor], CallerPlace.Of(context).Client))
            return setup.Window is { Pin: not null } ? ClaimStep.Pin : ClaimStep.Shut;
        if (setup.IsClaimed)
            return ClaimStep.Owned;
        return gate.IsSafe(context) || mayBePlain ? ClaimStep.Choose : ClaimStep.ToTls;
    }

    private Task<IResult> PageAsync(HttpContext context, ClaimStep step, string? trouble, int status = StatusCodes.Status200OK) => pages.PageAsync<ClaimPage>(
        context,
        status,
        (nameof(ClaimPage.Step), step),
        (nameof(ClaimPage.Trouble), trouble),
        (nameof(ClaimPage.IsClaimed), desk.Setup.IsClaimed),
        (nameof(ClaimPage.Suggestion), step is ClaimStep.Choose ? Passphrase.Suggest(tokens) : null),
        (nameof(ClaimPage.SafeAddress), step switch
        {
            ClaimStep.ToTls => gate.SafeAddress(context, "/claim"),
            ClaimStep.Done => gate.SafeAddress(context, "/login"),
            _ => null,
        }));

    private async Task<IResult> ClaimAsync(HttpContext context)
    {
        var words = PageWords.Of(context);
        var chosen = (await FormAsync(context))["passphrase"].ToString();
        switch (await desk.ClaimAsync(context.Request.Cookies[BoxCookies.Visitor], chosen, CallerPlace.Of(context), gate.IsSafe(context), context.RequestAborted))
        {
            case AccessOutcome.LoggedIn begun:
                BoxCookies.Remove(context, BoxCookies.Visitor);
                BoxCookies.Set(context, begun);
                // A box that somebody has just claimed may have been set up before.
                return Results.Redirect(StartView.Landing(settings.Current.Config));
            case AccessOutcome.ClaimedInTheClear:
                BoxCookies.Remove(context, BoxCookies.Visitor);
                return await PageAsync(context, ClaimStep.Done, null);
            case AccessOutcome.Unfit { Fault: var fault }:
                return await PageAsync(context, ClaimStep.Choose, words.Say($"unfit.{fault.ToString().ToLowerInvariant()}", Passphrase.Shortest.ToString(), Passphrase.Longest.ToString()), StatusCodes.Status400BadRequest);
            case AccessOutcome.HasOwner:
                return await PageAsync(context, ClaimStep.Owned, null, StatusCodes.Status409Conflict);
            case AccessOutcome.NotKept:
                return await PageAsync(context, ClaimStep.Choose, words.Say("not-kept"), StatusCodes.Status500InternalServerError);
            case AccessOutcome.Wait:
                return await PageAsync(context, ClaimStep.Choose, words.Say("busy"), StatusCodes.Status503ServiceUnavailable);
            default:
                return await PageAsync(context, StepOf(context, mayBePlain: false), words.Say("claim.over"), StatusCodes.Status403Forbidden);
        }
    }

    private static Task<IFormCollection> FormAsync(HttpContext context) =>
        context.Request.HasFormContentType ? context.Request.ReadFormAsync(context.RequestAborted) : Task.FromResult<IFormCollection>(FormCollection.Empty);
}
