using Appliance.Calls;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Hosting;

namespace Appliance.Web.Lines;

/// <summary>A line as a page shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What sort it is.</param>
/// <param name="Place">Where it leads.</param>
/// <param name="State">How it is; null for a PBX, which is believed by address or password and not asked.</param>
/// <param name="Evidence">What was seen, as the other side said it.</param>
/// <param name="IsWell">True while it works.</param>
/// <param name="Numbers">The numbers owned there.</param>
public sealed record LineRow(string Id, string Name, LineKind Kind, string Place, ExplanationStep? State, string Evidence, bool IsWell, ValueList<string> Numbers)
{
    /// <summary>All lines, those to the world first.</summary>
    internal static ValueList<LineRow> All(Config config, LiveSnapshot now) =>
    [
        .. config.Trunks.Select(trunk =>
        {
            var form = LineForm.Of(config, trunk.Id)!;
            var live = now.Trunks.GetValueOrDefault(trunk.Id);
            return new LineRow(
                trunk.Id, NameOf(trunk.Name, trunk.Id), form.Kind, form.Host, LineWords.StateOf(trunk, live), trunk.Enabled ? LineWords.EvidenceOf(live) : "",
                trunk.Enabled && live is { Health: TrunkHealth.Up }, trunk.Numbers);
        }),
        .. config.Pbxs.Select(pbx => new LineRow(pbx.Id, NameOf(pbx.Name, pbx.Id), LineKind.Pbx, LineForm.Of(config, pbx.Id)!.Host, null, "", true, [])),
    ];

    private static string NameOf(string name, string id) => name.Length is 0 ? id : name;
}
