using System.Text.Json;
using System.Text.RegularExpressions;
using Appliance.Configuration;

namespace Appliance.Web.Settings;

/// <summary>What is wrong with a setting, or what its owner should know of it.</summary>
/// <param name="Line">The line, from 1; 0: of the file as a whole.</param>
/// <param name="Column">The column, from 1; 0: not known.</param>
/// <param name="Path">The setting; may be empty.</param>
/// <param name="Code">What is wrong, by its stable name.</param>
/// <param name="What">The same in words.</param>
/// <param name="Why">Why that matters.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsWarning">True: the settings can be used nevertheless.</param>
public sealed record FaultView(int Line, int Column, string Path, string Code, string What, string Why, string Remedy, bool IsWarning);

/// <summary>The settings file.</summary>
/// <param name="Revision">The revision in use.</param>
/// <param name="Text">The text on the card; a password that somebody wrote into it is dots.</param>
/// <param name="IsInUse">False when faults keep it from being used and the last good text is in use.</param>
/// <param name="Faults">What is wrong with it, and warnings.</param>
public sealed record SettingsView(long Revision, string Text, bool IsInUse, FaultView[] Faults);

/// <summary>A line of a difference: <c>stays</c>, <c>goes</c>, <c>comes</c>, or <c>gap</c> for lines left out.</summary>
public sealed record LineView(string Fate, int Old, int Now, string Text);

/// <summary>A setting that differs, with a sentence that says so.</summary>
public sealed record ChangeView(string Path, string? Before, string? After, string Sentence);

/// <summary>A difference, setting by setting and line by line.</summary>
public sealed record DifferenceView(ChangeView[] Changes, LineView[] Lines);

/// <summary>What would become of a change.</summary>
public sealed record SettingsCheckView(bool CanBeApplied, DifferenceView Difference, FaultView[] Faults);

/// <summary>The settings after a change.</summary>
/// <param name="Revision">The revision in use.</param>
/// <param name="Undo">The revision to restore to undo it; null: nothing changed, or there is none.</param>
/// <param name="Difference">What changed.</param>
public sealed record SettingsAppliedView(long Revision, long? Undo, DifferenceView Difference);

/// <summary>A text that can be restored.</summary>
public sealed record RevisionView(long Number, DateTimeOffset SavedAt, bool IsInUse);

/// <summary>A text that can be restored, with what it changed from the one before.</summary>
public sealed record RevisionTextView(long Number, string Text, DifferenceView Difference);

/// <summary>The name of a secret and what names it. Its value is never told.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UsedBy">The settings that use it.</param>
/// <param name="NeededBy">Where none does, the newest earlier revision that needs it to be used again; or null.</param>
public sealed record SecretView(string Name, string[] UsedBy, long? NeededBy);

/// <summary>A secret to keep.</summary>
public sealed record SecretWish(string? Value)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SecretWish);
}

/// <summary>One change; exactly one of its first four members is given.</summary>
/// <param name="Set">The path of a setting that gets <paramref name="Value"/>: <c>calls.max-calls</c>, <c>trunk.twilio.name</c>.</param>
/// <param name="Remove">The path of a setting to take out.</param>
/// <param name="Add">The heading of a repeated section to add with <paramref name="Values"/>: <c>extension</c>.</param>
/// <param name="RemoveSection">The path of a repeated section to take out: <c>extension.101</c>.</param>
/// <param name="Value">A text, a whole number, true or false, or a list of texts.</param>
/// <param name="Values">The settings of a new section.</param>
public sealed record EditWish(string? Set, string? Remove, string? Add, string? RemoveSection, JsonElement? Value, Dictionary<string, JsonElement>? Values);

/// <summary>A change of the settings: either a whole text or single changes, and secrets that come with it.</summary>
public sealed partial record SettingsChangeWish(string? Text, EditWish[]? Edits, Dictionary<string, string>? Secrets)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SettingsChangeWish);

    /// <summary>As the desk takes it; null: it cannot be understood.</summary>
    internal SettingsWish? Read()
    {
        List<NewSecret> secrets = [];
        foreach (var (name, value) in Secrets ?? [])
        {
            if (!SecretStore.IsName(name) || Secret.From(value ?? "") is not { } secret)
                return null;
            secrets.Add(new(name, secret));
        }

        SettingsWish? wish = (Text, Edits) switch
        {
            ({ } text, null) => new SettingsWish.Whole(text),
            (null, { Length: > 0 and <= SettingsDesk.MostEdits } edits) when edits.Select(ReadEdit).ToArray() is var read && read.All(static edit => edit is not null) =>
                new SettingsWish.Edits(ValueList.Create<SettingsEdit>([.. read.OfType<SettingsEdit>()])),
            _ => null,
        };
        return secrets.Count > SettingsDesk.MostEdits || wish is null ? null : wish with { Secrets = ValueList.Create<NewSecret>([.. secrets]) };
    }

    private static SettingsEdit? ReadEdit(EditWish? edit) => edit switch
    {
        { Set: { } path, Remove: null, Add: null, RemoveSection: null, Values: null } when IsPath(path) && ReadValue(edit.Value) is { } value => new SettingsEdit.Set(path, value),
        { Set: null, Remove: { } path, Add: null, RemoveSection: null, Value: null, Values: null } when IsPath(path) => new SettingsEdit.Remove(path),
        { Set: null, Remove: null, Add: { } heading, RemoveSection: null, Value: null, Values: { Count: > 0 and <= 50 } values } when IsPath(heading) && ReadValues(values) is { } entries =>
            new SettingsEdit.AddSection(heading, entries),
        { Set: null, Remove: null, Add: null, RemoveSection: { } path, Value: null, Values: null } when IsPath(path) => new SettingsEdit.RemoveSection(path),
        _ => null,
    };

    private static bool IsPath(string path) => path.Length is > 0 and <= 200 && Path().IsMatch(path);

    /// <summary>Null: half a letter, which is no text.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static ValueList<(string Key, SettingValue Value)>? ReadValues(Dictionary<string, JsonElement> values)
    {
        List<(string, SettingValue)> entries = [];
        foreach (var (key, value) in values)
        {
            if (key.Length is 0 or > 60 || !key.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') || ReadValue(value) is not { } read)
                return null;
            entries.Add((key, read));
        }

        return ValueList.Create<(string, SettingValue)>([.. entries]);
    }

    private static SettingValue? ReadValue(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text when TextOf(text) is { Length: <= 2000 } said => new SettingValue.Text(said),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var whole) => new SettingValue.Whole(whole),
        { ValueKind: JsonValueKind.True } => new SettingValue.Flag(true),
        { ValueKind: JsonValueKind.False } => new SettingValue.Flag(false),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= 1000 && ReadTexts(list) is { } texts => new SettingValue.Texts(texts),
        _ => null,
    };

    private static ValueList<string>? ReadTexts(JsonElement list)
    {
        string?[] texts = [.. list.EnumerateArray().Select(static item => item.ValueKind is JsonValueKind.String ? TextOf(item) : null)];
        return texts.Contains(null) ? null : ValueList.Create<string>([.. texts.OfType<string>()]);
    }

    // A section may be named by its number or by what it matches: + and *.
    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_*+-]+|\[[0-9]{1,4}\])*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Path();
}
