using System.Globalization;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Web.Settings;

namespace Appliance.Web.Numbers;

/// <summary>A rule of the dial plan.</summary>
/// <param name="Place">Its place, from 1: the first that matches decides.</param>
/// <param name="Match">The beginning of the number; <c>*</c>: all.</param>
/// <param name="Via">Lines in the order they are tried; none: the number is refused.</param>
/// <param name="Strip">Digits taken away at the front.</param>
/// <param name="Prepend">Digits put in front.</param>
/// <param name="CallerNumber">The number shown; null: the caller's own.</param>
/// <param name="Sentence">The rule in words.</param>
public sealed record RuleView(int Place, string Match, string[] Via, int Strip, string Prepend, string? CallerNumber, string Sentence);

/// <summary>A rule that somebody wants. What is left out is as in a new rule, or stays.</summary>
/// <param name="Match">The beginning of the number.</param>
/// <param name="Via">Lines in the order they are tried.</param>
/// <param name="Strip">Digits to take away at the front, 0 to 8.</param>
/// <param name="Prepend">Digits to put in front.</param>
/// <param name="CallerNumber">The number to show; empty: the caller's own.</param>
/// <param name="Place">Where, from 1; for a rule that is there already: where it goes.</param>
public sealed record RuleWish(string? Match, string[]? Via, int? Strip, string? Prepend, string? CallerNumber, int? Place);

/// <summary>The rules of the dial plan by API. What changes something says with If-Match which settings it was made for.</summary>
internal sealed class RulesApi(RuleDesk rules, SettingsStore store, SettingsDesk desk)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/numbers/rules");
        api.MapGet("", List).Produces<RuleView[]>();
        api.MapPost("", Add).Produces<SettingsAppliedView>().ProducesProblem(400).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);
        api.MapPut("/{place}", Change).Produces<SettingsAppliedView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);
        api.MapDelete("/{place}", Remove).Produces<SettingsAppliedView>().ProducesProblem(404).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);
    }

    private IResult List(HttpContext context)
    {
        var language = PageWords.LanguageOf(context);
        context.Response.Headers.ETag = $"\"{desk.Now.Mark}\"";
        return Results.Json(rules.Rules.Select((rule, i) => new RuleView(i + 1, rule.Match, [.. rule.Via], rule.Strip, rule.Prepend, rule.CallerNumber, RuleDesk.Say(rule, language))).ToArray());
    }

    private IResult Add(HttpContext context, RuleWish wish)
    {
        var form = FormOf(wish, new RuleForm());
        var troubles = TroublesOf(form, wish, rules.Rules.Count + 1);
        if (rules.Rules.Count >= RuleDesk.Most)
            troubles["match"] = new ExplanationStep("web.rules.too-many", [RuleDesk.Most.ToString(CultureInfo.InvariantCulture)]);
        return troubles.Count > 0 ? FieldProblem.Of(context, "rules.unfit", troubles) : Apply(context, rules.Add(form, wish.Place ?? rules.NextPlace));
    }

    private IResult Change(HttpContext context, int place, RuleWish wish)
    {
        if (rules.Find(place) is not { } rule)
            return Gone(context);
        var form = FormOf(wish, RuleForm.Of(rule));
        var troubles = TroublesOf(form, wish, rules.Rules.Count);
        if (troubles.Count > 0)
            return FieldProblem.Of(context, "rules.unfit", troubles);
        var change = RuleDesk.Change(place, form);
        return Apply(context, wish.Place is { } to && to != place ? new SettingsWish.Edits([.. change.All, .. RuleDesk.Move(place, to).All]) : change);
    }

    private IResult Remove(HttpContext context, int place) => rules.Find(place) is null ? Gone(context) : Apply(context, RuleDesk.Remove(place));

    private IResult Apply(HttpContext context, SettingsWish wish)
    {
        var seen = SettingsApi.SeenBy(context, out var isSaid);
        return isSaid ? SettingsApi.Answer(context, desk.Apply(wish, seen, Asker.Of(context))) : AccessProblem.Of(context, StatusCodes.Status428PreconditionRequired, "if-match");
    }

    private Dictionary<string, ExplanationStep> TroublesOf(RuleForm form, RuleWish wish, int last)
    {
        var troubles = new Dictionary<string, ExplanationStep>(form.Check(store.Current.Config), StringComparer.Ordinal);
        if (wish.Place is { } place && (place < 1 || place > last))
            troubles.Add("place", new ExplanationStep("web.rules.bad-place", [last.ToString(CultureInfo.InvariantCulture)]));
        return troubles;
    }

    private static RuleForm FormOf(RuleWish wish, RuleForm before) => new()
    {
        Match = wish.Match?.Trim() ?? before.Match,
        Via = wish.Via is { } via ? [.. via.Take(RuleForm.MostWays + 1)] : before.Via,
        Strip = wish.Strip?.ToString(CultureInfo.InvariantCulture) ?? before.Strip,
        Prepend = wish.Prepend?.Trim() ?? before.Prepend,
        CallerNumber = wish.CallerNumber?.Trim() ?? before.CallerNumber,
    };

    private static IResult Gone(HttpContext context) => AccessProblem.Of(context, StatusCodes.Status404NotFound, "rules.gone");
}
