using Appliance.Web.Live;
using Appliance.Web.Pages;

namespace Appliance.Web.Home;

/// <summary>The first page: without a session one sentence, with one the cards.</summary>
internal sealed class HomeRoutes(SiteParts parts, AccessDesk desk, PageRenderer pages)
{
    /// <summary>The part that is live.</summary>
    public const string Topic = "home";

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes, LiveFeed feed)
    {
        routes.MapGet("/", (Delegate)ShowAsync).WithMetadata(Door.Open);
        feed.Add(new LiveTopic(Topic, _ => Now(), (_, words) => pages.PartAsync<HomeCards>((nameof(HomeCards.Words), words), (nameof(HomeCards.View), Now()))));
    }

    private Task<IResult> ShowAsync(HttpContext context) =>
        Caller.Of(context).Session is not null
            ? pages.PageAsync<HomePage>(context, parameters: [(nameof(HomePage.View), Now()), (nameof(HomePage.Office), parts.Settings.Current.Config.Office.Name)])
            : pages.PageAsync<DoorstepPage>(
                context, parameters: [(nameof(DoorstepPage.Sentence), StatusPage.SentenceOf(parts.Live.Now, PageWords.LanguageOf(context))), (nameof(DoorstepPage.IsClaimed), desk.Setup.IsClaimed)]);

    private HomeView Now() => HomeView.Of(parts.Live.Now, parts.Settings.Current.Config, parts.Problems());
}
