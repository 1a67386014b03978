using Appliance.Health;

namespace Appliance.FrontPanel;

/// <summary>What is new between two states of the box, as far as the panel wakes or turns for it.</summary>
/// <param name="Rested">The start is over.</param>
/// <param name="Opened">Set-up mode opened, or has another PIN.</param>
/// <param name="Ended">Set-up mode closed, or the box has an owner now.</param>
/// <param name="Called">A call began.</param>
/// <param name="Failed">Something is wrong that was not before.</param>
/// <param name="Updated">An update did not work, or waits.</param>
/// <param name="Tried">An address is on trial.</param>
/// <param name="Located">Somebody asks which box this is.</param>
internal readonly record struct PanelNews(bool Rested, bool Opened, bool Ended, bool Called, bool Failed, bool Updated, bool Tried, bool Located)
{
    /// <summary>True when the screen is to be woken.</summary>
    public bool Wakes => Rested || Opened || Called || Failed || Updated || Tried || Located;

    /// <summary>Compares.</summary>
    public static PanelNews Between(PanelFacts was, PanelFacts now) => new(
        was.Boot.Step is not BootStep.Ready && now.Boot.Step is BootStep.Ready,
        now.Setup.Window is { Pin: not null and var pin } && pin != was.Setup.Window?.Pin,
        (was.Setup.Window is not null && now.Setup.Window is null) || (!was.Setup.IsClaimed && now.Setup.IsClaimed && now.Setup.Window is null),
        now.Calls.Any(call => was.Calls.All(old => old.Id != call.Id)),
        now.Problems.Any(problem => problem.Severity is not Severity.NeedsYou && was.Problems.All(old => old.Code != problem.Code || old.Values != problem.Values)),
        now.Update is { Step: UpdateStep.RolledBack or UpdateStep.WaitingForCalls or UpdateStep.Installing } && was.Update?.Step != now.Update.Step,
        now.Network.Trial is { } trial && trial.Number != was.Network.Trial?.Number,
        now.IsLocated && !was.IsLocated);
}
