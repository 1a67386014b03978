using Appliance.FrontPanel;

namespace Appliance.Tests.FrontPanel;

/// <summary>A first quarter of an hour, shortened: what the box tells the panel, and until when it stays so.</summary>
internal static class PanelStory
{
    public static IEnumerable<(TimeSpan Until, PanelFacts Facts)> Acts
    {
        get
        {
            var (starting, fresh, office) = (PanelOffice.Unclaimed with { Boot = new(BootStep.Starting) }, PanelOffice.Unclaimed, PanelOffice.Facts);
            yield return (Second(1), starting);
            yield return (Second(2), starting with { Boot = new(BootStep.Settings) });
            yield return (Second(3), starting with { Boot = new(BootStep.Network) });
            yield return (Second(4), starting with { Boot = new(BootStep.Gateway) });
            yield return (Second(9), fresh);
            yield return (Second(12), fresh with { Setup = new(false, PanelOffice.Window with { Pin = null, IsVisited = true }) });
            yield return (Second(16), office);
            yield return (Second(19), office with { Calls = [Call(answered: null)] });
            yield return (Second(27), office with { Calls = [Call(answered: 19) with { MeanOpinion = 4.3 }] });
            yield return (Second(30), office with { Calls = [Call(answered: 19) with { MeanOpinion = 4.1 }] });
            yield return (Second(38), office with
            {
                Emergency = new("e", "103", "119", Second(30), "14:06", IsGoingOn: true),
                Calls = [Call(answered: 19), new("e", true, "103", "119", Second(30), null, "", false, null)],
            });
        }
    }

    private static CallFact Call(double? answered) =>
        new("a", true, "101", "+886255500678", Second(16), answered is { } at ? Second(at) : null, "PCMU", true, null);

    private static TimeSpan Second(double second) => TimeSpan.FromSeconds(second);
}
