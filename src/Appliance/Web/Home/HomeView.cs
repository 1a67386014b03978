using Appliance.Calls;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Health;
using Appliance.Hosting;

namespace Appliance.Web.Home;

/// <summary>What the first page tells: how the box is, and one card each for lines, phones and calls. Comparable.</summary>
/// <param name="Health">How it looks: <c>bad</c>, <c>poor</c> or <c>good</c>.</param>
/// <param name="IsEmergency">An emergency call goes on.</param>
/// <param name="Lines">The ways out.</param>
/// <param name="PhonesHere">Phones and PBXs that are registered.</param>
/// <param name="PhonesKnown">Phones that have an account.</param>
/// <param name="Calls">Calls going on.</param>
/// <param name="Finished">Calls that ended since the start.</param>
/// <param name="TurnedAway">Calls refused before they became one, since the start.</param>
/// <param name="Problems">What is wrong, worst first.</param>
public sealed record HomeView(
    string Health, bool IsEmergency, ValueList<HomeLine> Lines, int PhonesHere, int PhonesKnown, int Calls, long Finished, long TurnedAway, ValueList<Problem> Problems)
{
    /// <summary>The view of this moment.</summary>
    public static HomeView Of(LiveSnapshot now, Config config, ValueList<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(config);
        var lines = ValueList.Create<HomeLine>(
        [
            .. config.Trunks.Where(trunk => trunk.Enabled)
                .Select(trunk => new HomeLine(trunk.Name.Length > 0 ? trunk.Name : trunk.Id, now.Trunks.GetValueOrDefault(trunk.Id)?.Health ?? TrunkHealth.Unknown)),
        ]);
        return new(HealthOf(now, lines, problems), now.IsEmergency, lines, now.Phones.Count, config.Extensions.Count, now.Calls.Count, now.Finished, now.TurnedAway, problems);
    }

    /// <summary>The one sentence.</summary>
    public string Sentence(string language) => HomeSentence.Of([.. Lines.Select(line => line.Health)], PhonesHere, Calls, IsEmergency, language);

    private static string HealthOf(LiveSnapshot now, ValueList<HomeLine> lines, ValueList<Problem> problems) =>
        now.IsEmergency || (lines.Count > 0 && lines.All(line => line.Health is TrunkHealth.Down)) || problems.Any(problem => problem.Severity >= Severity.LineDown) ? "bad"
        : problems.Count > 0 || lines.Count is 0 || lines.Any(line => line.Health is not TrunkHealth.Up) ? "poor"
        : "good";
}

/// <summary>A way out on the first page.</summary>
/// <param name="Name">What the office calls it.</param>
/// <param name="Health">How it is.</param>
public sealed record HomeLine(string Name, TrunkHealth Health);
