using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Web.Settings;

namespace Appliance.Web.Numbers;

/// <summary>The rules of the dial plan, and changes of them as changes of the settings. A rule is named by its place, from 1.</summary>
internal sealed class RuleDesk(SettingsStore store)
{
    /// <summary>More than an office has; each is looked at for every call.</summary>
    public const int Most = 100;

    private const string Heading = "dial-plan.rule";

    /// <summary>The rules in the order they are tried.</summary>
    public ValueList<DialRule> Rules => store.Current.Config.DialPlan.Rules;

    /// <summary>The rule at this place, or null.</summary>
    public DialRule? Find(int place) => place >= 1 && place <= Rules.Count ? Rules[place - 1] : null;

    /// <summary>Where a new rule goes when nobody says: before the first that is for every number.</summary>
    public int NextPlace => Rules.TakeWhile(static rule => rule.Match is not "*").Count() + 1;

    /// <summary>A rule more.</summary>
    public SettingsWish.Edits Add(RuleForm form, int place)
    {
        var count = Rules.Count;
        SettingsEdit added = new SettingsEdit.AddSection(Heading, [.. form.Entries().Where(static entry => entry.Value is not null).Select(static entry => (entry.Key, entry.Value!))]);
        return new(place > count ? [added] : [added, new SettingsEdit.MoveSection(Heading, count + 1, place)]);
    }

    /// <summary>Another rule in this one's place.</summary>
    public static SettingsWish.Edits Change(int place, RuleForm form) => new([.. form.Entries().Select(entry =>
        entry.Value is { } value ? (SettingsEdit)new SettingsEdit.Set($"{Heading}[{place}].{entry.Key}", value) : new SettingsEdit.Remove($"{Heading}[{place}].{entry.Key}"))]);

    /// <summary>A rule less.</summary>
    public static SettingsWish.Edits Remove(int place) => new([new SettingsEdit.RemoveSection($"{Heading}[{place}]")]);

    /// <summary>A rule at another place.</summary>
    public static SettingsWish.Edits Move(int from, int to) => new([new SettingsEdit.MoveSection(Heading, from, to)]);

    /// <summary>The ways out in words, a sentence for each rule and one for what is left.</summary>
    public static ValueList<string> Say(Config config, string language) =>
    [
        .. config.DialPlan.Rules.Select(rule => Say(rule, language)),
        .. DialRuleSentences.RestOf(config) is { } rest ? (string[])[rest.Say(language)] : [],
    ];

    /// <summary>One rule in words.</summary>
    public static string Say(DialRule rule, string language) => string.Join(' ', DialRuleSentences.Of(rule).Select(step => step.Say(language)));
}
