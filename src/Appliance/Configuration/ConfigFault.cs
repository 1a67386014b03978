using Appliance.Texts;

namespace Appliance.Configuration;

/// <summary>How much a <see cref="ConfigFault"/> matters.</summary>
public enum FaultWeight
{
    /// <summary>The settings cannot be used; the last good ones keep running.</summary>
    Fault,

    /// <summary>The settings are used, and the owner is told until it is mended or acknowledged.</summary>
    Warning,
}

/// <summary>A value in the sentences of a fault: a text as it stands, or words of every language.</summary>
/// <param name="Text">The text, or the code of the words in <see cref="Sentences"/>.</param>
/// <param name="IsWords">True: a code.</param>
public readonly record struct FaultValue(string Text, bool IsWords)
{
    /// <summary>A text as it stands: a number, the name of a setting.</summary>
    public static implicit operator FaultValue(string text) => new(text, false);

    /// <summary>The words of this name, <c>fault-word.NAME</c>.</summary>
    public static FaultValue Words(string name) => new($"fault-word.{name}", true);

    /// <summary>As it is said in this language.</summary>
    public string Say(string language) => IsWords ? Sentences.Say(Text, language) : Text;
}

/// <summary>
/// One thing wrong in the settings file, in words an installer understands. Never contains the value of a key that may
/// hold a secret.
/// </summary>
/// <param name="Line">The line, from 1; 0 when the fault is of the file as a whole.</param>
/// <param name="Column">The column, from 1; 0 when unknown.</param>
/// <param name="Key">The setting as a path, for instance <c>trunk[2].numbers[1]</c>; may be empty.</param>
/// <param name="Code">What is wrong, by its stable name.</param>
/// <param name="Values">What its sentences name.</param>
public sealed record ConfigFault(int Line, int Column, string Key, string Code, ValueList<FaultValue> Values)
{
    /// <summary>Whether the settings can be used nevertheless.</summary>
    public FaultWeight Weight { get; init; } = FaultWeight.Fault;

    /// <summary>What is wrong, in English, for the log and the terminal.</summary>
    public string What => In("en").What;

    /// <summary>Why that matters, in English.</summary>
    public string Why => In("en").Why;

    /// <summary>What to write or do instead, in English.</summary>
    public string Remedy => In("en").Remedy;

    /// <summary>The fault in words.</summary>
    /// <param name="language"><c>en</c> or <c>zh-TW</c>.</param>
    public FaultWords In(string language)
    {
        string[] values = [.. Values.Select(value => value.Say(language))];
        return new(Say(""), Say(".why"), Say(".do"));

        string Say(string part) => Sentences.Say($"fault.{Code}{part}", language, values);
    }
}

/// <summary>A fault in words of one language.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Why">Why that matters.</param>
/// <param name="Remedy">What to write or do instead.</param>
public sealed record FaultWords(string What, string Why, string Remedy);
