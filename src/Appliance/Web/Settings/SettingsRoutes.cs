using System.Globalization;
using Appliance.Configuration;
using Appliance.Web.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Appliance.Web.Settings;

/// <summary>
/// The settings file on the page: read, change, check, apply, undo; its history; the names of secrets. Works without a script.
/// </summary>
internal sealed class SettingsRoutes(SettingsDesk desk, HeldWishes held, SettingsPages answers, PageRenderer pages)
{
    private const string Home = "/box/settings";

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var size = new RequestSizeLimitAttribute(SettingsApi.LargestBody);
        routes.MapGet(Home, new Func<HttpContext, Task<IResult>>(context => ShowAsync(context))).WithMetadata(Door.People);
        routes.MapPost($"{Home}/check", (Delegate)CheckAsync).WithMetadata(Door.People).WithMetadata(size);
        routes.MapPost($"{Home}/apply", (Delegate)ApplyAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/undo", (Delegate)UndoAsync).WithMetadata(Door.People);
        routes.MapGet($"{Home}/revisions/{{number}}", (Delegate)ShowRevisionAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/restore", (Delegate)RestoreAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/secrets", (Delegate)KeepSecretAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/secrets/forget", (Delegate)ForgetSecretAsync).WithMetadata(Door.People);
    }

    private Task<IResult> ShowAsync(HttpContext context, string? secretTrouble = null, string secretName = "")
    {
        var sight = desk.Now;
        return pages.PageAsync<SettingsPage>(
            context,
            secretTrouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(SettingsPage.Text), ShownText.Of(sight.Text)),
            (nameof(SettingsPage.Mark), sight.Mark.ToString()),
            (nameof(SettingsPage.IsInUse), sight.Faults.IsEmpty),
            (nameof(SettingsPage.Faults), sight.Faults.IsEmpty ? sight.InUse.Warnings : sight.Faults),
            (nameof(SettingsPage.Revision), sight.InUse.Revision),
            (nameof(SettingsPage.Revisions), desk.Revisions),
            (nameof(SettingsPage.Secrets), desk.SecretViews()),
            (nameof(SettingsPage.SecretTrouble), secretTrouble),
            (nameof(SettingsPage.SecretName), secretName),
            (nameof(SettingsPage.Applied), AppliedOf(context)));
    }

    /// <summary>The change that the way back from a form names, while it is the last one.</summary>
    public AppliedChange? AppliedOf(HttpContext context) =>
        NumberOf(context.Request.Query["applied"]) is { } number && number == desk.Now.InUse.Revision && desk.Before(number) is not null ? new(number, desk.CanUndo(number)) : null;

    private async Task<IResult> CheckAsync(HttpContext context)
    {
        var form = await FormFields.OfAsync(context);
        var wish = new SettingsWish.Whole(form.Exact("text", 2 * SettingsDesk.LongestText));
        return await answers.AnswerAsync(context, desk.Check(wish, SeenBy(form)), wish, Home);
    }

    private async Task<IResult> ApplyAsync(HttpContext context)
    {
        var form = await FormFields.OfAsync(context);
        if (held.Find(form.Text("held", 32), Asker.Of(context).Who) is not { } wish)
            return await pages.MessageAsync(context, StatusCodes.Status410Gone, "settings-forgotten");
        return await answers.AnswerAsync(context, desk.Apply(wish.Wish, wish.Seen, Asker.Of(context)), wish.Wish, wish.Back);
    }

    private async Task<IResult> UndoAsync(HttpContext context)
    {
        var form = await FormFields.OfAsync(context);
        var number = NumberOf(form.Text("revision", 20)) ?? 0;
        var back = form.OneOf("back", "/box", "/lines", "/phones", "/numbers", "/start") ?? Home;
        return desk.Before(number) is { } before && desk.TextOf(before) is { } text && desk.Undo(number, Asker.Of(context)) is { } answer
            ? await answers.AnswerAsync(context, answer, new SettingsWish.Whole(text), back)
            : await NotKeptAsync(context, number);
    }

    private Task<IResult> ShowRevisionAsync(HttpContext context, string number)
    {
        var sight = desk.Now;
        return NumberOf(number) is { } known && desk.TextOf(known) is { } text && desk.DifferenceOf(known) is { } difference
            ? pages.PageAsync<RevisionPage>(
                context,
                StatusCodes.Status200OK,
                (nameof(RevisionPage.Number), known),
                (nameof(RevisionPage.Text), text),
                (nameof(RevisionPage.Made), difference),
                (nameof(RevisionPage.Back), known == sight.InUse.Revision && sight.Faults.IsEmpty ? null : SettingsDifference.Between(sight.Text, text)),
                (nameof(RevisionPage.Mark), sight.Mark.ToString()))
            : NotKeptAsync(context, NumberOf(number) ?? 0);
    }

    private async Task<IResult> RestoreAsync(HttpContext context)
    {
        var form = await FormFields.OfAsync(context);
        var number = NumberOf(form.Text("revision", 20)) ?? 0;
        return desk.TextOf(number) is { } text && desk.Restore(number, SeenBy(form), Asker.Of(context)) is { } answer
            ? await answers.AnswerAsync(context, answer, new SettingsWish.Whole(text), Home)
            : await NotKeptAsync(context, number);
    }

    private async Task<IResult> KeepSecretAsync(HttpContext context)
    {
        var form = await FormFields.OfAsync(context);
        var words = PageWords.Of(context);
        var name = form.Text("name", 64);
        if (!SecretStore.IsName(name))
            return await ShowAsync(context, $"{words.Say("secret-name")} {words.Say("secret-name.remedy")}", name);
        if (Secret.From(form.Exact("value", Secret.Longest)) is not { } secret)
            return await ShowAsync(context, $"{words.Say("secret-value")} {words.Say("secret-value.remedy")}", name);
        return desk.KeepSecret(name, secret, Asker.Of(context)) is { } why ? await ShowAsync(context, why, name) : Results.Redirect($"{Home}#secrets");
    }

    private async Task<IResult> ForgetSecretAsync(HttpContext context)
    {
        var name = (await FormFields.OfAsync(context)).Text("name", 64);
        if (desk.UsersOf(name) is { Length: > 0 } users)
            return await pages.MessageAsync(context, StatusCodes.Status409Conflict, "secret-in-use", string.Join(", ", users));
        desk.ForgetSecret(name, Asker.Of(context));
        return Results.Redirect($"{Home}#secrets");
    }

    private Task<IResult> NotKeptAsync(HttpContext context, long number) =>
        pages.MessageAsync(context, StatusCodes.Status404NotFound, "revision-not-kept", SettingsWords.Text(number));

    /// <summary>A form without a mark that can be read was made for settings nobody knows.</summary>
    private static SettingsMark SeenBy(FormFields form) => SettingsMark.Read(form.Text("mark", 64)) ?? new SettingsMark(-1, "");

    private static long? NumberOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A change of the settings that was just applied.</summary>
/// <param name="Revision">The revision it made.</param>
/// <param name="CanUndo">True when the settings before it can be used again: what was deleted with it may be gone.</param>
public sealed record AppliedChange(long Revision, bool CanUndo)
{
    /// <summary>The way back to a page, which tells there what was applied; null: nothing was.</summary>
    public static string Back(string page, long? revision) => revision is { } number ? $"{page}?applied={SettingsWords.Text(number)}" : page;
}
