using Appliance.Configuration;
using Appliance.DialPlans;

namespace Appliance.Health;

/// <summary>Which emergency numbers nobody could reach from this office.</summary>
public static class EmergencyReach
{
    // Nobody inside has this name; only where the call would go is asked.
    private static readonly CallOrigin Anybody = new CallOrigin.FromExtension("");

    /// <summary>The country's numbers that no line or PBX carries and that the owner has not acknowledged, as they are dialled.</summary>
    public static ValueList<string> Unreached(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var plan = new DialPlan(config);
        var known = config.DialPlan.Emergency.Where(rule => rule.NotReachedAcknowledged).Select(rule => rule.Number).ToHashSet(StringComparer.Ordinal);
        return ValueList.Create<string>(
        [
            .. EmergencyNumbers.Of(plan.Numbers.Country).All
                .Where(number => !number.IsTest && !known.Contains(number.Code) && !known.Contains(number.Sent))
                .Where(number => plan.Find(new CallRequest(Anybody, number.Code)) is not Route.ToTrunks)
                .Select(number => number.Code)
                .Distinct(StringComparer.Ordinal),
        ]);
    }
}
