using Appliance.DialPlans;

namespace Appliance.Configuration;

/// <summary>
/// Sees to it that nobody finds out in an emergency what could have been known before: numbers that collide with
/// emergency numbers, and emergency numbers that nothing carries.
/// </summary>
internal static class EmergencyCheck
{
    public static bool IsShort(string number) => number.Length is >= 2 and <= 6 && Checks.IsDigits(number);

    public static void Check(Config config, FaultList faults, KnownNames names)
    {
        List<EmergencyNumber> emergency = Checks.IsCountry(config.Office.Country)
            ? [.. EmergencyNumbers.Of(config.Office.Country).All.Where(number => !number.IsTest)]
            : [];
        Rules(config, faults, names);
        Collisions(config, faults, emergency);
        Unreached(config, faults, emergency);
    }

    private static void Rules(Config config, FaultList faults, KnownNames names)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < config.DialPlan.Emergency.Count; i++)
        {
            var (rule, at) = (config.DialPlan.Emergency[i], $"dial-plan.emergency[{i + 1}]");
            if (rule.Number.Length > 0 && !IsShort(rule.Number))
                faults.Add($"{at}.number", FaultCode.EmergencyNumber);
            Checks.Unique(faults, $"{at}.number", rule.Number, seen, "emergency-number");
            DialPlanCheck.Via(faults, at, rule.Via, names);
            if (rule.Via.IsEmpty && !rule.NotReachedAcknowledged && rule.Number.Length > 0)
                faults.Add($"{at}.via", FaultCode.EmergencyUndecided, Checks.Shown(rule.Number));
        }
    }

    private static void Collisions(Config config, FaultList faults, List<EmergencyNumber> ofCountry)
    {
        HashSet<string> emergency = new(ofCountry.Select(number => number.Code), StringComparer.Ordinal);
        emergency.UnionWith(config.Trunks.SelectMany(trunk => trunk.EmergencyNumbers));
        emergency.UnionWith(config.DialPlan.Emergency.Select(rule => rule.Number));
        emergency.Remove("");

        for (var i = 0; i < config.Extensions.Count; i++)
        {
            if (emergency.Contains(config.Extensions[i].Id))
                faults.Add($"extension[{i + 1}].number", FaultCode.ExtensionIsEmergency, config.Extensions[i].Id);
        }

        if (emergency.Contains(config.DialPlan.EchoNumber))
            faults.Add("dial-plan.echo-number", FaultCode.EchoIsEmergency);

        for (var i = 0; i < config.DialPlan.Rules.Count; i++)
        {
            var match = config.DialPlan.Rules[i].Match;
            if (emergency.Contains(match))
                faults.Warn($"dial-plan.rule[{i + 1}].match", FaultCode.RuleIsEmergency, match);
        }

        for (var i = 0; i < config.Pbxs.Count; i++)
        {
            for (var j = 0; j < config.Pbxs[i].InternalPrefixes.Count; j++)
            {
                var prefix = config.Pbxs[i].InternalPrefixes[j];
                var key = $"pbx[{i + 1}].internal-prefixes[{j + 1}]";
                if (emergency.Contains(prefix))
                    faults.Add(key, FaultCode.PrefixIsEmergency, prefix);
                else if (prefix.Length > 0 && emergency.Where(number => number.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } covered)
                    faults.Warn(key, FaultCode.PrefixCoversEmergency, Checks.Shown(prefix), string.Join(", ", covered));
            }
        }
    }

    private static void Unreached(Config config, FaultList faults, List<EmergencyNumber> emergency)
    {
        if (!config.Trunks.Any(trunk => trunk.Enabled))
            return;

        HashSet<string> settled = new(config.Trunks.Where(trunk => trunk.Enabled).SelectMany(trunk => trunk.EmergencyNumbers), StringComparer.Ordinal);
        settled.UnionWith(config.DialPlan.Emergency.Select(rule => rule.Number));
        var open = emergency.Where(number => !settled.Contains(number.Code) && !settled.Contains(number.Sent)).Select(number => number.Sent).Distinct().ToList();
        if (open.Count is 0)
            return;

        faults.Warn("dial-plan.emergency", FaultCode.EmergencyUnreached, string.Join(", ", open));
    }
}
