using System.Net;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Hosting;
using Appliance.Web.Live;
using Appliance.Web.Pages;
using Appliance.Web.Settings;

namespace Appliance.Web.Lines;

/// <summary>The pages of the lines: how each is, and forms to add, change and remove one. Works without a script.</summary>
internal sealed class LinesRoutes(LineDesk desk, SettingsStore settings, LiveState live, SettingsRoutes applied, SettingsPages answers, PageRenderer pages)
{
    /// <summary>The part of the page that is live.</summary>
    public const string Topic = "lines";

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes, LiveFeed feed)
    {
        routes.MapGet("/lines", (Delegate)ShowAllAsync).WithMetadata(Door.People);
        routes.MapGet("/lines/new/{kind}", (Delegate)ShowNewAsync).WithMetadata(Door.People);
        routes.MapPost("/lines/new/{kind}", (Delegate)AddAsync).WithMetadata(Door.People);
        routes.MapGet("/lines/{id}", (Delegate)ShowOneAsync).WithMetadata(Door.People);
        routes.MapPost("/lines/{id}", (Delegate)ChangeAsync).WithMetadata(Door.People);
        routes.MapPost("/lines/{id}/remove", (Delegate)RemoveAsync).WithMetadata(Door.People);
        feed.Add(new LiveTopic(
            Topic,
            _ => (settings.Current.Revision, live.Now.Trunks),
            (_, words) => pages.PartAsync<LineList>((nameof(LineList.Words), words), (nameof(LineList.Lines), LineRow.All(settings.Current.Config, live.Now)))));
    }

    /// <summary>The name of a kind in an address.</summary>
    public static string NameOf(LineKind kind) => kind switch { LineKind.TwilioTrunk => "twilio-trunk", LineKind.TwilioDomain => "twilio-domain", LineKind.Pbx => "pbx", _ => "sip" };

    /// <summary>The kind of this name, or null.</summary>
    public static LineKind? KindOf(string? name) => Enum.GetValues<LineKind>().Where(kind => NameOf(kind) == name).Select(static kind => (LineKind?)kind).FirstOrDefault();

    private Task<IResult> ShowAllAsync(HttpContext context) =>
        pages.PageAsync<LinesPage>(context, StatusCodes.Status200OK, (nameof(LinesPage.Lines), LineRow.All(settings.Current.Config, live.Now)), (nameof(LinesPage.Applied), applied.AppliedOf(context)));

    private Task<IResult> ShowNewAsync(HttpContext context, string kind) => KindOf(kind) is { } known
        ? FormAsync(context, LineForm.New(known) with { Country = desk.NeedsCountry ? CountryGuess.Of(context) : "" }, null)
        : pages.MessageAsync(context, StatusCodes.Status404NotFound, "nothing-there");

    private async Task<IResult> AddAsync(HttpContext context, string kind)
    {
        if (KindOf(kind) is not { } known)
            return await pages.MessageAsync(context, StatusCodes.Status404NotFound, "nothing-there");

        var form = Read(await FormFields.OfAsync(context), known);
        return desk.Add(form, Asker.Of(context)) switch
        {
            LineOutcome.Done { Id: var id, MadePassword: { } password, Applied: var revision } => await MadeAsync(context, id, password, revision),
            LineOutcome.Done { Applied: var revision } => Results.Redirect(AppliedChange.Back(InStart(context) ? "/start" : "/lines", revision)),
            var other => await RefusedAsync(context, form, null, other),
        };
    }

    private Task<IResult> ShowOneAsync(HttpContext context, string id) => desk.Find(id) is { } form
        ? FormAsync(context, form, id)
        : pages.MessageAsync(context, StatusCodes.Status404NotFound, "line.gone");

    private async Task<IResult> ChangeAsync(HttpContext context, string id)
    {
        if (desk.Find(id) is not { } before)
            return await pages.MessageAsync(context, StatusCodes.Status404NotFound, "line.gone");

        var fields = await FormFields.OfAsync(context);
        var form = Read(fields, before.Kind) with { Enabled = before.Kind is LineKind.Pbx || fields.Flag("enabled") };
        return desk.Change(id, _ => form, fields.Text("mark", 64), SettingsMark.Read(fields.Text("seen", 64)), Asker.Of(context)) switch
        {
            LineOutcome.Done { MadePassword: { } password, Applied: var revision } => await MadeAsync(context, id, password, revision),
            LineOutcome.Done { Applied: var revision } => Results.Redirect(AppliedChange.Back("/lines", revision)),
            var other => await RefusedAsync(context, form, id, other),
        };
    }

    private async Task<IResult> RemoveAsync(HttpContext context, string id)
    {
        var fields = await FormFields.OfAsync(context);
        var outcome = desk.Remove(id, fields.Text("mark", 64), SettingsMark.Read(fields.Text("seen", 64)), Asker.Of(context));
        return outcome is not (LineOutcome.Done or LineOutcome.Gone) && desk.Find(id) is { } form
            ? await RefusedAsync(context, form, id, outcome)
            : Results.Redirect(AppliedChange.Back("/lines", (outcome as LineOutcome.Done)?.Applied));
    }

    private Task<IResult> MadeAsync(HttpContext context, string id, string password, long? revision) => pages.OnceAsync<PbxSettingsPage>(
        context,
        StatusCodes.Status200OK,
        (nameof(PbxSettingsPage.Id), id),
        (nameof(PbxSettingsPage.Snippets), SnippetsOf(context, id, password)),
        (nameof(PbxSettingsPage.HasPassword), true),
        (nameof(PbxSettingsPage.Revision), revision),
        (nameof(PbxSettingsPage.InStart), InStart(context)));

    private Task<IResult> RefusedAsync(HttpContext context, LineForm form, string? id, LineOutcome outcome)
    {
        var words = PageWords.Of(context);
        return outcome switch
        {
            LineOutcome.Unfit { Troubles: var troubles } => FormAsync(context, form, id, troubles, status: StatusCodes.Status400BadRequest),
            LineOutcome.ChangedMeanwhile { Conflict: var conflict, Wish: var wish } => answers.AnswerAsync(context, conflict, wish, "/lines"),
            LineOutcome.Refused { Faults: var faults } => FormAsync(
                context, form, id, trouble: words.Say("line.refused", SettingsWords.Refusal(faults, words.Language)), status: StatusCodes.Status400BadRequest),
            LineOutcome.WrittenOtherwise => FormAsync(context, form, id, trouble: $"{words.Say("written-otherwise")} {words.Say("written-otherwise.remedy")}", status: StatusCodes.Status409Conflict),
            LineOutcome.NotKept => FormAsync(context, form, id, trouble: words.Say("line.not-kept"), status: StatusCodes.Status500InternalServerError),
            _ => pages.MessageAsync(context, StatusCodes.Status404NotFound, "line.gone"),
        };
    }

    private async Task<IResult> FormAsync(
        HttpContext context, LineForm form, string? id, IReadOnlyDictionary<string, ExplanationStep>? troubles = null, string? trouble = null, int status = StatusCodes.Status200OK)
    {
        // A form that comes back to be mended is still the one that was loaded then.
        var sent = await FormFields.OfAsync(context);
        var (mark, seen) = sent.Text("mark", 64) is { Length: > 0 } known ? (known, sent.Text("seen", 64))
            : id is not null && desk.Find(id) is { } current ? (LineDesk.MarkOf(current), desk.Mark.ToString())
            : ("", "");
        return await pages.PageAsync<LinePage>(
            context,
            status,
            (nameof(LinePage.Form), form),
            (nameof(LinePage.Id), id),
            (nameof(LinePage.Mark), mark),
            (nameof(LinePage.Seen), seen),
            (nameof(LinePage.NeedsCountry), desk.NeedsCountry),
            (nameof(LinePage.Troubles), troubles),
            (nameof(LinePage.Trouble), trouble),
            (nameof(LinePage.InStart), InStart(context)),
            (nameof(LinePage.Snippets), id is null ? null : SnippetsOf(context, id, null)));
    }

    private ValueList<PbxSnippet> SnippetsOf(HttpContext context, string id, string? password) =>
        settings.Current.Config.Pbxs.FirstOrDefault(pbx => pbx.Id == id) is { } pbx
            ? PbxSnippet.Of(pbx, settings.Current.Config.Network, BoxAddress.Of(context), password)
            : [];

    private static bool InStart(HttpContext context) => context.Request.Query.ContainsKey("start");

    private static LineForm Read(FormFields fields, LineKind kind) => new()
    {
        Kind = kind,
        Name = fields.Text("name", 64),
        Host = fields.Text("host", LineForm.Longest),
        Addresses = fields.Text("addresses", LineForm.LongestNumbers),
        User = fields.Text("user", LineForm.Longest),
        Password = fields.Exact("password", Secret.Longest),
        Numbers = fields.Text("numbers", LineForm.LongestNumbers),
        Account = fields.Text("account", 64),
        Edge = fields.Text("edge", 32),
        Transport = fields.OneOf("transport", "udp", "tcp", "tls") ?? LineForm.New(kind).Transport,
        Format = fields.OneOf("format", "e164", "national") ?? "+e164",
        Prefixes = fields.Text("prefixes", LineForm.Longest),
        Registers = fields.Flag("registers"),
        ByAddress = fields.Flag("by-address"),
        Country = fields.Text("country", 2),
    };
}

/// <summary>Our address as whoever asks reached it.</summary>
internal static class BoxAddress
{
    /// <summary>The address of this request's connection.</summary>
    public static IPAddress Of(HttpContext context)
    {
        var local = context.Connection.LocalIpAddress ?? IPAddress.Loopback;
        return local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local;
    }
}
