using System.Globalization;
using Appliance.Web.Settings;

namespace Appliance.Web.Box;

/// <summary>The network by API.</summary>
internal sealed class NetworkApi(NetworkDesk desk)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/network");
        api.MapGet("", () => Results.Json(desk.View())).Produces<NetworkView>();
        api.MapPost("/trial", Try).Produces<NetworkView>(202).ProducesProblem(400).ProducesProblem(409);
        api.MapPost("/trial/keep", Keep).Produces<NetworkView>().ProducesProblem(409);
        api.MapDelete("/trial/{number}", GiveUp).Produces<NetworkView>().ProducesProblem(409);
    }

    private IResult Try(HttpContext context, AddressTryWish wish)
    {
        if (wish.Mode is not ("dhcp" or "fixed"))
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "network.mode");
        var form = new AddressForm(wish.Mode is "fixed", Cut(wish.Address), Number(wish.PrefixLength), Cut(wish.Gateway), Cut(wish.NameServer), Number(wish.Vlan));
        return Answer(context, desk.Try(form, null, wish.EndsCalls, Asker.Of(context)), StatusCodes.Status202Accepted);
    }

    private IResult Keep(HttpContext context, TrialKeepWish wish) =>
        Answer(context, desk.Keep(wish.Number, context.Connection.LocalIpAddress, Asker.Of(context)), StatusCodes.Status200OK);

    private IResult GiveUp(HttpContext context, string number) => Answer(
        context,
        desk.GiveUp(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0, Asker.Of(context)),
        StatusCodes.Status200OK);

    private IResult Answer(HttpContext context, NetworkAnswer answer, int good) => answer switch
    {
        NetworkAnswer.Unfit { Troubles: var troubles } => FieldProblem.Of(context, "network.unfit", troubles),
        NetworkAnswer.No { Code: var code, Values: var values } => AccessProblem.Of(context, StatusCodes.Status409Conflict, code, values),
        _ => Results.Json(desk.View(), statusCode: good),
    };

    private static string Cut(string? text) => text is null ? "" : text.Length <= AddressForm.Longest ? text : text[..(AddressForm.Longest + 1)];

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
