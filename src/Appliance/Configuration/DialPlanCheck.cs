using System.Buffers;
using Appliance.DialPlans;

namespace Appliance.Configuration;

/// <summary>Checks <c>[dial-plan]</c> and every <c>[[inbound]]</c>.</summary>
internal static class DialPlanCheck
{
    private static readonly SearchValues<char> PatternLetters = SearchValues.Create("0123456789xX*#");

    public static void Check(Config config, FaultList faults, KnownNames names)
    {
        var plan = config.DialPlan;
        Digits(faults, "dial-plan.area-code", plan.AreaCode, 5, "area-code = \"2\"");
        Digits(faults, "dial-plan.outside-prefix", plan.OutsidePrefix, 4, "outside-prefix = \"9\"");
        if (!Checks.IsDigits(plan.EchoNumber) || plan.EchoNumber.Length > 8)
            faults.Add("dial-plan.echo-number", "This is not an internal number.", "It is dialled to hear oneself.", "Write 1 to 8 digits, as in echo-number = \"777\"");

        for (var i = 0; i < plan.PermittedCountries.Count; i++)
        {
            if (plan.PermittedCountries[i] is not "*" && !Checks.IsCountry(plan.PermittedCountries[i]))
                faults.Add($"dial-plan.permitted-countries[{i + 1}]", "This is not a country the box knows.", "Calls are permitted by country.", "Write two letters each (ISO 3166), as in permitted-countries = [\"TW\", \"JP\"], or [\"*\"] for all.");
        }

        for (var i = 0; i < plan.BlockedPrefixes.Count; i++)
        {
            var prefix = plan.BlockedPrefixes[i];
            if (prefix.Length is < 2 or > 16 || prefix[0] is not '+' || !Checks.IsDigits(prefix[1..]))
                faults.Add($"dial-plan.blocked-prefixes[{i + 1}]", "This is not the beginning of a number in international form.", "Blocking compares with the number as +E.164.", "Write it like blocked-prefixes = [\"+886204\"]");
        }

        for (var i = 0; i < plan.Rules.Count; i++)
            Rule(plan.Rules[i], $"dial-plan.rule[{i + 1}]", config, faults, names);

        HashSet<string> numbers = new(StringComparer.Ordinal);
        for (var i = 0; i < config.Inbound.Count; i++)
            Inbound(config.Inbound[i], $"inbound[{i + 1}]", config, faults, names, numbers);
    }

    /// <summary>Ids of trunks and PBXs that must exist.</summary>
    public static void Via(FaultList faults, string at, ValueList<string> via, KnownNames names)
    {
        for (var i = 0; i < via.Count; i++)
        {
            if (names.Trunks.Contains(via[i]) || names.Pbxs.Contains(via[i]))
                continue;
            var known = names.Trunks.Concat(names.Pbxs).Where(Checks.IsName).ToList();
            Absent(faults, $"{at}.via[{i + 1}]", via[i], "trunk or PBX", known);
        }
    }

    private static void Rule(DialRule rule, string at, Config config, FaultList faults, KnownNames names)
    {
        if (rule.Match is not ("" or "*") && !IsPattern(rule.Match))
            faults.Add($"{at}.match", "This is not the beginning of a number.", "A rule compares with the number as +E.164, or with what was dialled.", "Write digits, with a plus sign for +E.164, and x for any digit: match = \"+8869\" or match = \"0800\"");
        Via(faults, at, rule.Via, names);
        Checks.Range(faults, $"{at}.strip", rule.Strip, 0, 8, "Digits are taken away at the front.");
        Checks.Owned(faults, $"{at}.caller-number", rule.CallerNumber, names.Owned, config.Office.Country);
        if (rule.Prepend.Length > 0 && (rule.Prepend.Length > 16 || !Checks.IsDigits(rule.Prepend.TrimStart('+'))))
            faults.Add($"{at}.prepend", "Only digits can be put in front of a number.", "The provider could not read it.", "Write digits, as in prepend = \"0\"");
    }

    private static void Inbound(InboundRule rule, string at, Config config, FaultList faults, KnownNames names, HashSet<string> numbers)
    {
        if (rule.Number is not "*")
        {
            Checks.Number(faults, $"{at}.number", rule.Number, config.Office.Country);
            if (Checks.IsE164(rule.Number) && !names.Owned.Contains(rule.Number))
                Absent(faults, $"{at}.number", rule.Number, "number of a trunk", [.. names.Owned]);
        }

        Checks.Unique(faults, $"{at}.number", rule.Number, numbers, "rule");

        switch (rule.Target)
        {
            case InboundTarget.Ring ring:
                if (ring.Extensions.IsEmpty && faults.IsWritten($"{at}.ring"))
                    faults.Add($"{at}.ring", "Nobody rings.", "The caller would wait for nothing.", "Write ring = [\"101\"]");
                for (var i = 0; i < ring.Extensions.Count; i++)
                {
                    if (!names.Extensions.Contains(ring.Extensions[i]))
                        Absent(faults, $"{at}.ring[{i + 1}]", ring.Extensions[i], "extension", [.. names.Extensions]);
                }

                Checks.Seconds(faults, $"{at}.ring-seconds", ring.Wait, 5, 180, "People need time to reach the phone, and callers do not wait for ever.");
                Announcement(faults, $"{at}.then-announcement", ring.ThenAnnouncement);
                break;
            case InboundTarget.ToPbx pbx when !names.Pbxs.Contains(pbx.Pbx):
                Absent(faults, $"{at}.pbx", pbx.Pbx, "PBX", [.. names.Pbxs]);
                break;
            case InboundTarget.Announce announce:
                Announcement(faults, $"{at}.announcement", announce.Announcement);
                break;
        }
    }

    private static void Announcement(FaultList faults, string key, string? name)
    {
        if (name is not null && !Checks.IsName(name))
            faults.Add(key, "This is not the name of an announcement.", "It names a recording in the box's announcements folder.", "Write the name without folder and ending, as in announcement = \"closed\"");
    }

    private static void Absent(FaultList faults, string key, string name, string what, List<string> known)
    {
        var remedy = Spelling.Nearest(name, known) is { } meant ? $"Did you mean \"{meant}\"?"
            : known.Count is 0 ? $"Add the {what} to this file first."
            : $"There are: {string.Join(", ", known.Take(8))}{(known.Count > 8 ? ", …" : "")}.";
        faults.Add(key, $"There is no {what} \"{Checks.Shown(name)}\".", "The box would not know where to send the call.", remedy);
    }

    private static void Digits(FaultList faults, string key, string? digits, int most, string example)
    {
        if (digits is not null && (!Checks.IsDigits(digits) || digits.Length > most))
            faults.Add(key, $"{Checks.Last(key)} is not made of 1 to {Checks.Text(most)} digits.", "It is compared with what is dialled.", $"Write {example}, or delete the line.");
    }

    private static bool IsPattern(string match)
    {
        var digits = match.AsSpan().TrimStart('+');
        return match.Length <= 16 && digits.Length >= match.Length - 1 && !digits.IsEmpty && digits.IndexOfAnyExcept(PatternLetters) < 0;
    }
}
