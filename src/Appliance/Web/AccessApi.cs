using Appliance.Access;
using Appliance.Calls;
using Appliance.Hosting;

namespace Appliance.Web;

/// <summary>How the box is.</summary>
public sealed record StatusView(string Version, string Sentence, int Lines, int LinesUp, int Phones, int Calls, bool IsClaimed);

/// <summary>Somebody who is logged in.</summary>
public sealed record SessionView(string Number, DateTimeOffset Began, string From, string Agent, bool IsThis);

/// <summary>The session of the one who asks, and the seal to send in the header <c>X-Landline-Seal</c> with what changes something.</summary>
public sealed record OwnSessionView(SessionView Session, string Seal);

/// <summary>A machine's token. Its kind is <c>read</c> or <c>change</c>.</summary>
public sealed record TokenView(string Number, string Name, DateTimeOffset Made, string Kind, DateTimeOffset? UsedAt, string UsedFrom);

/// <summary>A token that was just made. Its text is shown this once.</summary>
public sealed record MadeTokenView(string Number, string Name, DateTimeOffset Made, string Kind, string Token);

/// <summary>A line of the record of who came and went; of several in a row the last time, and how many.</summary>
public sealed record AuditView(DateTimeOffset At, string Who, string From, string What, string Which, int Count);

/// <summary>What a program logs in with.</summary>
public sealed record LoginWish(string? Passphrase)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(LoginWish);
}

/// <summary>What a token is to be called, and its kind: <c>read</c>, which is also meant where nothing is said, or <c>change</c>; and the owner's passphrase.</summary>
public sealed record TokenWish(string? Name, string? Kind, string? Passphrase)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(TokenWish);
}

/// <summary>The owner's passphrase, and another one.</summary>
public sealed record PassphraseWish(string? Passphrase, string? NewPassphrase)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PassphraseWish);
}

