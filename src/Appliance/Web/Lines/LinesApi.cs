using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Web.Settings;

namespace Appliance.Web.Lines;

/// <summary>A line and how it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind"><c>twilio-trunk</c>, <c>twilio-domain</c>, <c>sip</c> or <c>pbx</c>.</param>
/// <param name="Host">Where it leads.</param>
/// <param name="IsWell">True while it works; always of a PBX, which is not asked.</param>
/// <param name="State">How it is, as the code of a sentence; null of a PBX.</param>
/// <param name="Sentence">That sentence in the language asked for.</param>
/// <param name="Evidence">What was seen, as the other side said it.</param>
/// <param name="Numbers">The numbers owned there.</param>
public sealed record LineView(string Id, string Name, string Kind, string Host, bool IsWell, string? State, string? Sentence, string Evidence, IReadOnlyList<string> Numbers);

/// <summary>A line as a program wants it; what is left out is as in the page's form. The password is never told again.</summary>
public sealed record LineWish(
    string? Kind, string? Host, string? Addresses, string? User, string? Password, string? Numbers, string? Name, string? Account, string? Edge, string? Transport, string? Format, string? Prefixes,
    bool? Registers, bool? ByAddress, bool? Enabled, string? Country)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(LineWish);
}

/// <summary>The line that was made; the password only where the box made one up, this once.</summary>
public sealed record MadeLineView(string Id, string? Password)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(MadeLineView);
}

/// <summary>The lines by API.</summary>
internal sealed class LinesApi(LineDesk desk, SettingsStore settings, LiveState live)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/lines", All).Produces<LineView[]>();
        api.MapPost("/lines", Add).Produces<MadeLineView>(201).ProducesProblem(400).ProducesProblem(500);
        api.MapPut("/lines/{id}", Change).Produces<MadeLineView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(500);
        api.MapDelete("/lines/{id}", Remove).Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(500);
    }

    private IResult All(HttpContext context)
    {
        var language = PageWords.LanguageOf(context);
        SettingsApi.Mark(context, desk.Mark);
        return Results.Json(LineRow.All(settings.Current.Config, live.Now)
            .Select(line => new LineView(line.Id, line.Name, LinesRoutes.NameOf(line.Kind), line.Place, line.IsWell, line.State?.Sentence, line.State?.Say(language), line.Evidence, line.Numbers))
            .ToArray());
    }

    private IResult Add(HttpContext context, LineWish wish)
    {
        if (LinesRoutes.KindOf(wish.Kind) is not { } kind)
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "line.no-kind");
        return Told(context, desk.Add(FormOf(wish, LineForm.New(kind)), Asker.Of(context)), StatusCodes.Status201Created);
    }

    private IResult Change(HttpContext context, string id, LineWish wish) =>
        Told(context, desk.Change(id, before => FormOf(wish, before), null, SettingsApi.SeenBy(context, out _), Asker.Of(context)), StatusCodes.Status200OK);

    private IResult Remove(HttpContext context, string id) => desk.Remove(id, null, SettingsApi.SeenBy(context, out _), Asker.Of(context)) is var outcome and not LineOutcome.Done
        ? Told(context, outcome, StatusCodes.Status200OK)
        : Results.NoContent();

    private static IResult Told(HttpContext context, LineOutcome outcome, int status)
    {
        switch (outcome)
        {
            case LineOutcome.Done done:
                return Results.Json(new MadeLineView(done.Id, done.MadePassword), statusCode: status);
            case LineOutcome.Unfit { Troubles: var troubles }:
                return FieldProblem.Of(context, "line.unfit", troubles);
            case LineOutcome.Refused { Faults: var faults }:
                return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "line.refused", SettingsWords.Refusal(faults, PageWords.LanguageOf(context)));
            case LineOutcome.WrittenOtherwise:
                return AccessProblem.Of(context, StatusCodes.Status409Conflict, "written-otherwise");
            case LineOutcome.ChangedMeanwhile { Conflict: var conflict }:
                return SettingsApi.Answer(context, conflict);
            case LineOutcome.NotKept:
                return AccessProblem.Of(context, StatusCodes.Status500InternalServerError, "line.not-kept");
            default:
                return AccessProblem.Of(context, StatusCodes.Status404NotFound, "line.gone");
        }
    }

    private static LineForm FormOf(LineWish wish, LineForm before) => before with
    {
        Host = Cut(wish.Host, LineForm.Longest) ?? before.Host,
        Addresses = Cut(wish.Addresses, LineForm.LongestNumbers) ?? before.Addresses,
        User = Cut(wish.User, LineForm.Longest) ?? before.User,
        Password = Cut(wish.Password, Secret.Longest) ?? "",
        Numbers = Cut(wish.Numbers, LineForm.LongestNumbers) ?? before.Numbers,
        Name = Cut(wish.Name, 64) ?? before.Name,
        Account = Cut(wish.Account, 64) ?? before.Account,
        Edge = Cut(wish.Edge, 32) ?? before.Edge,
        Transport = wish.Transport is "udp" or "tcp" or "tls" ? wish.Transport : before.Transport,
        Format = wish.Format is "+e164" or "e164" or "national" ? wish.Format : before.Format,
        Prefixes = Cut(wish.Prefixes, LineForm.Longest) ?? before.Prefixes,
        Registers = wish.Registers ?? before.Registers,
        ByAddress = wish.ByAddress ?? before.ByAddress,
        Enabled = wish.Enabled ?? before.Enabled,
        Country = Cut(wish.Country, 2) ?? "",
    };

    // One letter more than the longest is left, so that the check notices.
    private static string? Cut(string? text, int longest) => text is null || text.Length <= longest ? text : text[..(longest + 1)];
}
