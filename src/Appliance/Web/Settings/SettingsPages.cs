using Appliance.Configuration;
using Appliance.Web.Numbers;
using Appliance.Web.Pages;

namespace Appliance.Web.Settings;

/// <summary>Shows what became of a change: the pages that every form which changes the settings can end on.</summary>
internal sealed class SettingsPages(PageRenderer pages, HeldWishes held, SettingsStore store)
{
    /// <summary>The page for this answer, or the way back to where the form was.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answer">What became of the change.</param>
    /// <param name="wish">The change.</param>
    /// <param name="back">The form's page.</param>
    public Task<IResult> AnswerAsync(HttpContext context, SettingsAnswer answer, SettingsWish wish, string back)
    {
        // A text whose secrets came with it is applied as it is: they are not sent to the page and back.
        var text = wish is SettingsWish.Whole { Secrets.IsEmpty: true, Text: var whole } ? ShownText.Of(whole) : null;
        var rules = RulesOf(context, answer);
        return answer switch
        {
            SettingsAnswer.Applied { Now.Revision: var revision } => Task.FromResult(Results.Redirect($"{back}?applied={SettingsWords.Text(revision)}")),
            SettingsAnswer.Unchanged => Task.FromResult(Results.Redirect($"{back}?same=1")),
            SettingsAnswer.Checked good => PageAsync(
                context,
                StatusCodes.Status200OK,
                "settings.check",
                back,
                (nameof(SettingsCheckPage.RulesBefore), rules.Before),
                (nameof(SettingsCheckPage.RulesAfter), rules.After),
                (nameof(SettingsCheckPage.Yours), good.Difference),
                (nameof(SettingsCheckPage.Faults), good.Warnings),
                (nameof(SettingsCheckPage.Secrets), string.Join(", ", wish.Secrets.Select(static secret => secret.Name))),
                (nameof(SettingsCheckPage.Apply), "settings.apply"),
                (nameof(SettingsCheckPage.Held), Hold(context, wish, good.Seen, back)),
                (nameof(SettingsCheckPage.Mark), good.Seen.ToString()),
                (nameof(SettingsCheckPage.Text), text)),
            SettingsAnswer.Conflict other => PageAsync(
                context,
                StatusCodes.Status409Conflict,
                "settings-conflict",
                back,
                (nameof(SettingsCheckPage.IsConflict), true),
                (nameof(SettingsCheckPage.RulesBefore), rules.Before),
                (nameof(SettingsCheckPage.RulesAfter), rules.After),
                (nameof(SettingsCheckPage.Theirs), other.Theirs),
                (nameof(SettingsCheckPage.Yours), other.Yours),
                (nameof(SettingsCheckPage.UndoesTheirs), other.UndoesTheirs),
                (nameof(SettingsCheckPage.Apply), "settings.on-top"),
                (nameof(SettingsCheckPage.Held), Hold(context, wish is SettingsWish.Edits ? wish : new SettingsWish.Whole(other.OnTop) { Secrets = wish.Secrets }, other.Now, back))),
            SettingsAnswer.Refused { IsOfTheFile: var isOfTheFile, Faults: var faults, Difference: var difference } => PageAsync(
                context,
                StatusCodes.Status422UnprocessableEntity,
                isOfTheFile ? "settings-file-faulty" : "settings-refused",
                back,
                (nameof(SettingsCheckPage.Faults), faults),
                (nameof(SettingsCheckPage.Yours), isOfTheFile ? null : difference),
                (nameof(SettingsCheckPage.IsRefused), true),
                (nameof(SettingsCheckPage.Mark), Mark(context)),
                (nameof(SettingsCheckPage.Text), text)),
            SettingsAnswer.NotThere { Path: var path } => pages.MessageAsync(context, StatusCodes.Status404NotFound, "setting-not-there", path),
            SettingsAnswer.TooLong => pages.MessageAsync(context, StatusCodes.Status413PayloadTooLarge, "settings-too-long", SettingsWords.Text(SettingsDesk.LongestText)),
            SettingsAnswer.NotWritten { Why: var why } => pages.MessageAsync(context, StatusCodes.Status500InternalServerError, "settings-not-written", why),
            _ => pages.MessageAsync(context, StatusCodes.Status400BadRequest, "settings-wish"),
        };
    }

    /// <summary>The ways out in words, before and after; nothing when they stay.</summary>
    private (ValueList<string> Before, ValueList<string> After) RulesOf(HttpContext context, SettingsAnswer answer)
    {
        var text = answer switch
        {
            SettingsAnswer.Checked good => good.Text,
            SettingsAnswer.Conflict other => other.OnTop,
            _ => null,
        };
        if (text is null)
            return ([], []);
        var language = PageWords.LanguageOf(context);
        var (before, after) = (RuleDesk.Say(store.Current.Config, language), RuleDesk.Say(ConfigReader.Read(text).Config, language));
        return before == after ? ([], []) : (before, after);
    }

    private string Hold(HttpContext context, SettingsWish wish, SettingsMark seen, string back) =>
        held.Hold(new(wish, seen, back, Asker.Of(context).Who));

    /// <summary>What the form was made for, so that a text that is mended and sent again is still compared with that.</summary>
    private static string Mark(HttpContext context) =>
        context.Request.HasFormContentType && SettingsMark.Read(context.Request.Form["mark"]) is { } mark ? mark.ToString() : "";

    private Task<IResult> PageAsync(HttpContext context, int status, string title, string back, params (string Name, object? Value)[] parameters) =>
        pages.PageAsync<SettingsCheckPage>(context, status, [(nameof(SettingsCheckPage.Code), title), (nameof(SettingsCheckPage.Back), back), .. parameters]);
}
