using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Web.Settings;

namespace Appliance.Web.Lines;

/// <summary>What to change in the settings for a line: to add it, to change it, to take it out with everything that names it.</summary>
internal static class LineEdits
{
    /// <summary>A name for a new line that nothing else has.</summary>
    public static string NewId(LineKind kind, Config config)
    {
        var stem = kind switch { LineKind.TwilioTrunk => "twilio", LineKind.TwilioDomain => "twilio-domain", LineKind.Pbx => "pbx", _ => "line" };
        var taken = config.Trunks.Select(static trunk => trunk.Id).Concat(config.Pbxs.Select(static pbx => pbx.Id)).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, int.MaxValue).Select(number => number is 1 ? stem : $"{stem}-{number}").First(id => !taken.Contains(id));
    }

    /// <summary>A new line at the file's end.</summary>
    public static ValueList<SettingsEdit> Add(string id, LineForm form, LineCheck right, string? secret)
    {
        var entries = new List<(string, SettingValue)> { ("id", new SettingValue.Text(id)) };
        if (form.Kind is not LineKind.Pbx)
            entries.Add(("kind", new SettingValue.Text(LinesRoutes.NameOf(form.Kind))));
        entries.AddRange(EntriesOf(form, right, secret).Where(static entry => entry.Value is not null).Select(static entry => (entry.Key, entry.Value!)));
        return [.. CountryOf(form), new SettingsEdit.AddSection(form.Kind is LineKind.Pbx ? "pbx" : "trunk", [.. entries])];
    }

    /// <summary>The fields of a line as the form says; settings the form does not know stay.</summary>
    public static ValueList<SettingsEdit> Change(string id, LineForm form, LineCheck right, string? secret)
    {
        var section = $"{(form.Kind is LineKind.Pbx ? "pbx" : "trunk")}.{id}";
        return
        [
            .. CountryOf(form),
            .. EntriesOf(form, right, secret).Select(entry =>
                entry.Value is { } value ? (SettingsEdit)new SettingsEdit.Set($"{section}.{entry.Key}", value) : new SettingsEdit.Remove($"{section}.{entry.Key}")),
        ];
    }

    /// <summary>Takes a line out, with what would be left pointing at nothing.</summary>
    public static ValueList<SettingsEdit> Remove(string id, Config config)
    {
        var numbers = config.Trunks.FirstOrDefault(trunk => trunk.Id == id)?.Numbers ?? [];
        bool IsGone(string? number) => number is not null && numbers.Contains(number);
        var edits = new List<SettingsEdit> { new SettingsEdit.RemoveSection($"{(config.Trunks.Any(trunk => trunk.Id == id) ? "trunk" : "pbx")}.{id}") };
        // From the last to the first, so that the places of those before do not change.
        for (var i = config.DialPlan.Rules.Count; i > 0; i--)
            edits.AddRange(WithoutWay($"dial-plan.rule[{i}]", config.DialPlan.Rules[i - 1].Via, id, isKeptEmpty: false, IsGone(config.DialPlan.Rules[i - 1].CallerNumber)));
        for (var i = config.DialPlan.Emergency.Count; i > 0; i--)
            edits.AddRange(WithoutWay($"dial-plan.emergency[{i}]", config.DialPlan.Emergency[i - 1].Via, id, config.DialPlan.Emergency[i - 1].NotReachedAcknowledged, hasLostCaller: false));
        for (var i = config.Inbound.Count; i > 0; i--)
        {
            if (IsGone(config.Inbound[i - 1].Number) || config.Inbound[i - 1].Target == new InboundTarget.ToPbx(id))
                edits.Add(new SettingsEdit.RemoveSection($"inbound[{i}]"));
        }

        edits.AddRange(config.Extensions.Where(extension => IsGone(extension.CallerNumber)).Select(static extension => new SettingsEdit.Remove($"extension.{extension.Id}.caller-number")));
        edits.AddRange(config.Pbxs.Where(pbx => pbx.Id != id && IsGone(pbx.CallerNumber)).Select(static pbx => new SettingsEdit.Remove($"pbx.{pbx.Id}.caller-number")));
        return [.. edits];
    }

    private static IEnumerable<SettingsEdit> WithoutWay(string section, ValueList<string> ways, string id, bool isKeptEmpty, bool hasLostCaller)
    {
        ValueList<string> left = [.. ways.Where(way => way != id)];
        // A rule without a way refuses: the rule of a line that is gone goes with it.
        if (left.IsEmpty && left != ways && !isKeptEmpty)
        {
            yield return new SettingsEdit.RemoveSection(section);
            yield break;
        }

        if (left != ways)
            yield return new SettingsEdit.Set($"{section}.via", new SettingValue.Texts(left));
        if (hasLostCaller)
            yield return new SettingsEdit.Remove($"{section}.caller-number");
    }

    private static IEnumerable<SettingsEdit> CountryOf(LineForm form) =>
        form.Country.Length is 2 ? [new SettingsEdit.Set("office.country", new SettingValue.Text(form.Country.ToUpperInvariant()))] : [];

    /// <summary>Null: the setting is not written.</summary>
    private static IEnumerable<(string Key, SettingValue? Value)> EntriesOf(LineForm form, LineCheck right, string? secret)
    {
        yield return ("name", TextOrNone(form.Name));
        if (form.Kind is not LineKind.Pbx)
            yield return ("enabled", form.Enabled ? null : new SettingValue.Flag(false));
        switch (form.Kind)
        {
            case LineKind.TwilioTrunk:
                yield return ("termination-host", new SettingValue.Text(right.Host));
                yield return ("account-sid", TextOrNone(form.Account));
                break;
            case LineKind.TwilioDomain:
                yield return ("domain", new SettingValue.Text(right.Host));
                yield return ("edge", TextOrNone(form.Edge));
                yield return ("account-sid", TextOrNone(form.Account));
                break;
            case LineKind.Sip:
                yield return ("host", new SettingValue.Text(right.Host));
                yield return ("transport", new SettingValue.Text(form.Transport));
                yield return ("register", new SettingValue.Flag(form.Registers && form.User.Length > 0));
                yield return ("number-format", form.Format is "+e164" ? null : new SettingValue.Text(form.Format));
                break;
            default:
                if (right.Addresses is { } addresses)
                    yield return ("addresses", addresses.IsEmpty ? null : new SettingValue.Texts(addresses));
                if (!right.IsHostKept)
                    yield return ("host", TextOrNone(right.Host));
                yield return ("transport", new SettingValue.Text(form.Transport));
                yield return ("number-format", form.Format is "+e164" ? null : new SettingValue.Text(form.Format));
                yield return ("internal-prefixes", right.Prefixes.IsEmpty ? null : new SettingValue.Texts(right.Prefixes));
                break;
        }

        if (!right.IsHostKept)
            yield return ("port", right.Port is { } port ? new SettingValue.Whole(port) : null);
        yield return ("user-name", TextOrNone(form.User));
        yield return ("password-secret", secret is null ? null : new SettingValue.Text(secret));
        if (form.Kind is not LineKind.Pbx)
            yield return ("numbers", new SettingValue.Texts(right.Numbers));
    }

    private static SettingValue.Text? TextOrNone(string text) => text.Length is 0 ? null : new SettingValue.Text(text);
}
