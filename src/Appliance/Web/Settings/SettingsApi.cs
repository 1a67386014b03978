using Appliance.Configuration;
using Microsoft.AspNetCore.Mvc;

namespace Appliance.Web.Settings;

/// <summary>The API of settings and secrets. What changes something says with If-Match which settings it was made for.</summary>
internal sealed class SettingsApi(SettingsDesk desk)
{
    /// <summary>The largest body: the longest text, every character of it escaped.</summary>
    internal const int LargestBody = 8 * SettingsDesk.LongestText;

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var size = new RequestSizeLimitAttribute(LargestBody);
        var api = routes.MapGroup("/api").WithMetadata(Door.Settings);
        api.MapGet("/settings", Show).Produces<SettingsView>();
        api.MapPost("/settings/check", Check).WithMetadata(size).Produces<SettingsCheckView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(413);
        api.MapPut("/settings", Change).WithMetadata(size).Produces<SettingsAppliedView>().ProducesProblem(400).ProducesProblem(412).ProducesProblem(413).ProducesProblem(422).ProducesProblem(428);
        api.MapPatch("/settings", Change).Produces<SettingsAppliedView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);
        api.MapGet("/settings/revisions", Revisions).Produces<RevisionView[]>();
        api.MapGet("/settings/revisions/{number}", Revision).Produces<RevisionTextView>().ProducesProblem(404);
        api.MapPost("/settings/revisions/{number}/restore", Restore).Produces<SettingsAppliedView>().ProducesProblem(404).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);
        api.MapGet("/secrets", Secrets).Produces<SecretView[]>();
        api.MapPut("/secrets/{name}", KeepSecret).Produces(204).ProducesProblem(400);
        api.MapDelete("/secrets/{name}", ForgetSecret).Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private IResult Show(HttpContext context)
    {
        var sight = desk.Now;
        Mark(context, sight.Mark);
        var isInUse = sight.Faults.IsEmpty;
        return Results.Json(new SettingsView(sight.InUse.Revision, ShownText.Of(sight.Text), isInUse, SettingsWords.ViewOf(isInUse ? sight.InUse.Warnings : sight.Faults, PageWords.LanguageOf(context))));
    }

    private IResult Check(HttpContext context, SettingsChangeWish wish)
    {
        if (wish.Read() is not { } read)
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "settings-wish");
        var language = PageWords.LanguageOf(context);
        var answer = desk.Check(read, SeenBy(context, out _));
        switch (answer)
        {
            case SettingsAnswer.Checked good:
                Mark(context, good.Seen);
                return Results.Json(new SettingsCheckView(true, SettingsWords.ViewOf(good.Difference, language), SettingsWords.ViewOf(good.Warnings, language)));
            case SettingsAnswer.Refused { IsOfTheFile: false } bad:
                return Results.Json(new SettingsCheckView(false, SettingsWords.ViewOf(bad.Difference, language), SettingsWords.ViewOf(bad.Faults, language)));
            case SettingsAnswer.Unchanged same:
                Mark(context, same.Now);
                return Results.Json(new SettingsCheckView(true, new([], []), []));
            default:
                return Answer(context, answer);
        }
    }

    private IResult Change(HttpContext context, SettingsChangeWish wish)
    {
        var seen = SeenBy(context, out var isSaid);
        if (!isSaid)
            return AccessProblem.Of(context, StatusCodes.Status428PreconditionRequired, "if-match");
        return wish.Read() is { } read && (read is SettingsWish.Whole) == HttpMethods.IsPut(context.Request.Method)
            ? Answer(context, desk.Apply(read, seen, Asker.Of(context)))
            : AccessProblem.Of(context, StatusCodes.Status400BadRequest, "settings-wish");
    }

    private IResult Revisions()
    {
        var now = desk.Now.InUse.Revision;
        return Results.Json(desk.Revisions.Select(kept => new RevisionView(kept.Number, kept.SavedAt, kept.Number == now)).ToArray());
    }

    private IResult Revision(HttpContext context, long number) =>
        desk.TextOf(number) is { } text && desk.DifferenceOf(number) is { } difference
            ? Results.Json(new RevisionTextView(number, text, SettingsWords.ViewOf(difference, PageWords.LanguageOf(context))))
            : NotKept(context, number);

    private IResult Restore(HttpContext context, long number)
    {
        var seen = SeenBy(context, out var isSaid);
        if (!isSaid)
            return AccessProblem.Of(context, StatusCodes.Status428PreconditionRequired, "if-match");
        return desk.Restore(number, seen, Asker.Of(context)) is { } answer ? Answer(context, answer) : NotKept(context, number);
    }

    private IResult Secrets() => Results.Json(desk.SecretViews());

    private IResult KeepSecret(HttpContext context, string name, SecretWish wish)
    {
        if (!SecretStore.IsName(name))
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "secret-name");
        if (Secret.From(wish.Value ?? "") is not { } secret)
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "secret-value");
        return desk.KeepSecret(name, secret, Asker.Of(context)) is { } why ? NotWritten(context, why) : Results.NoContent();
    }

    private IResult ForgetSecret(HttpContext context, string name)
    {
        if (!desk.SecretNames.Contains(name))
            return AccessProblem.Of(context, StatusCodes.Status404NotFound, "nothing-there");
        if (desk.UsersOf(name) is { Length: > 0 } users)
            return AccessProblem.Of(context, StatusCodes.Status409Conflict, "secret-in-use", string.Join(", ", users));
        return desk.ForgetSecret(name, Asker.Of(context)) is { } why ? NotWritten(context, why) : Results.NoContent();
    }

    /// <summary>What became of a change, as an answer of the API.</summary>
    internal static IResult Answer(HttpContext context, SettingsAnswer answer)
    {
        var language = PageWords.LanguageOf(context);
        switch (answer)
        {
            case SettingsAnswer.Applied done:
                Mark(context, done.Now);
                return Results.Json(new SettingsAppliedView(done.Now.Revision, done.Before, SettingsWords.ViewOf(done.Difference, language)));
            case SettingsAnswer.Unchanged same:
                Mark(context, same.Now);
                return Results.Json(new SettingsAppliedView(same.Now.Revision, null, new([], [])));
            case SettingsAnswer.Conflict other:
                Mark(context, other.Now);
                return AccessProblem.With(
                    context,
                    StatusCodes.Status412PreconditionFailed,
                    "settings-conflict",
                    [
                        new("etag", $"\"{other.Now}\""),
                        new("theirs", other.Theirs is null ? null : SettingsWords.ViewOf(other.Theirs, language)),
                        new("yours", SettingsWords.ViewOf(other.Yours, language)),
                        new("onTop", ShownText.Of(other.OnTop)),
                        new("undoesTheirs", other.UndoesTheirs),
                    ]);
            case SettingsAnswer.Refused bad:
                return AccessProblem.With(
                    context,
                    StatusCodes.Status422UnprocessableEntity,
                    bad.IsOfTheFile ? "settings-file-faulty" : "settings-refused",
                    [new("faults", SettingsWords.ViewOf(bad.Faults, language)), new("difference", SettingsWords.ViewOf(bad.Difference, language))]);
            case SettingsAnswer.NotThere { Path: var path }:
                return AccessProblem.Of(context, StatusCodes.Status404NotFound, "setting-not-there", path);
            case SettingsAnswer.TooLong:
                return AccessProblem.Of(context, StatusCodes.Status413PayloadTooLarge, "settings-too-long", SettingsWords.Text(SettingsDesk.LongestText));
            case SettingsAnswer.NotWritten { Why: var why }:
                return NotWritten(context, why);
            default:
                return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "settings-wish");
        }
    }

    private static IResult NotKept(HttpContext context, long number) =>
        AccessProblem.Of(context, StatusCodes.Status404NotFound, "revision-not-kept", SettingsWords.Text(number));

    private static IResult NotWritten(HttpContext context, string why) =>
        AccessProblem.Of(context, StatusCodes.Status500InternalServerError, "settings-not-written", why);

    /// <summary>Names the settings that the answer shows.</summary>
    internal static void Mark(HttpContext context, SettingsMark mark) => context.Response.Headers.ETag = $"\"{mark}\"";

    /// <summary>What If-Match says was seen; null for <c>*</c>: whatever there is. A mark that cannot be read matches nothing.</summary>
    internal static SettingsMark? SeenBy(HttpContext context, out bool isSaid)
    {
        var said = context.Request.Headers.IfMatch;
        isSaid = said.Count == 1 && !string.IsNullOrWhiteSpace(said[0]);
        return !isSaid || said[0]!.Trim() is "*" ? null : SettingsMark.Read(said[0]) ?? new SettingsMark(-1, "");
    }
}
