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
            faults.Add("dial-plan.echo-number", FaultCode.EchoNumber);

        for (var i = 0; i < plan.PermittedCountries.Count; i++)
        {
            if (plan.PermittedCountries[i] is not "*" && !Checks.IsCountry(plan.PermittedCountries[i]))
                faults.Add($"dial-plan.permitted-countries[{i + 1}]", FaultCode.PermittedCountry);
        }

        for (var i = 0; i < plan.BlockedPrefixes.Count; i++)
        {
            var prefix = plan.BlockedPrefixes[i];
            if (prefix.Length is < 2 or > 16 || prefix[0] is not '+' || !Checks.IsDigits(prefix[1..]))
                faults.Add($"dial-plan.blocked-prefixes[{i + 1}]", FaultCode.BlockedPrefix);
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
            Absent(faults, $"{at}.via[{i + 1}]", via[i], "trunk-or-pbx", known);
        }
    }

    /// <summary>Whether a rule can be for it: the beginning of a number, or all.</summary>
    public static bool IsMatch(string match) => match is "*" || IsPattern(match);

    private static void Rule(DialRule rule, string at, Config config, FaultList faults, KnownNames names)
    {
        if (rule.Match is not "" && !IsMatch(rule.Match))
            faults.Add($"{at}.match", FaultCode.RuleMatch);
        Via(faults, at, rule.Via, names);
        Checks.Range(faults, $"{at}.strip", rule.Strip, 0, 8, "strip");
        Checks.Owned(faults, $"{at}.caller-number", rule.CallerNumber, names.Owned, config.Office.Country);
        if (rule.Prepend.Length > 0 && (rule.Prepend.Length > 16 || !Checks.IsDigits(rule.Prepend.TrimStart('+'))))
            faults.Add($"{at}.prepend", FaultCode.RulePrepend);
    }

    private static void Inbound(InboundRule rule, string at, Config config, FaultList faults, KnownNames names, HashSet<string> numbers)
    {
        if (rule.Number is not "*")
        {
            Checks.Number(faults, $"{at}.number", rule.Number, config.Office.Country);
            if (Checks.IsE164(rule.Number) && !names.Owned.Contains(rule.Number))
                Absent(faults, $"{at}.number", rule.Number, "trunk-number", [.. names.Owned]);
        }

        Checks.Unique(faults, $"{at}.number", rule.Number, numbers, "rule");

        switch (rule.Target)
        {
            case InboundTarget.Ring ring:
                if (ring.Extensions.IsEmpty && faults.IsWritten($"{at}.ring"))
                    faults.Add($"{at}.ring", FaultCode.NobodyRings);
                for (var i = 0; i < ring.Extensions.Count; i++)
                {
                    if (!names.Extensions.Contains(ring.Extensions[i]))
                        Absent(faults, $"{at}.ring[{i + 1}]", ring.Extensions[i], "extension", [.. names.Extensions]);
                }

                Checks.Seconds(faults, $"{at}.ring-seconds", ring.Wait, 5, 180, "ring-wait");
                Announcement(faults, $"{at}.then-announcement", ring.ThenAnnouncement);
                break;
            case InboundTarget.ToPbx pbx when !names.Pbxs.Contains(pbx.Pbx):
                Absent(faults, $"{at}.pbx", pbx.Pbx, "pbx", [.. names.Pbxs]);
                break;
            case InboundTarget.Announce announce:
                Announcement(faults, $"{at}.announcement", announce.Announcement);
                break;
        }
    }

    private static void Announcement(FaultList faults, string key, string? name)
    {
        if (name is not null && !Checks.IsName(name))
            faults.Add(key, FaultCode.AnnouncementName);
    }

    private static void Absent(FaultList faults, string key, string name, string what, List<string> known)
    {
        var (kind, shown) = (FaultValue.Words($"word.{what}"), Checks.Shown(name));
        if (Spelling.Nearest(name, known) is { } meant)
            faults.Add(key, FaultCode.AbsentMeant, kind, shown, meant);
        else if (known.Count is 0)
            faults.Add(key, FaultCode.AbsentNone, kind, shown);
        else
            faults.Add(key, FaultCode.Absent, kind, shown, $"{string.Join(", ", known.Take(8))}{(known.Count > 8 ? ", …" : "")}");
    }

    private static void Digits(FaultList faults, string key, string? digits, int most, string example)
    {
        if (digits is not null && (!Checks.IsDigits(digits) || digits.Length > most))
            faults.Add(key, FaultCode.Digits, Checks.Last(key), Checks.Text(most), example);
    }

    private static bool IsPattern(string match)
    {
        var digits = match.AsSpan().TrimStart('+');
        return match.Length <= 16 && digits.Length >= match.Length - 1 && !digits.IsEmpty && digits.IndexOfAnyExcept(PatternLetters) < 0;
    }
}
