using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Hosting;
using Appliance.Web.Lines;
using Appliance.Web.Live;
using Appliance.Web.Pages;
using Appliance.Web.Settings;

namespace Appliance.Web.Phones;

/// <summary>The pages of the phones: who is registered, who wants to be, and forms to adopt, add, change and remove one. Works without a script.</summary>
internal sealed class PhonesRoutes(PhoneDesk desk, SettingsStore settings, LiveState live, SettingsRoutes applied, PageRenderer pages)
{
    /// <summary>The part of the page that is live.</summary>
    public const string Topic = "phones";

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes, LiveFeed feed)
    {
        routes.MapGet("/phones", (Delegate)ShowAllAsync).WithMetadata(Door.People);
        routes.MapGet("/phones/new", (Delegate)ShowNewAsync).WithMetadata(Door.People);
        routes.MapPost("/phones/new", (Delegate)AddAsync).WithMetadata(Door.People);
        routes.MapPost("/phones/adopt", (Delegate)AdoptAsync).WithMetadata(Door.People);
        routes.MapGet("/phones/{number}", (Delegate)ShowOneAsync).WithMetadata(Door.People);
        routes.MapPost("/phones/{number}", (Delegate)ChangeAsync).WithMetadata(Door.People);
        routes.MapPost("/phones/{number}/password", (Delegate)NewPasswordAsync).WithMetadata(Door.People);
        routes.MapPost("/phones/{number}/remove", (Delegate)RemoveAsync).WithMetadata(Door.People);
        feed.Add(new LiveTopic(
            Topic,
            _ => (settings.Current.Revision, live.Now.Phones, live.Now.Strangers),
            (_, words) => pages.PartAsync<PhoneList>((nameof(PhoneList.Words), words), (nameof(PhoneList.Phones), Phones()), (nameof(PhoneList.Devices), Devices()))));
    }

    private ValueList<PhoneRow> Phones() => PhoneRow.All(settings.Current.Config, live.Now);

    private ValueList<DeviceRow> Devices() => DeviceRow.All(settings.Current.Config, live.Now);

    private Task<IResult> ShowAllAsync(HttpContext context) =>
        pages.PageAsync<PhonesPage>(context, StatusCodes.Status200OK, (nameof(PhonesPage.Phones), Phones()), (nameof(PhonesPage.Devices), Devices()), (nameof(PhonesPage.Applied), applied.AppliedOf(context)));

    private Task<IResult> ShowNewAsync(HttpContext context) => FormAsync(context, new PhoneForm { Number = desk.FreeNumber(null) }, isNew: true);

    private async Task<IResult> AddAsync(HttpContext context)
    {
        var form = Read(await FormFields.OfAsync(context));
        return await ToldAsync(context, desk.Add(form, Asker.Of(context)), form, isNew: true);
    }

    private async Task<IResult> AdoptAsync(HttpContext context)
    {
        var mark = (await FormFields.OfAsync(context)).Exact("device", 200);
        // Only what was really seen: the form is no way to make up accounts.
        return Devices().FirstOrDefault(device => device.Mark == mark) is { Account: var account }
            ? await ToldAsync(context, desk.Adopt(account, Asker.Of(context)), new PhoneForm(), isNew: true)
            : await pages.MessageAsync(context, StatusCodes.Status404NotFound, "phone.gone");
    }

    private Task<IResult> ShowOneAsync(HttpContext context, string number) => desk.Find(number) is { } extension
        ? FormAsync(context, PhoneForm.Of(extension), isNew: false)
        : pages.MessageAsync(context, StatusCodes.Status404NotFound, "phone.gone");

    private async Task<IResult> ChangeAsync(HttpContext context, string number)
    {
        var form = Read(await FormFields.OfAsync(context)) with { Number = number };
        return await ToldAsync(context, desk.Change(number, form, Asker.Of(context)), form, isNew: false);
    }

    private async Task<IResult> NewPasswordAsync(HttpContext context, string number) =>
        await ToldAsync(context, desk.NewPassword(number, Asker.Of(context)), new PhoneForm { Number = number }, isNew: false);

    private async Task<IResult> RemoveAsync(HttpContext context, string number)
    {
        var outcome = desk.Remove(number, Asker.Of(context));
        return outcome is PhoneOutcome.Done or PhoneOutcome.Gone
            ? Results.Redirect(AppliedChange.Back("/phones", (outcome as PhoneOutcome.Done)?.Applied))
            : await ToldAsync(context, outcome, PhoneForm.Of(desk.Find(number)!), isNew: false);
    }

    private Task<IResult> ToldAsync(HttpContext context, PhoneOutcome outcome, PhoneForm form, bool isNew)
    {
        var words = PageWords.Of(context);
        return outcome switch
        {
            PhoneOutcome.Done { Number: var number, Password: { } password, Applied: var revision } when desk.Find(number) is { } extension => pages.PageAsync<PhoneAccessPage>(
                context,
                StatusCodes.Status200OK,
                (nameof(PhoneAccessPage.Access), PhoneAccess.Of(extension, password, settings.Current.Config.Network, BoxAddress.Of(context))),
                (nameof(PhoneAccessPage.Revision), revision),
                (nameof(PhoneAccessPage.InStart), InStart(context))),
            PhoneOutcome.Done { Applied: var revision } => Task.FromResult(Results.Redirect(AppliedChange.Back("/phones", revision))),
            PhoneOutcome.Unfit { Troubles: var troubles } => FormAsync(context, form, isNew, troubles, status: StatusCodes.Status400BadRequest),
            PhoneOutcome.Refused { Faults: var faults } => FormAsync(
                context, form, isNew, trouble: words.Say("line.refused", SettingsWords.Refusal(faults, words.Language)), status: StatusCodes.Status400BadRequest),
            PhoneOutcome.NotKept => FormAsync(context, form, isNew, trouble: words.Say("line.not-kept"), status: StatusCodes.Status500InternalServerError),
            _ => pages.MessageAsync(context, StatusCodes.Status404NotFound, "phone.gone"),
        };
    }

    private Task<IResult> FormAsync(
        HttpContext context, PhoneForm form, bool isNew, IReadOnlyDictionary<string, ExplanationStep>? troubles = null, string? trouble = null, int status = StatusCodes.Status200OK) =>
        pages.PageAsync<PhonePage>(
            context,
            status,
            (nameof(PhonePage.Form), form),
            (nameof(PhonePage.IsNew), isNew),
            (nameof(PhonePage.Owned), settings.Current.Config.Trunks.SelectMany(static trunk => trunk.Numbers).ToArray()),
            (nameof(PhonePage.Troubles), troubles),
            (nameof(PhonePage.Trouble), trouble),
            (nameof(PhonePage.InStart), InStart(context)));

    private static bool InStart(HttpContext context) => context.Request.Query.ContainsKey("start");

    private static PhoneForm Read(FormFields fields) => new()
    {
        Number = fields.Text("number", 8),
        Name = fields.Text("name", 64),
        CallerNumber = fields.Text("caller", 16),
        MaxCalls = fields.Text("max-calls", 3),
        MaxContacts = fields.Text("max-contacts", 3),
        International = fields.Flag("international"),
        TlsOnly = fields.Flag("tls-only"),
    };
}
