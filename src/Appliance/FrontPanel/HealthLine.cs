using Appliance.Calls;
using Appliance.Health;

namespace Appliance.FrontPanel;

/// <summary>The one thing Home says of the box: the worst first. Two Chinese words or sixteen letters, readable across a room.</summary>
internal static class HealthLine
{
    /// <summary>The code of the sentence.</summary>
    public static string Of(PanelFacts facts) => facts switch
    {
        { Emergency.IsGoingOn: true } => "panel.home.emergency",
        _ when Worst(facts) is Severity.Hardware => "panel.home.fault",
        _ when !facts.Lines.IsEmpty && facts.Lines.All(static line => line.Health is TrunkHealth.Down) => "panel.home.line-down",
        _ when facts.Lines.Any(static line => line.Health is TrunkHealth.Down) => "panel.home.one-line-down",
        { Lines.IsEmpty: true } => "panel.home.no-line",
        { Phones.IsEmpty: true } => "panel.home.no-phone",
        _ when facts.Phones.All(static phone => phone.Contacts == 0) => "panel.home.no-phone-there",
        _ when facts.Lines.Any(static line => line.IsDegraded) => "panel.home.degraded",
        _ when Worst(facts) is not null => "panel.home.problem",
        _ when facts.Lines.All(static line => line.Health is TrunkHealth.Unknown) => "panel.home.checking",
        _ => "panel.home.ready",
    };

    private static Severity? Worst(PanelFacts facts) => facts.Problems.IsEmpty ? null : facts.Problems.Max(static problem => problem.Severity);
}
