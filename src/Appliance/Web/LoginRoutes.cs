using System.Globalization;
using Appliance.Access;
using Appliance.Configuration;
using Appliance.Texts;
using Appliance.Web.Pages;
using Appliance.Web.Start;

namespace Appliance.Web;

/// <summary>Log in, log out, and the bare page of who has access; the page's language.</summary>
internal sealed class LoginRoutes(AccessDesk desk, SettingsStore settings, Func<string?> landing, PageRenderer pages)
{
    private const int Shown = 50;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (Delegate)ShowLoginAsync).WithMetadata(Door.OpenOverTls);
        routes.MapPost("/login", (Delegate)LogInAsync).WithMetadata(Door.OpenOverTls);
        routes.MapPost("/logout", LogOut).WithMetadata(Door.People);
        routes.MapGet("/access", new Func<HttpContext, Task<IResult>>(context => ShowAccessAsync(context))).WithMetadata(Door.People);
        routes.MapPost("/access/sessions/end", (Delegate)EndSessionAsync).WithMetadata(Door.People);
        routes.MapPost("/access/tokens", (Delegate)MakeTokenAsync).WithMetadata(Door.People);
        routes.MapPost("/access/passphrase", (Delegate)ChangePassphraseAsync).WithMetadata(Door.People);
        routes.MapPost("/access/tokens/revoke", (Delegate)RevokeTokenAsync).WithMetadata(Door.People);
        routes.MapGet("/language/{language}", ChooseLanguage).WithMetadata(Door.Open);
    }

    private async Task<IResult> ShowLoginAsync(HttpContext context) =>
        Caller.Of(context).Session is not null ? Results.Redirect(landing() ?? "/")
        : desk.Setup.IsClaimed ? await pages.PageAsync<LoginPage>(context)
        : Results.Redirect("/claim");

    private async Task<IResult> LogInAsync(HttpContext context)
    {
        var words = PageWords.Of(context);
        switch (await desk.LogInAsync(await FieldAsync(context, "passphrase"), CallerPlace.Of(context), context.RequestAborted))
        {
            case AccessOutcome.LoggedIn begun:
                // Whoever was logged in here before is so no longer: no key outlives a login.
                if (Caller.Of(context).Session is { } before)
                    desk.End(before.Number, before, CallerPlace.Of(context).Client);
                BoxCookies.Set(context, begun);
                return Results.Redirect(landing() ?? StartView.Landing(settings.Current.Config));
            case AccessOutcome.NoOwner:
                return Results.Redirect("/claim");
            case AccessOutcome.Wait { Time: var time }:
                var seconds = SecondsOf(time);
                context.Response.Headers.RetryAfter = seconds;
                return await pages.PageAsync<LoginPage>(context, StatusCodes.Status429TooManyRequests, (nameof(LoginPage.Trouble), words.Say("login.wait", seconds)));
            default:
                return await pages.PageAsync<LoginPage>(context, StatusCodes.Status403Forbidden, (nameof(LoginPage.Trouble), words.Say("login.wrong")));
        }
    }

    private IResult LogOut(HttpContext context)
    {
        var session = Caller.Of(context).Session!;
        desk.End(session.Number, session, CallerPlace.Of(context).Client);
        BoxCookies.Remove(context, BoxCookies.Session(context));
        return Results.Redirect("/login");
    }

    private Task<IResult> ShowAccessAsync(HttpContext context, string? madeToken = null, string? trouble = null, string typed = "")
    {
        var status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        (string, object?)[] parameters =
        [
            (nameof(AccessPage.Sessions), desk.Sessions()),
            (nameof(AccessPage.Tokens), desk.Machines()),
            (nameof(AccessPage.Audit), desk.Audit(Shown)),
            (nameof(AccessPage.Own), Caller.Of(context).Session!.Number),
            (nameof(AccessPage.MadeToken), madeToken),
            (nameof(AccessPage.Typed), typed),
            (nameof(AccessPage.IsChanged), trouble is null && context.Request.Query.ContainsKey("changed")),
            (nameof(AccessPage.Trouble), trouble),
        ];
        return madeToken is null ? pages.PageAsync<AccessPage>(context, status, parameters) : pages.OnceAsync<AccessPage>(context, status, parameters);
    }

    private async Task<IResult> EndSessionAsync(HttpContext context)
    {
        desk.End(await FieldAsync(context, "number"), Caller.Of(context).Session!, CallerPlace.Of(context).Client);
        return Results.Redirect("/access");
    }

    private async Task<IResult> MakeTokenAsync(HttpContext context)
    {
        var words = PageWords.Of(context);
        var name = (await FieldAsync(context, "name")).Trim();
        if (!TokenTable.IsName(name))
            return await ShowAccessAsync(context, trouble: words.Say("token-name", TokenTable.LongestName.ToString()), typed: name[..Math.Min(name.Length, 2 * TokenTable.LongestName)]);
        if (AuditWords.KindOf(await FieldAsync(context, "kind")) is not { } kind)
            return await ShowAccessAsync(context, trouble: words.Say("token-kind"), typed: name);
        if (await desk.ConfirmAsync(await FieldAsync(context, "passphrase"), Caller.Of(context).Session!, CallerPlace.Of(context), context.RequestAborted) is { } refused)
            return await ShowAccessAsync(context, trouble: Refused(words, refused), typed: name);
        return desk.MakeToken(name, kind, Caller.Of(context).Session!, CallerPlace.Of(context).Client) is { Text: var text }
            ? await ShowAccessAsync(context, madeToken: text)
            : await ShowAccessAsync(context, trouble: words.Say("too-many-tokens", TokenTable.Most.ToString()), typed: name);
    }

    private async Task<IResult> ChangePassphraseAsync(HttpContext context)
    {
        var words = PageWords.Of(context);
        var (old, chosen) = (await FieldAsync(context, "passphrase"), await FieldAsync(context, "new-passphrase"));
        return await desk.ChangePassphraseAsync(old, chosen, Caller.Of(context).Session!, CallerPlace.Of(context), context.RequestAborted) switch
        {
            null => Results.Redirect("/access?changed=1"),
            AccessOutcome.Unfit { Fault: var fault } => await ShowAccessAsync(context, trouble: words.Say("passphrase-unfit", Unfit(words, fault))),
            AccessOutcome.NotKept => await ShowAccessAsync(context, trouble: words.Say("passphrase-not-kept")),
            var refused => await ShowAccessAsync(context, trouble: Refused(words, refused)),
        };
    }

    /// <summary>What is wrong with a passphrase that was chosen.</summary>
    internal static string Unfit(PageWords words, PassphraseFault fault) =>
        words.Say($"unfit.{fault.ToString().ToLowerInvariant()}", Passphrase.Shortest.ToString(CultureInfo.InvariantCulture), Passphrase.Longest.ToString(CultureInfo.InvariantCulture));

    private static string Refused(PageWords words, AccessOutcome refused) =>
        refused is AccessOutcome.Wait { Time: var time } ? words.Say("login.wait", SecondsOf(time)) : words.Say("login.wrong");

    private async Task<IResult> RevokeTokenAsync(HttpContext context)
    {
        desk.RevokeToken(await FieldAsync(context, "number"), Caller.Of(context).Session!, CallerPlace.Of(context).Client);
        return Results.Redirect("/access");
    }

    private static IResult ChooseLanguage(HttpContext context, string language, string? to)
    {
        if (!Sentences.Languages.Contains(language))
            return Results.NotFound();
        BoxCookies.Set(context, BoxCookies.Language, language, SameSiteMode.Lax, "/", TimeSpan.FromDays(365));
        var isOwn = to is ['/', ..] and not ['/', '/' or '\\', ..] && to.All(static letter => letter is >= '!' and <= '~');
        return Results.Redirect(isOwn ? to! : "/");
    }

    private static async Task<string> FieldAsync(HttpContext context, string name) =>
        context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))[name].ToString() : "";

    internal static string SecondsOf(TimeSpan wait) => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
