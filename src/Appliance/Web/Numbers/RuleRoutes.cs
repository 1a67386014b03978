using System.Globalization;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Web.Pages;
using Appliance.Web.Settings;

namespace Appliance.Web.Numbers;

/// <summary>Forms to add, change, remove and order the rules of the dial plan. Each change is shown before it is applied. Works without a script.</summary>
internal sealed class RuleRoutes(RuleDesk rules, SettingsStore store, SettingsDesk desk, SettingsPages answers, PageRenderer pages)
{
    private const string Home = "/numbers";

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Home}/rules/new", (Delegate)ShowNewAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/rules/new", (Delegate)AddAsync).WithMetadata(Door.People);
        routes.MapGet($"{Home}/rules/{{place}}", (Delegate)ShowOneAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/rules/{{place}}", (Delegate)ChangeAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/rules/{{place}}/remove", (Delegate)RemoveAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/rules/{{place}}/move", (Delegate)MoveAsync).WithMetadata(Door.People);
    }

    private Task<IResult> ShowNewAsync(HttpContext context) => FormAsync(context, new RuleForm(), null, rules.NextPlace, desk.Now.Mark.ToString());

    private Task<IResult> ShowOneAsync(HttpContext context, int place) => rules.Find(place) is { } rule
        ? FormAsync(context, RuleForm.Of(rule), place, place, desk.Now.Mark.ToString())
        : GoneAsync(context);

    private async Task<IResult> AddAsync(HttpContext context)
    {
        var fields = await FormFields.OfAsync(context);
        var form = Read(fields);
        var place = int.TryParse(fields.Text("place", 4), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted >= 1 && wanted <= rules.Rules.Count + 1 ? wanted : rules.NextPlace;
        var troubles = new Dictionary<string, ExplanationStep>(form.Check(store.Current.Config), StringComparer.Ordinal);
        if (rules.Rules.Count >= RuleDesk.Most)
            troubles["match"] = new ExplanationStep("web.rules.too-many", [RuleDesk.Most.ToString(CultureInfo.InvariantCulture)]);
        return troubles.Count > 0
            ? await FormAsync(context, form, null, place, fields.Text("mark", 64), troubles)
            : await CheckAsync(context, rules.Add(form, place), fields);
    }

    private async Task<IResult> ChangeAsync(HttpContext context, int place)
    {
        var fields = await FormFields.OfAsync(context);
        var form = Read(fields);
        var troubles = form.Check(store.Current.Config);
        return troubles.Count > 0
            ? await FormAsync(context, form, place, place, fields.Text("mark", 64), troubles)
            : await CheckAsync(context, RuleDesk.Change(place, form), fields);
    }

    private async Task<IResult> RemoveAsync(HttpContext context, int place) => await CheckAsync(context, RuleDesk.Remove(place), await FormFields.OfAsync(context));

    private async Task<IResult> MoveAsync(HttpContext context, int place)
    {
        var fields = await FormFields.OfAsync(context);
        var wish = RuleDesk.Move(place, fields.OneOf("way", "up", "down") is "down" ? place + 1 : place - 1);
        return await answers.AnswerAsync(context, desk.Apply(wish, SeenBy(fields), Asker.Of(context)), wish, Home);
    }

    private Task<IResult> CheckAsync(HttpContext context, SettingsWish wish, FormFields fields) =>
        answers.AnswerAsync(context, desk.Check(wish, SeenBy(fields)), wish, Home);

    private Task<IResult> FormAsync(HttpContext context, RuleForm form, int? place, int at, string mark, IReadOnlyDictionary<string, ExplanationStep>? troubles = null)
    {
        var language = PageWords.LanguageOf(context);
        var config = store.Current.Config;
        return pages.PageAsync<RulePage>(
            context,
            troubles is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(RulePage.Form), form),
            (nameof(RulePage.Place), place),
            (nameof(RulePage.At), at),
            (nameof(RulePage.Mark), mark),
            (nameof(RulePage.Ways), RuleForm.WaysOf(config)),
            (nameof(RulePage.Owned), config.Trunks.SelectMany(static trunk => trunk.Numbers).ToArray()),
            (nameof(RulePage.Rules), rules.Rules.Select(rule => RuleDesk.Say(rule, language)).ToArray()),
            (nameof(RulePage.Troubles), troubles));
    }

    private Task<IResult> GoneAsync(HttpContext context) => pages.MessageAsync(context, StatusCodes.Status404NotFound, "rules.gone");

    private static SettingsMark SeenBy(FormFields fields) => SettingsMark.Read(fields.Text("mark", 64)) ?? new SettingsMark(-1, "");

    private static RuleForm Read(FormFields fields) => new()
    {
        Match = fields.Text("match", RuleForm.LongestMatch),
        Via = [.. Enumerable.Range(1, RuleForm.MostWays).Select(way => fields.Text($"via-{way}", 32)).Where(static way => way.Length > 0)],
        Strip = fields.Text("strip", 2) is { Length: > 0 } strip ? strip : "0",
        Prepend = fields.Text("prepend", RuleForm.LongestMatch),
        CallerNumber = fields.Text("caller", 16),
    };
}
