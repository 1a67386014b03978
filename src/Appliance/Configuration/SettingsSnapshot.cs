namespace Appliance.Configuration;

/// <summary>Settings in use. A call keeps the snapshot it started with.</summary>
/// <param name="Revision">Counts up with each accepted text; 0 for a box that has no settings file yet.</param>
/// <param name="Config">What the text says.</param>
/// <param name="Text">The text of the file, comments and all.</param>
/// <param name="Warnings">What the owner should know although the settings can be used.</param>
public sealed record SettingsSnapshot(long Revision, Config Config, string Text, ValueList<ConfigFault> Warnings);

/// <summary>Another snapshot is in use.</summary>
/// <param name="Before">The one until now.</param>
/// <param name="Now">The one from now on.</param>
/// <param name="Changes">What differs.</param>
public sealed record SettingsUpdate(SettingsSnapshot Before, SettingsSnapshot Now, ValueList<ConfigChange> Changes);

/// <summary>A text that was accepted once and can be restored.</summary>
/// <param name="Number">Its revision.</param>
/// <param name="SavedAt">The time of day when it was saved, as the box knew it then.</param>
public sealed record SettingsRevision(long Number, DateTimeOffset SavedAt);

/// <summary>What became of an attempt to change the settings.</summary>
public abstract record SettingsOutcome
{
    private SettingsOutcome()
    {
    }

    /// <summary>The new settings are in use and on the card.</summary>
    public sealed record Applied(SettingsUpdate Update) : SettingsOutcome;

    /// <summary>The text is the one already in use.</summary>
    public sealed record Unchanged : SettingsOutcome;

    /// <summary>The text has faults; the settings in use stay.</summary>
    public sealed record Refused(ValueList<ConfigFault> Faults) : SettingsOutcome;

    /// <summary>The text is right, but could not be written; the settings in use stay. The sentence says why.</summary>
    public sealed record NotWritten(string Why) : SettingsOutcome;

    /// <summary>The settings are not those any more that the change was made for; they stay as they are.</summary>
    public sealed record Overtaken : SettingsOutcome;

    /// <summary>There is no such setting or revision.</summary>
    public sealed record NotFound(string What) : SettingsOutcome;
}
