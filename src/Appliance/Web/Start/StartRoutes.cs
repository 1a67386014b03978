using Appliance.Calls;
using Appliance.Web.Live;
using Appliance.Web.Numbers;
using Appliance.Web.Pages;
using Appliance.Web.Settings;
using Sip;

namespace Appliance.Web.Start;

/// <summary>
/// From the claim to the first call: You (done), Line, Phone, and a call that the phone rings for. The page keeps nothing of its own; every
/// step works without a script.
/// </summary>
internal sealed class StartRoutes(SiteParts parts, SettingsRoutes applied, PageRenderer pages)
{
    /// <summary>The live part: what there is to do next.</summary>
    public const string Topic = "start";

    /// <summary>The live part: how far it is.</summary>
    public const string ProgressTopic = "start-progress";

    /// <summary>The live part of one call.</summary>
    public const string CallTopic = "start-call";

    private const int LongestId = 32;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes, LiveFeed feed)
    {
        routes.MapGet("/start", (Delegate)ShowAsync).WithMetadata(Door.People);
        routes.MapPost("/start/call", (Delegate)CallAsync).WithMetadata(Door.People);
        feed.Add(new LiveTopic(
            Topic,
            // Not of how the line is: a number that somebody is typing must not vanish.
            of => View(of is "skip") with { Line = null },
            (of, words) => pages.PartAsync<StartNext>((nameof(StartNext.Words), words), (nameof(StartNext.View), View(of is "skip")), (nameof(StartNext.Echo), Echo), (nameof(StartNext.SkipsLine), of is "skip"))));
        feed.Add(new LiveTopic(
            ProgressTopic, of => View(of is "skip"), (of, words) => pages.PartAsync<StartProgress>((nameof(StartProgress.Words), words), (nameof(StartProgress.View), View(of is "skip")))));
        feed.Add(new LiveTopic(CallTopic, CallOf, (of, words) => pages.PartAsync<StartCall>((nameof(StartCall.Words), words), (nameof(StartCall.Call), CallOf(of)))));
    }

    private string Echo => parts.Settings.Current.Config.DialPlan.EchoNumber;

    private StartView View(bool skipsLine) => StartView.Of(parts.Settings.Current.Config, parts.Live.Now, skipsLine);

    private TestCall CallOf(string id) => TestCall.Of(id, parts.Live.Now.Calls.GetValueOrDefault(id), IsId(id) ? parts.Records.Find(id) : null);

    private Task<IResult> ShowAsync(HttpContext context) => PageAsync(context, null, null, StatusCodes.Status200OK);

    private Task<IResult> PageAsync(HttpContext context, string? trouble, string? dialled, int status)
    {
        var id = context.Request.Query["call"].ToString();
        var skipsLine = context.Request.Query.ContainsKey("skip");
        return pages.PageAsync<StartPage>(
            context,
            status,
            (nameof(StartPage.View), View(skipsLine)),
            (nameof(StartPage.SkipsLine), skipsLine),
            (nameof(StartPage.Applied), applied.AppliedOf(context)),
            (nameof(StartPage.Call), IsId(id) ? CallOf(id) : null),
            (nameof(StartPage.Echo), Echo),
            (nameof(StartPage.Dialled), dialled),
            (nameof(StartPage.Trouble), trouble));
    }

    private async Task<IResult> CallAsync(HttpContext context)
    {
        var words = PageWords.Of(context);
        var fields = await FormFields.OfAsync(context);
        var phone = fields.Text("phone", 8);
        var dialled = fields.Text("dialled", CallTrial.LongestNumber);
        if (!parts.Settings.Current.Config.Extensions.Any(extension => extension.Id == phone))
            return await PageAsync(context, words.Say("start.call.no-phone"), dialled, StatusCodes.Status400BadRequest);
        if (dialled.Length is 0 or > CallTrial.LongestNumber)
            return await PageAsync(context, words.Say("numbers.length", CallTrial.LongestNumber.ToString()), dialled, StatusCodes.Status400BadRequest);

        var id = parts.Tokens.Hex(8);
        return parts.Post(new GatewayInput.MakeCall(id, phone, dialled))
            ? Results.Redirect($"/start?call={id}{(fields.Flag("skip") ? "&skip=1" : "")}#call")
            : await PageAsync(context, words.Say("busy"), dialled, StatusCodes.Status503ServiceUnavailable);
    }

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId && id.All(char.IsAsciiHexDigitLower);
}
