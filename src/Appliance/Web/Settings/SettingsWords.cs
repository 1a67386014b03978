using System.Globalization;
using Appliance.Configuration;
using Appliance.Texts;

namespace Appliance.Web.Settings;

/// <summary>The settings and their differences in words.</summary>
internal static class SettingsWords
{
    /// <summary>The sentences of a difference, in order.</summary>
    public static string[] Of(SettingsDifference difference, string language) => difference switch
    {
        { IsEmpty: true } => [Sentences.Say("web.settings.same", language)],
        { Changes.IsEmpty: true } => [Sentences.Say("web.settings.comments-only", language)],
        _ => [.. difference.Changes.Select(change => Of(change, language))],
    };

    /// <summary>One change.</summary>
    public static string Of(SettingChange change, string language)
    {
        var name = NameOf(change.Path, language);
        return (change.Before, change.After) switch
        {
            ({ } before, { } after) => Sentences.Say("web.settings.becomes", language, [name, before, after]),
            (null, { } after) => Sentences.Say("web.settings.added", language, [name, after]),
            ({ } before, null) => Sentences.Say("web.settings.removed", language, [name, before]),
            _ => name,
        };
    }

    /// <summary>What the page calls a setting, with its path; the path alone when it has no name there.</summary>
    public static string NameOf(string path, string language)
    {
        var code = $"web.setting.{path}";
        return Sentences.Say(code, language) is var name && name != code ? $"{name} ({path})" : path;
    }

    /// <summary>As the API shows it.</summary>
    public static DifferenceView ViewOf(SettingsDifference difference, string language) => new(
        [.. difference.Changes.Select(change => new ChangeView(change.Path, change.Before, change.After, Of(change, language)))],
        [.. difference.Lines.Select(static line => new LineView(line.Fate.ToString().ToLowerInvariant(), line.Old, line.Now, line.Text))]);

    /// <summary>As the API shows them.</summary>
    public static FaultView[] ViewOf(IEnumerable<ConfigFault> faults, string language) =>
        [.. from fault in faults
            let words = fault.In(language)
            select new FaultView(fault.Line, fault.Column, fault.Key, fault.Code, words.What, words.Why, words.Remedy, fault.Weight is FaultWeight.Warning)];

    /// <summary>What keeps settings from being used, in one text.</summary>
    public static string Refusal(IEnumerable<ConfigFault> faults, string language) =>
        string.Join(' ', faults.Where(static fault => fault.Weight is FaultWeight.Fault).Select(fault => fault.In(language)).Select(static words => $"{words.What} {words.Remedy}"));

    /// <summary>A revision's number.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
