using Appliance.Configuration;
using Appliance.Web.Pages;
using Appliance.Web.Settings;

namespace Appliance.Web.Numbers;

/// <summary>The page of the dial plan: its rules as sentences, and what would become of a number. Its form is a GET, so that an answer can be kept as a link.</summary>
internal sealed class NumbersRoutes(SettingsStore settings, SettingsDesk desk, SettingsRoutes applied, PageRenderer pages)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/numbers", (Delegate)ShowAsync).WithMetadata(Door.People);

    private Task<IResult> ShowAsync(HttpContext context, string? origin, string? dialled)
    {
        var words = PageWords.Of(context);
        var config = settings.Current.Config;
        var origins = CallTrial.Origins(config);
        var from = origin is not null && origins.Contains(origin) ? origin : origins[0];
        var text = dialled?.Trim();
        var trouble = text?.Length is 0 or > CallTrial.LongestNumber ? words.Say("numbers.length", CallTrial.LongestNumber.ToString()) : null;
        return pages.PageAsync<NumbersPage>(
            context,
            trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(NumbersPage.DialRules), config.DialPlan.Rules),
            (nameof(NumbersPage.Rest), DialRuleSentences.RestOf(config)),
            (nameof(NumbersPage.Mark), desk.Now.Mark.ToString()),
            (nameof(NumbersPage.Applied), applied.AppliedOf(context)),
            (nameof(NumbersPage.Rules), DialRuleSentences.Of(config)),
            (nameof(NumbersPage.Origins), origins.Select(one => (one, OriginWords.Say(words, config, one))).ToArray()),
            (nameof(NumbersPage.Origin), from),
            (nameof(NumbersPage.Dialled), text is null || text.Length <= CallTrial.LongestNumber ? text : text[..CallTrial.LongestNumber]),
            (nameof(NumbersPage.Trouble), trouble),
            (nameof(NumbersPage.Trial), text is null || trouble is not null ? null : CallTrial.Of(config, from, text)));
    }
}
