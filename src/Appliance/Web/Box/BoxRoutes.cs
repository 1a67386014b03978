using Appliance.Configuration;
using Appliance.Web.Certificates;
using Appliance.Web.Pages;
using Appliance.Web.Settings;

namespace Appliance.Web.Box;

/// <summary>The page of the box itself: its office, limits, records, clock, network and certificate. Works without a script.</summary>
internal sealed class BoxRoutes(SiteParts parts, BackupDesk backups, PageCertificates? certificates, SettingsDesk desk, SettingsRoutes settings, SettingsPages answers, PageRenderer pages)
{
    private const string Home = "/box";

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Home, new Func<HttpContext, Task<IResult>>(context => ShowAsync(context))).WithMetadata(Door.People);
        foreach (var (form, fields) in BoxField.Forms)
            routes.MapPost($"{Home}/{form}", new Func<HttpContext, Task<IResult>>(context => ChangeAsync(context, fields))).WithMetadata(Door.People);
    }

    private async Task<IResult> ShowAsync(
        HttpContext context, Dictionary<string, string>? typed = null, Dictionary<string, string>? troubles = null, ValueList<ConfigFault>? faults = null, string? mark = null)
    {
        var sight = desk.Now;
        return await pages.PageAsync<BoxPage>(
            context,
            troubles is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(BoxPage.Facts), BoxFacts.Of(parts, certificates is null ? null : (await certificates.InUseAsync()).Identity.Own)),
            (nameof(BoxPage.Forms), BoxField.Forms.Select(form => new BoxFormView(form.Form, [.. form.Fields.Select(field => ViewOf(field, sight.InUse.Config, typed, troubles))])).ToArray()),
            (nameof(BoxPage.Faults), faults ?? []),
            (nameof(BoxPage.Mark), mark ?? sight.Mark.ToString()),
            (nameof(BoxPage.IsSame), context.Request.Query.ContainsKey("same")),
            (nameof(BoxPage.Sealed), backups.Sealed),
            (nameof(BoxPage.Ports), sight.InUse.Config.Network),
            (nameof(BoxPage.Applied), settings.AppliedOf(context)));
    }

    private static BoxFieldView ViewOf(BoxField field, Config now, Dictionary<string, string>? typed, Dictionary<string, string>? troubles) => new(
        field.Path,
        typed?.GetValueOrDefault(field.Path) ?? field.Now(now),
        field.IsWhole,
        (int)Math.Min(field.IsWhole ? 7 : field.Most, 64),
        field.Limits,
        troubles?.GetValueOrDefault(field.Path));

    private async Task<IResult> ChangeAsync(HttpContext context, ValueList<BoxField> fields)
    {
        var form = await FormFields.OfAsync(context);
        var words = PageWords.Of(context);
        var now = desk.Now.InUse.Config;
        List<SettingsEdit> edits = [];
        var typed = fields.ToDictionary(static field => field.Path, field => form.Text(field.Path, 64), StringComparer.Ordinal);
        Dictionary<string, string> troubles = new(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (field.Change(typed[field.Path], now, out var isFit) is { } edit)
                edits.Add(edit);
            if (!isFit)
                troubles[field.Path] = words.Say(field.IsWhole ? "box.number" : "box.text", field.Limits);
        }

        var mark = form.Text("mark", 64);
        if (troubles.Count > 0)
            return await ShowAsync(context, typed, troubles, mark: mark);
        if (edits.Count is 0)
            return Results.Redirect($"{Home}?same=1");

        var wish = new SettingsWish.Edits(ValueList.Create<SettingsEdit>([.. edits]));
        var answer = desk.Apply(wish, SettingsMark.Read(mark) ?? new SettingsMark(-1, ""), Asker.Of(context));
        if (answer is not SettingsAnswer.Refused { IsOfTheFile: false, Faults: var faults })
            return await answers.AnswerAsync(context, answer, wish, Home);

        foreach (var fault in faults.Where(fault => typed.ContainsKey(fault.Key)))
        {
            var said = fault.In(words.Language);
            troubles[fault.Key] = $"{said.What} {said.Why} {said.Remedy}";
        }

        return await ShowAsync(context, typed, troubles, ValueList.Create<ConfigFault>([.. faults.Where(fault => !typed.ContainsKey(fault.Key))]), mark);
    }
}

/// <summary>A form of the page.</summary>
public sealed record BoxFormView(string Name, BoxFieldView[] Fields);

/// <summary>A field of the page.</summary>
public sealed record BoxFieldView(string Path, string Value, bool IsWhole, int Longest, string[] Limits, string? Trouble);
