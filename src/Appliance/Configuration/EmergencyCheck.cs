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
                faults.Add($"{at}.number", "This is not an emergency number.", "Emergency numbers are written as they are dialled.", "Write 2 to 6 digits, as in number = \"119\"");
            Checks.Unique(faults, $"{at}.number", rule.Number, seen, "emergency number");
            DialPlanCheck.Via(faults, at, rule.Via, names);
            if (rule.Via.IsEmpty && !rule.NotReachedAcknowledged && rule.Number.Length > 0)
                faults.Add($"{at}.via", $"{Checks.Shown(rule.Number)} has neither a way nor an acknowledgement.", "Somebody must decide what happens before somebody needs it.", "Add via = [\"NAME\"] with a trunk or PBX that carries it, or not-reached-acknowledged = true.");
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
                faults.Add($"extension[{i + 1}].number", $"{config.Extensions[i].Id} is an emergency number.", "An emergency call always goes out, so this extension could never be reached.", "Give the extension another number.");
        }

        if (emergency.Contains(config.DialPlan.EchoNumber))
            faults.Add("dial-plan.echo-number", "The echo test has an emergency number.", "An emergency call always goes out.", "Write another echo-number.");

        for (var i = 0; i < config.Pbxs.Count; i++)
        {
            for (var j = 0; j < config.Pbxs[i].InternalPrefixes.Count; j++)
            {
                var prefix = config.Pbxs[i].InternalPrefixes[j];
                var key = $"pbx[{i + 1}].internal-prefixes[{j + 1}]";
                if (emergency.Contains(prefix))
                    faults.Add(key, $"{prefix} is an emergency number.", "An emergency call always goes out, so these internal numbers could never be reached.", "Use other internal numbers at the PBX.");
                else if (prefix.Length > 0 && emergency.Where(number => number.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } covered)
                    faults.Warn(key, $"Internal numbers that begin with {Checks.Shown(prefix)} overlap with {string.Join(", ", covered)}.", "Dialled alone, these are emergency calls and go out; the PBX never gets them.", "Nothing to do if the PBX has no such internal number; otherwise write a longer prefix.");
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

        faults.Warn("dial-plan.emergency", $"Nothing says how {string.Join(", ", open)} can be reached from here.", "Twilio carries emergency calls in a few countries only. Somebody will dial them one day and must not find out then.",
            "For each write [[dial-plan.emergency]] with number and via, or with not-reached-acknowledged = true, and put a note at the phones.");
    }
}
