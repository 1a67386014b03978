using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Hosting;
using Appliance.Web.Lines;
using Appliance.Web.Live;
using Appliance.Web.Pages;
using Appliance.Web.Settings;

namespace Appliance.Web.Phones;

/// <summary>The pages of the phones: who is registered, who wants to be, and forms to adopt, add, change and remove one. Works without a script.</summary>
internal sealed class PhonesRoutes(
    PhoneDesk desk, HeldPasswords held, SettingsStore settings, LiveState live, SettingsRoutes applied, SettingsPages answers, PageRenderer pages)
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
        routes.MapGet("/phones/{number}/access", (Delegate)ShowAccessAsync).WithMetadata(Door.People);
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
        var fields = await FormFields.OfAsync(context);
        var mark = fields.Exact("device", 200);
        var device = live.Now.Strangers.Find(seen => DeviceRow.MarkOf(seen) == mark);
        return device is null
            ? await pages.MessageAsync(context, StatusCodes.Status404NotFound, "phone.gone")
            : await ToldAsync(context, desk.Adopt(device.Account, device.Address, fields.Flag("sure"), Asker.Of(context)), new PhoneForm(), isNew: true, mark);
    }

    private Task<IResult> ShowOneAsync(HttpContext context, string number) => desk.Find(number) is { } extension
        ? FormAsync(context, PhoneForm.Of(extension), isNew: false)
        : pages.MessageAsync(context, StatusCodes.Status404NotFound, "phone.gone");

    private async Task<IResult> ChangeAsync(HttpContext context, string number)
    {
        var fields = await FormFields.OfAsync(context);
        var form = Read(fields) with { Number = number };
        return await ToldAsync(context, desk.Change(number, _ => form, fields.Text("mark", 64), SettingsMark.Read(fields.Text("seen", 64)), Asker.Of(context)), form, isNew: false);
    }

    private async Task<IResult> NewPasswordAsync(HttpContext context, string number) =>
        await ToldAsync(context, desk.NewPassword(number, Asker.Of(context)), new PhoneForm { Number = number }, isNew: false);

    private async Task<IResult> RemoveAsync(HttpContext context, string number)
    {
        var fields = await FormFields.OfAsync(context);
        var outcome = desk.Remove(number, fields.Text("mark", 64), SettingsMark.Read(fields.Text("seen", 64)), Asker.Of(context));
        return outcome is not (PhoneOutcome.Done or PhoneOutcome.Gone) && desk.Find(number) is { } extension
            ? await ToldAsync(context, outcome, PhoneForm.Of(extension), isNew: false)
            : Results.Redirect(AppliedChange.Back("/phones", (outcome as PhoneOutcome.Done)?.Applied));
    }

    /// <summary>What to type into a phone whose password this person just made; it can be loaded again, and makes nothing.</summary>
    private Task<IResult> ShowAccessAsync(HttpContext context, string number) =>
        held.Find(Asker.Of(context).Who, number) is { Password: { } password, Applied: var revision } && desk.Find(number) is { } extension
        && settings.Secrets.Find(extension.PasswordRef)?.Reveal() == password
            ? pages.PageAsync<PhoneAccessPage>(
                context,
                StatusCodes.Status200OK,
                (nameof(PhoneAccessPage.Access), PhoneAccess.Of(extension, password, settings.Current.Config.Network, BoxAddress.Of(context))),
                (nameof(PhoneAccessPage.Revision), revision),
                (nameof(PhoneAccessPage.InStart), InStart(context)))
            : pages.MessageAsync(context, StatusCodes.Status404NotFound, "phone.access.gone", number);

    private Task<IResult> ToldAsync(HttpContext context, PhoneOutcome outcome, PhoneForm form, bool isNew, string device = "")
    {
        var words = PageWords.Of(context);
        switch (outcome)
        {
            case PhoneOutcome.Done { Number: var number, Password: not null } made:
                held.Hold(Asker.Of(context).Who, made);
                return Task.FromResult(Results.Redirect(AccessOf(context, number)));
            case PhoneOutcome.Done { Applied: var revision }:
                return Task.FromResult(Results.Redirect(AppliedChange.Back("/phones", revision)));
            case PhoneOutcome.Adopted { Number: var number }:
                return Task.FromResult(Results.Redirect(held.Find(Asker.Of(context).Who, number) is null ? $"/phones/{number}" : AccessOf(context, number)));
            case PhoneOutcome.InUse { Number: var number }:
                return pages.PageAsync<PhoneSurePage>(
                    context, StatusCodes.Status200OK, (nameof(PhoneSurePage.Number), number), (nameof(PhoneSurePage.Device), device), (nameof(PhoneSurePage.InStart), InStart(context)));
            case PhoneOutcome.Unfit { Troubles: var troubles }:
                return FormAsync(context, form, isNew, troubles, status: StatusCodes.Status400BadRequest);
            case PhoneOutcome.ChangedMeanwhile { Conflict: var conflict, Wish: var wish }:
                return answers.AnswerAsync(context, conflict, wish, "/phones");
            case PhoneOutcome.Refused { Faults: var faults }:
                return FormAsync(context, form, isNew, trouble: words.Say("line.refused", SettingsWords.Refusal(faults, words.Language)), status: StatusCodes.Status400BadRequest);
            case PhoneOutcome.WrittenOtherwise:
                return FormAsync(
                    context, form, isNew, trouble: $"{words.Say("written-otherwise")} {words.Say("written-otherwise.remedy")}", status: StatusCodes.Status409Conflict);
            case PhoneOutcome.NotKept:
                return FormAsync(context, form, isNew, trouble: words.Say("line.not-kept"), status: StatusCodes.Status500InternalServerError);
            default:
                return pages.MessageAsync(context, StatusCodes.Status404NotFound, "phone.gone");
        }
    }

    private async Task<IResult> FormAsync(
        HttpContext context, PhoneForm form, bool isNew, IReadOnlyDictionary<string, ExplanationStep>? troubles = null, string? trouble = null, int status = StatusCodes.Status200OK)
    {
        // A form that comes back to be mended is still the one that was loaded then.
        var sent = await FormFields.OfAsync(context);
        var (mark, seen) = sent.Text("mark", 64) is { Length: > 0 } known ? (known, sent.Text("seen", 64))
            : desk.Find(form.Number) is { } current ? (PhoneDesk.MarkOf(PhoneForm.Of(current)), desk.Mark.ToString())
            : ("", "");
        return await pages.PageAsync<PhonePage>(
            context,
            status,
            (nameof(PhonePage.Form), form),
            (nameof(PhonePage.IsNew), isNew),
            (nameof(PhonePage.Mark), mark),
            (nameof(PhonePage.Seen), seen),
            (nameof(PhonePage.Owned), settings.Current.Config.Trunks.SelectMany(static trunk => trunk.Numbers).ToArray()),
            (nameof(PhonePage.Troubles), troubles),
            (nameof(PhonePage.Trouble), trouble),
            (nameof(PhonePage.InStart), InStart(context)));
    }

    private static string AccessOf(HttpContext context, string number) => $"/phones/{number}/access{(InStart(context) ? "?start=1" : "")}";

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
