using System.Globalization;
using Appliance.DialPlans;
using Appliance.FrontPanel;
using Appliance.Web.Live;
using Appliance.Web.Pages;
using Appliance.Web.Settings;

namespace Appliance.Web.Box;

/// <summary>The page of the network: the present state, and another address on trial. Works without a script.</summary>
internal sealed class NetworkRoutes(NetworkDesk desk, PageRenderer pages)
{
    /// <summary>The part that is live.</summary>
    public const string Topic = "network";

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes, LiveFeed feed)
    {
        routes.MapGet(NetworkDesk.Home, new Func<HttpContext, Task<IResult>>(context => ShowAsync(context))).WithMetadata(Door.People);
        routes.MapPost($"{NetworkDesk.Home}/check", (Delegate)CheckAsync).WithMetadata(Door.People);
        routes.MapPost($"{NetworkDesk.Home}/try", (Delegate)TryAsync).WithMetadata(Door.People);
        routes.MapPost($"{NetworkDesk.Home}/keep", (Delegate)KeepAsync).WithMetadata(Door.People);
        routes.MapPost($"{NetworkDesk.Home}/give-up", (Delegate)GiveUpAsync).WithMetadata(Door.People);
        feed.Add(new LiveTopic(Topic, _ => desk.View(), (_, words) => pages.PartAsync<NetworkState>((nameof(NetworkState.Words), words), (nameof(NetworkState.View), desk.View()))));
    }

    private Task<IResult> ShowAsync(
        HttpContext context, AddressForm? form = null, IReadOnlyDictionary<string, ExplanationStep>? troubles = null, string? trouble = null, int status = StatusCodes.Status200OK)
    {
        var view = desk.View();
        return pages.PageAsync<NetworkPage>(
            context,
            status,
            (nameof(NetworkPage.View), view),
            (nameof(NetworkPage.Form), form ?? AddressForm.Of(desk.Fact)),
            (nameof(NetworkPage.Mark), desk.Mark),
            (nameof(NetworkPage.Troubles), troubles),
            (nameof(NetworkPage.Trouble), trouble),
            (nameof(NetworkPage.Place), view.Trial is { } trial ? NetworkDesk.PlaceOf(trial.New, context) : null));
    }

    private async Task<IResult> CheckAsync(HttpContext context)
    {
        var fields = await FormFields.OfAsync(context);
        var form = Read(fields);
        var mark = fields.Text("mark", 128);
        return desk.Check(form, mark) is NetworkAnswer.Good { Wish: var wish } ? await AskAsync(context, form, mark, wish) : await RefuseAsync(context, form, desk.Check(form, mark));
    }

    private async Task<IResult> TryAsync(HttpContext context)
    {
        var fields = await FormFields.OfAsync(context);
        var form = Read(fields);
        var mark = fields.Text("mark", 128);
        return desk.Try(form, mark, fields.Flag("ends-calls"), Asker.Of(context)) switch
        {
            // Not by a redirect: this is the last that is heard at the old address, and it says where the new one is.
            NetworkAnswer.Good => await ShowAsync(context),
            NetworkAnswer.No { Code: "network.calls" } when desk.Check(form, mark) is NetworkAnswer.Good { Wish: var wish } => await AskAsync(context, form, mark, wish, isTickMissing: true),
            var other => await RefuseAsync(context, form, other),
        };
    }

    private async Task<IResult> KeepAsync(HttpContext context) =>
        desk.Keep(NumberOf(await FormFields.OfAsync(context)), context.Connection.LocalIpAddress, Asker.Of(context)) is var answer and not NetworkAnswer.Good
            ? await RefuseAsync(context, null, answer)
            : Results.Redirect(NetworkDesk.Home);

    private async Task<IResult> GiveUpAsync(HttpContext context) =>
        desk.GiveUp(NumberOf(await FormFields.OfAsync(context)), Asker.Of(context)) is var answer and not NetworkAnswer.Good
            ? await RefuseAsync(context, null, answer)
            : await ShowAsync(context);

    private Task<IResult> AskAsync(HttpContext context, AddressForm form, string mark, AddressWish wish, bool isTickMissing = false) => pages.PageAsync<AddressCheckPage>(
        context,
        isTickMissing ? StatusCodes.Status409Conflict : StatusCodes.Status200OK,
        (nameof(AddressCheckPage.Form), form),
        (nameof(AddressCheckPage.Mark), mark),
        (nameof(AddressCheckPage.Old), AddressView.Of(desk.Settings.Address.Wish)),
        (nameof(AddressCheckPage.New), AddressView.Of(wish)),
        (nameof(AddressCheckPage.Now), desk.View()),
        (nameof(AddressCheckPage.IsUnheard), wish.Fixed is { } own && !desk.Settings.Listen.IsEmpty && !desk.Settings.Listen.Contains(own.Address)),
        (nameof(AddressCheckPage.IsTickMissing), isTickMissing),
        (nameof(AddressCheckPage.Place), NetworkDesk.PlaceOf(AddressView.Of(wish), context)));

    private Task<IResult> RefuseAsync(HttpContext context, AddressForm? form, NetworkAnswer answer)
    {
        var words = PageWords.Of(context);
        return answer switch
        {
            NetworkAnswer.Unfit { Troubles: var troubles } => ShowAsync(context, form, troubles, words.Say("form.wrong"), StatusCodes.Status400BadRequest),
            NetworkAnswer.No { Code: var code, Values: var values } => ShowAsync(context, form, null, $"{words.Say(code, values)} {words.Say($"{code}.remedy", values)}", StatusCodes.Status409Conflict),
            _ => ShowAsync(context),
        };
    }

    private static int NumberOf(FormFields fields) => int.TryParse(fields.Text("trial", 9), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static AddressForm Read(FormFields fields) => new(
        fields.OneOf("mode", "fixed") is not null,
        fields.Text("address", AddressForm.Longest),
        fields.Text("mask", AddressForm.Longest),
        fields.Text("gateway", AddressForm.Longest),
        fields.Text("name-server", AddressForm.Longest),
        fields.Text("vlan", AddressForm.Longest));
}
