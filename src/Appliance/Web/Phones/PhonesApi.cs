using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Web.Lines;
using Appliance.Web.Settings;

namespace Appliance.Web.Phones;

/// <summary>A phone and how it is.</summary>
public sealed record PhoneView(string Number, string Name, bool IsRegistered, int Devices, string Device, string? CallerNumber, int MaxCalls, int MaxContacts, bool International, bool TlsOnly);

/// <summary>A device in the office that wants to be a phone of this box and is not.</summary>
public sealed record SeenDeviceView(string Account, string Device, string Address, string Number, bool HasWrongPassword);

/// <summary>A phone as a program wants it; what is left out stays, or is as the page's form begins with.</summary>
public sealed record PhoneWish(string? Number, string? Name, string? CallerNumber, int? MaxCalls, int? MaxContacts, bool? International, bool? TlsOnly);

/// <summary>Which device to adopt, as the list of those seen has it.</summary>
/// <param name="Account">The user name it gives itself.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Sure">True: a new password may cut off what is registered as this phone now.</param>
public sealed record AdoptionWish(string? Account, string? Address, bool? Sure = null);

/// <summary>What has to be typed into a phone. The password is told this once.</summary>
public sealed record PhoneAccessView(string Number, string Server, string User, string Password, string Uri)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PhoneAccessView);
}

/// <summary>The phones by API.</summary>
internal sealed class PhonesApi(PhoneDesk desk, SettingsStore settings, LiveState live)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/phones", All).Produces<PhoneView[]>();
        api.MapPost("/phones", Add).Produces<PhoneAccessView>(201).ProducesProblem(400).ProducesProblem(500);
        api.MapGet("/phones/seen", Seen).Produces<SeenDeviceView[]>();
        api.MapPost("/phones/adopt", Adopt).Produces<PhoneAccessView>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(500);
        api.MapPut("/phones/{number}", Change).Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(500);
        api.MapPost("/phones/{number}/password", NewPassword).Produces<PhoneAccessView>(201).ProducesProblem(404).ProducesProblem(500);
        api.MapDelete("/phones/{number}", Remove).Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(500);
    }

    private IResult All(HttpContext context)
    {
        SettingsApi.Mark(context, desk.Mark);
        var rows = PhoneRow.All(settings.Current.Config, live.Now).ToDictionary(static row => row.Number, StringComparer.Ordinal);
        return Results.Json(settings.Current.Config.Extensions
            .Select(extension => new PhoneView(
                extension.Id, extension.DisplayName, rows[extension.Id].Contacts > 0, rows[extension.Id].Contacts, rows[extension.Id].Device,
                extension.CallerNumber, extension.MaxCalls, extension.MaxContacts, extension.International, extension.TlsOnly))
            .ToArray());
    }

    private IResult Seen() => Results.Json(DeviceRow.All(settings.Current.Config, live.Now)
        .Select(static device => new SeenDeviceView(device.Account, device.Device, device.Address, device.Number, device.HasWrongPassword))
        .ToArray());

    private IResult Add(HttpContext context, PhoneWish wish) =>
        Told(context, desk.Add(FormOf(wish, new PhoneForm { Number = Cut(wish.Number, 8) ?? desk.FreeNumber(null) }), Asker.Of(context)));

    private IResult Adopt(HttpContext context, AdoptionWish wish) =>
        Told(context, desk.Adopt(wish.Account ?? "", wish.Address ?? "", wish.Sure is true, Asker.Of(context)));

    private IResult Change(HttpContext context, string number, PhoneWish wish) =>
        Told(context, desk.Change(number, before => FormOf(wish, before), null, SettingsApi.SeenBy(context, out _), Asker.Of(context)));

    private IResult NewPassword(HttpContext context, string number) => Told(context, desk.NewPassword(number, Asker.Of(context)));

    private IResult Remove(HttpContext context, string number) => Told(context, desk.Remove(number, null, SettingsApi.SeenBy(context, out _), Asker.Of(context)));

    private IResult Told(HttpContext context, PhoneOutcome outcome)
    {
        switch (outcome)
        {
            case PhoneOutcome.Done { Number: var number, Password: { } password } when desk.Find(number) is { } extension:
                var access = PhoneAccess.Of(extension, password, settings.Current.Config.Network, BoxAddress.Of(context));
                return Results.Json(new PhoneAccessView(access.Number, access.Server, access.User, access.Password, access.Uri), statusCode: StatusCodes.Status201Created);
            case PhoneOutcome.Done:
                return Results.NoContent();
            case PhoneOutcome.Unfit { Troubles: var troubles }:
                return FieldProblem.Of(context, "phone.unfit", troubles);
            case PhoneOutcome.Refused { Faults: var faults }:
                return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "line.refused", SettingsWords.Refusal(faults, PageWords.LanguageOf(context)));
            case PhoneOutcome.WrittenOtherwise:
                return AccessProblem.Of(context, StatusCodes.Status409Conflict, "written-otherwise");
            case PhoneOutcome.ChangedMeanwhile { Conflict: var conflict }:
                return SettingsApi.Answer(context, conflict);
            case PhoneOutcome.Adopted { Number: var adopted }:
                return AccessProblem.Of(context, StatusCodes.Status409Conflict, "phone.adopted", adopted);
            case PhoneOutcome.InUse { Number: var used }:
                return AccessProblem.Of(context, StatusCodes.Status409Conflict, "phone.in-use", used);
            case PhoneOutcome.NotKept:
                return AccessProblem.Of(context, StatusCodes.Status500InternalServerError, "line.not-kept");
            default:
                return AccessProblem.Of(context, StatusCodes.Status404NotFound, "phone.gone");
        }
    }

    private static PhoneForm FormOf(PhoneWish wish, PhoneForm before) => before with
    {
        Name = Cut(wish.Name, 64) ?? before.Name,
        CallerNumber = Cut(wish.CallerNumber, 16) ?? before.CallerNumber,
        MaxCalls = wish.MaxCalls?.ToString() ?? before.MaxCalls,
        MaxContacts = wish.MaxContacts?.ToString() ?? before.MaxContacts,
        International = wish.International ?? before.International,
        TlsOnly = wish.TlsOnly ?? before.TlsOnly,
    };

    // One letter more than the longest is left, so that the check notices.
    private static string? Cut(string? text, int longest) => text is null || text.Length <= longest ? text : text[..(longest + 1)];
}
