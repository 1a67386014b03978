using Appliance.Configuration;
using Appliance.DialPlans;

namespace Appliance.Web.Numbers;

/// <summary>One sentence of a trial or a rule: its code, and the sentence in the language asked for.</summary>
public sealed record SentenceView(string Code, string Sentence);

/// <summary>What would become of a call.</summary>
/// <param name="Origin">Who calls: <c>extension:101</c>, <c>pbx:asterisk</c>, <c>trunk:twilio</c>.</param>
/// <param name="Dialled">What is dialled.</param>
/// <param name="Verdict">What would become of it.</param>
/// <param name="IsRefused">True when it would go nowhere.</param>
/// <param name="IsEmergency">True for an emergency number.</param>
/// <param name="Steps">How the dial plan comes to it.</param>
/// <param name="Sent">What each line would be sent, in the order they are tried.</param>
public sealed record CallTrialView(
    string Origin, string Dialled, SentenceView Verdict, bool IsRefused, bool IsEmergency, IReadOnlyList<SentenceView> Steps, IReadOnlyList<SentenceView> Sent);

/// <summary>The rules of the dial plan.</summary>
/// <param name="Origins">Who can be asked about.</param>
/// <param name="Reading">How dialling is read.</param>
/// <param name="Limits">What may be called.</param>
/// <param name="WaysOut">By which line a call goes out.</param>
/// <param name="CallsIn">Who is reached from outside.</param>
public sealed record DialRulesView(
    IReadOnlyList<string> Origins, IReadOnlyList<SentenceView> Reading, IReadOnlyList<SentenceView> Limits, IReadOnlyList<SentenceView> WaysOut, IReadOnlyList<SentenceView> CallsIn);

/// <summary>The dial plan by API: its rules, and what would become of a call.</summary>
internal sealed class NumbersApi(SettingsStore settings)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/numbers", Rules).Produces<DialRulesView>();
        api.MapGet("/numbers/explain", Explain).Produces<CallTrialView>().ProducesProblem(400).ProducesProblem(404);
    }

    private IResult Rules(HttpContext context)
    {
        var language = PageWords.LanguageOf(context);
        var config = settings.Current.Config;
        var rules = DialRuleSentences.Of(config);
        return Results.Json(new DialRulesView(CallTrial.Origins(config), Say(rules.Reading, language), Say(rules.Limits, language), Say(rules.WaysOut, language), Say(rules.CallsIn, language)));
    }

    private IResult Explain(HttpContext context, string? origin, string? dialled)
    {
        var text = dialled?.Trim() ?? "";
        if (text.Length is 0 or > CallTrial.LongestNumber)
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "numbers.length", CallTrial.LongestNumber.ToString());
        var config = settings.Current.Config;
        var from = origin ?? CallTrial.Origins(config)[0];
        if (CallTrial.Of(config, from, text) is not { } trial)
            return AccessProblem.Of(context, StatusCodes.Status404NotFound, "numbers.nobody");

        var language = PageWords.LanguageOf(context);
        return Results.Json(new CallTrialView(
            from, text, Say(trial.Verdict, language), trial.Route is Route.Refuse, trial.Route.Emergency is not null, Say(trial.Steps, language), Say(trial.Sent, language)));
    }

    private static SentenceView Say(ExplanationStep step, string language) => new(step.Sentence, step.Say(language));

    private static SentenceView[] Say(IEnumerable<ExplanationStep> steps, string language) => [.. steps.Select(step => Say(step, language))];
}
