using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.DialPlans;
using Appliance.Hosting;
using Appliance.Trunks;

namespace Appliance.Web.Lines;

/// <summary>How a line is, and why, in one sentence.</summary>
internal static partial class LineWords
{
    /// <summary>The sentence.</summary>
    public static ExplanationStep StateOf(TrunkConfig trunk, LiveTrunk? now) => (trunk.Enabled, now) switch
    {
        (false, _) => Say("off"),
        (_, null or { Health: TrunkHealth.Unknown, Why: "" }) => Say("checking"),
        (_, { Health: TrunkHealth.Unknown }) => Say("not-found"),
        (_, { Health: TrunkHealth.Up, HasSilentAddress: true }) => Say("one-silent"),
        (_, { Health: TrunkHealth.Up }) => Say(Registers(trunk) ? "registered" : "up"),
        (_, { Why: var why }) => WhyDown(why),
    };

    /// <summary>What was seen, as the other side or the network said it; empty where the sentence says it all.</summary>
    public static string EvidenceOf(LiveTrunk? now) => now is { Health: not TrunkHealth.Up } ? now.Why : "";

    private static bool Registers(TrunkConfig trunk) => trunk is TrunkConfig.TwilioDomain or TrunkConfig.SipTrunk { Register: true };

    private static ExplanationStep WhyDown(string why) =>
        why.Contains("does not accept the user name", StringComparison.Ordinal) ? Say("wrong-password")
        : Refused().Match(why) is { Success: true } refused ? Say("refused", refused.Groups["status"].Value)
        : Trouble().Match(why) is { Success: true } trouble ? Say("trouble", trouble.Groups["status"].Value)
        : Say("silent");

    private static ExplanationStep Say(string code, params ReadOnlySpan<string> values) => new($"web.line.is.{code}", ValueList.Create(values));

    [GeneratedRegex(@"refuses the registration \((?<status>\d+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Refused();

    [GeneratedRegex(@"trouble of its own \((?<status>\d+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Trouble();
}
