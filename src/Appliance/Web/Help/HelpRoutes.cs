using Appliance.Health;
using Appliance.Web.Pages;

namespace Appliance.Web.Help;

/// <summary>The fault dictionary: a page with a search that needs no script, and the same for programs.</summary>
/// <param name="problems">What is wrong now.</param>
/// <param name="pages">Writes pages.</param>
internal sealed class HelpRoutes(Func<ValueList<Problem>> problems, PageRenderer pages)
{
    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder plain, IEndpointRouteBuilder api)
    {
        plain.MapGet("/help", (Delegate)ShowAsync).WithMetadata(Door.People);
        api.MapGet("/api/help", Read).Produces<FaultEntry[]>().ProducesProblem(400);
    }

    private Task<IResult> ShowAsync(HttpContext context, string? q = null)
    {
        var words = PageWords.Of(context);
        var question = q?.Trim() ?? "";
        var isTooLong = question.Length > FaultDictionary.LongestQuestion;
        return pages.PageAsync<HelpPage>(
            context,
            isTooLong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
            (nameof(HelpPage.Question), isTooLong ? question[..FaultDictionary.LongestQuestion] : question),
            (nameof(HelpPage.Trouble), isTooLong ? words.Say("question-too-long", FaultDictionary.LongestQuestion.ToString()) : null),
            (nameof(HelpPage.Found), isTooLong ? ValueList.Create<FaultEntry>([]) : FaultDictionary.Find(question, words.Language)),
            (nameof(HelpPage.Now), problems()));
    }

    private static IResult Read(HttpContext context, string? q = null)
    {
        var question = q?.Trim() ?? "";
        return question.Length > FaultDictionary.LongestQuestion
            ? AccessProblem.Of(context, StatusCodes.Status400BadRequest, "question-too-long", FaultDictionary.LongestQuestion.ToString())
            : Results.Json(FaultDictionary.Find(question, PageWords.LanguageOf(context)).ToArray());
    }
}
