using Appliance.Configuration;

namespace Appliance.Web.Settings;

/// <summary>What became, or would become, of a change of the settings.</summary>
internal abstract record SettingsAnswer
{
    private SettingsAnswer()
    {
    }

    /// <summary>It can be applied.</summary>
    /// <param name="Seen">The settings it was checked against.</param>
    /// <param name="Text">The text it makes.</param>
    /// <param name="Difference">What it changes.</param>
    /// <param name="Warnings">What the owner should know although the settings can be used.</param>
    public sealed record Checked(SettingsMark Seen, string Text, SettingsDifference Difference, ValueList<ConfigFault> Warnings) : SettingsAnswer;

    /// <summary>It is applied.</summary>
    /// <param name="Now">The settings as they are now.</param>
    /// <param name="Before">The revision that undoes it; null: there is none.</param>
    /// <param name="Difference">What changed.</param>
    public sealed record Applied(SettingsMark Now, long? Before, SettingsDifference Difference) : SettingsAnswer;

    /// <summary>The settings say so already.</summary>
    public sealed record Unchanged(SettingsMark Now) : SettingsAnswer;

    /// <summary>Somebody else changed the settings meanwhile. Nothing is done; the person chooses to apply it on top or to drop it.</summary>
    /// <param name="Now">The settings as they are now.</param>
    /// <param name="Theirs">What somebody else changed; null: what the person saw is not kept any more.</param>
    /// <param name="Yours">What the person wants changed.</param>
    /// <param name="OnTop">The text with both; where they touch the same lines, the person's.</param>
    /// <param name="UndoesTheirs">True when that text takes back what somebody else changed.</param>
    public sealed record Conflict(SettingsMark Now, SettingsDifference? Theirs, SettingsDifference Yours, string OnTop, bool UndoesTheirs) : SettingsAnswer;

    /// <summary>It has faults; the settings stay as they were.</summary>
    /// <param name="Faults">What is wrong, with line and remedy.</param>
    /// <param name="Difference">What it would have changed.</param>
    /// <param name="IsOfTheFile">True when it is the file on the card that has the faults: single settings can be changed once it is right.</param>
    public sealed record Refused(ValueList<ConfigFault> Faults, SettingsDifference Difference, bool IsOfTheFile) : SettingsAnswer;

    /// <summary>A change names something that is not there.</summary>
    public sealed record NotThere(string Path) : SettingsAnswer;

    /// <summary>The text is longer than can be taken here.</summary>
    public sealed record TooLong : SettingsAnswer;

    /// <summary>It could not be written; the settings stay as they were.</summary>
    public sealed record NotWritten(string Why) : SettingsAnswer;
}
