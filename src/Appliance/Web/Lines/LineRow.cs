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
/// <param name="Health">How it is in a word; of a PBX, which is not asked, <see cref="TrunkHealth.Up"/>, and of a line that is switched off, <see cref="TrunkHealth.Unknown"/>.</param>
/// <param name="Numbers">The numbers owned there.</param>
public sealed record LineRow(string Id, string Name, LineKind Kind, string Place, ExplanationStep? State, string Evidence, TrunkHealth Health, ValueList<string> Numbers)
{
    /// <summary>True while it works.</summary>
    public bool IsWell => Health is TrunkHealth.Up;

    /// <summary>How it looks: <c>good</c>, <c>poor</c> or <c>bad</c>. What is not known to work does not look good.</summary>
    public string Look => LookOf(Health);

    /// <summary>How a way out that is so looks.</summary>
    public static string LookOf(TrunkHealth health) => health switch
    {
        TrunkHealth.Up => "good",
        TrunkHealth.Down => "bad",
        _ => "poor",
    };

    /// <summary>All lines, those to the world first.</summary>
    internal static ValueList<LineRow> All(Config config, LiveSnapshot now) =>
    [
        .. config.Trunks.Select(trunk =>
        {
            var form = LineForm.Of(config, trunk.Id)!;
            var live = now.Trunks.GetValueOrDefault(trunk.Id);
            return new LineRow(
                trunk.Id, NameOf(trunk.Name, trunk.Id), form.Kind, form.Host, LineWords.StateOf(trunk, live), trunk.Enabled ? LineWords.EvidenceOf(live) : "",
                trunk.Enabled && live is not null ? live.Health : TrunkHealth.Unknown, trunk.Numbers);
        }),
        .. config.Pbxs.Select(pbx => new LineRow(pbx.Id, NameOf(pbx.Name, pbx.Id), LineKind.Pbx, LineForm.Of(config, pbx.Id)! is { Host: { Length: > 0 } host } ? host : string.Join(", ", pbx.Addresses.Select(LineForm.Spelled)), null, "", TrunkHealth.Up, [])),
    ];

    private static string NameOf(string name, string id) => name.Length is 0 ? id : name;
}
