using Appliance.Configuration;

namespace Appliance.Web.Settings;

/// <summary>One change of the settings; paths as in <see cref="SettingsEditor"/>.</summary>
internal abstract record SettingsEdit
{
    private SettingsEdit()
    {
    }

    /// <summary>Gives a setting another value.</summary>
    public sealed record Set(string Path, SettingValue Value) : SettingsEdit;

    /// <summary>Takes a setting out of the file, so that its default holds. One that is not there is left so.</summary>
    public sealed record Remove(string Path) : SettingsEdit;

    /// <summary>Adds a repeated section: <c>extension</c>.</summary>
    public sealed record AddSection(string Heading, ValueList<(string Key, SettingValue Value)> Entries) : SettingsEdit;

    /// <summary>Takes a repeated section out: <c>extension.101</c>.</summary>
    public sealed record RemoveSection(string Path) : SettingsEdit;

    /// <summary>Puts a repeated section at another place among its like, both from 1.</summary>
    public sealed record MoveSection(string Heading, int From, int To) : SettingsEdit;
}

/// <summary>What somebody wants the settings to be.</summary>
internal abstract record SettingsWish
{
    private SettingsWish()
    {
    }

    /// <summary>Secrets that come with it. They are kept only when the settings are accepted.</summary>
    public ValueList<NewSecret> Secrets { get; init; } = [];

    /// <summary>Some changes, one after the other; comments stay.</summary>
    public sealed record Edits(ValueList<SettingsEdit> All) : SettingsWish;

    /// <summary>Another text.</summary>
    public sealed record Whole(string Text) : SettingsWish;
}

/// <summary>A secret to keep under a name.</summary>
internal sealed record NewSecret(string Name, Secret Value);

/// <summary>Who asks for a change, for the record of who did what.</summary>
/// <param name="Who">As in <see cref="Access.AuditEntry.Who"/>.</param>
/// <param name="From">The address.</param>
internal sealed record Asker(string Who, string From)
{
    public static Asker Of(HttpContext context) => new(
        Caller.Of(context) switch
        {
            { Machine: { Number: var number } } => $"token {number}",
            { Session: { Number: var number } } => $"owner {number}",
            _ => "nobody",
        },
        CallerPlace.Of(context).Client.ToString());
}