/// <summary>The API of status and access. Described by <c>/api/openapi.json</c>.</summary>
internal sealed class AccessApi(AccessDesk desk, FormSeal seal)
{
    private const int MostAudit = 200;

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/status", Status).Produces<StatusView>();
        api.MapPost("/session", LogInAsync).WithMetadata(Door.OpenToPrograms).Produces<OwnSessionView>().ProducesProblem(403).ProducesProblem(409).ProducesProblem(429);
        api.MapGet("/session", Own).WithMetadata(Door.People).Produces<OwnSessionView>();
        api.MapDelete("/session", LogOut).WithMetadata(Door.People).Produces(204);
        api.MapGet("/sessions", Sessions).WithMetadata(Door.People).Produces<SessionView[]>();
        api.MapDelete("/sessions/{number}", End).WithMetadata(Door.People).Produces(204).ProducesProblem(404);
        api.MapGet("/tokens", Tokens).WithMetadata(Door.People).Produces<TokenView[]>();
        api.MapPost("/tokens", MakeTokenAsync).WithMetadata(Door.People).Produces<MadeTokenView>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(429);
        api.MapPut("/passphrase", ChangePassphraseAsync).WithMetadata(Door.People).Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(429).ProducesProblem(500);
        api.MapDelete("/tokens/{number}", Revoke).WithMetadata(Door.People).Produces(204).ProducesProblem(404);
        api.MapGet("/audit", Audit).WithMetadata(Door.People).Produces<AuditView[]>();
        api.MapOpenApi("/openapi.json");
    }

    private IResult Status(LiveState live)
    {
        var now = live.Now;
        return Results.Json(new StatusView(
            BoxVersion.Text, StatusPage.SentenceOf(now), now.Trunks.Count, now.Trunks.Values.Count(trunk => trunk.Health is TrunkHealth.Up), now.Phones.Count, now.Calls.Count, desk.Setup.IsClaimed));
    }

    private async Task<IResult> LogInAsync(HttpContext context, LoginWish wish)
    {
        switch (await desk.LogInAsync(wish.Passphrase, CallerPlace.Of(context), context.RequestAborted))
        {
            case AccessOutcome.LoggedIn { Session: var session } begun:
                if (Caller.Of(context).Session is { } before)
                    desk.End(before.Number, before, CallerPlace.Of(context).Client);
                BoxCookies.Set(context, begun);
                return Results.Json(new OwnSessionView(ViewOf(session, session), seal.Of(context, session.Number)));
            case AccessOutcome.NoOwner:
                return AccessProblem.Of(context, StatusCodes.Status409Conflict, "no-owner");
            case var refused:
                return Refusal(context, refused);
        }
    }

    /// <summary>The problem of a passphrase that was not taken.</summary>
    public static IResult Refusal(HttpContext context, AccessOutcome refused)
    {
        if (refused is not AccessOutcome.Wait { Time: var time })
            return AccessProblem.Of(context, StatusCodes.Status403Forbidden, "wrong-passphrase");
        context.Response.Headers.RetryAfter = LoginRoutes.SecondsOf(time);
        return AccessProblem.Of(context, StatusCodes.Status429TooManyRequests, "try-later", LoginRoutes.SecondsOf(time));
    }

    private async Task<IResult> ChangePassphraseAsync(HttpContext context, PassphraseWish wish) =>
        await desk.ChangePassphraseAsync(wish.Passphrase, wish.NewPassphrase, Caller.Of(context).Session!, CallerPlace.Of(context), context.RequestAborted) switch
        {
            null => Results.NoContent(),
            AccessOutcome.Unfit { Fault: var fault } => AccessProblem.Of(context, StatusCodes.Status400BadRequest, "passphrase-unfit", LoginRoutes.Unfit(PageWords.Of(context), fault)),
            AccessOutcome.NotKept => AccessProblem.Of(context, StatusCodes.Status500InternalServerError, "passphrase-not-kept"),
            var refused => Refusal(context, refused),
        };

    private IResult Own(HttpContext context)
    {
        var session = Caller.Of(context).Session!;
        return Results.Json(new OwnSessionView(ViewOf(session, session), seal.Of(context, session.Number)));
    }

    private IResult LogOut(HttpContext context)
    {
        var session = Caller.Of(context).Session!;
        desk.End(session.Number, session, CallerPlace.Of(context).Client);
        BoxCookies.Remove(context, BoxCookies.Session(context));
        return Results.NoContent();
    }

    private IResult Sessions(HttpContext context)
    {
        var own = Caller.Of(context).Session!;
        return Results.Json(desk.Sessions().Select(session => ViewOf(session, own)).ToArray());
    }

    private IResult End(HttpContext context, string number) =>
        desk.End(number, Caller.Of(context).Session!, CallerPlace.Of(context).Client)
            ? Results.NoContent()
            : AccessProblem.Of(context, StatusCodes.Status404NotFound, "nothing-there");

    private IResult Tokens() => Results.Json(desk.Machines().Select(token => new TokenView(token.Number, token.Name, token.Made, AuditWords.NameOf(token.Kind), token.UsedAt, token.UsedFrom)).ToArray());

    private async Task<IResult> MakeTokenAsync(HttpContext context, TokenWish wish)
    {
        var name = wish.Name?.Trim();
        if (!TokenTable.IsName(name))
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "token-name", TokenTable.LongestName.ToString());
        if (AuditWords.KindOf(wish.Kind) is not { } kind)
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "token-kind");
        if (await desk.ConfirmAsync(wish.Passphrase, Caller.Of(context).Session!, CallerPlace.Of(context), context.RequestAborted) is { } refused)
            return Refusal(context, refused);
        return desk.MakeToken(name!, kind, Caller.Of(context).Session!, CallerPlace.Of(context).Client) is { } made
            ? Results.Json(new MadeTokenView(made.Made.Number, made.Made.Name, made.Made.Made, AuditWords.NameOf(made.Made.Kind), made.Text), statusCode: StatusCodes.Status201Created)
            : AccessProblem.Of(context, StatusCodes.Status409Conflict, "too-many-tokens", TokenTable.Most.ToString());
    }

    private IResult Revoke(HttpContext context, string number) =>
        desk.RevokeToken(number, Caller.Of(context).Session!, CallerPlace.Of(context).Client)
            ? Results.NoContent()
            : AccessProblem.Of(context, StatusCodes.Status404NotFound, "nothing-there");

    private IResult Audit() => Results.Json(desk.Audit(MostAudit).Select(entry => new AuditView(entry.At, entry.Who, entry.From, AuditWords.NameOf(entry.What), entry.Which, entry.Count)).ToArray());

    private static SessionView ViewOf(Session session, Session own) => new(session.Number, session.Began, session.From, session.Agent, session.Number == own.Number);
}
