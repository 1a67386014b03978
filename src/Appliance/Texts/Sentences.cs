using System.Collections.Frozen;
using System.Text.Json;

namespace Appliance.Texts;

/// <summary>The sentences the box says to people, in English and in Traditional Chinese, by code. They live in <c>sentences.json</c>, never in code.</summary>
public static class Sentences
{
    /// <summary>The languages every sentence has.</summary>
    public static readonly ValueList<string> Languages = ["en", "zh-TW"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> All = Load();

    /// <summary>All codes.</summary>
    public static IEnumerable<string> Codes => All.Keys;

    /// <summary>The sentence with its values filled in; in English for a language we do not speak; the code itself when there is no such sentence.</summary>
    public static string Say(string code, string language, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!All.TryGetValue(code, out var sentence))
            return code;
        var text = sentence.GetValueOrDefault(language) ?? sentence.GetValueOrDefault("en") ?? code;
        for (var i = 0; i < values.Count; i++)
            text = text.Replace($"{{{i}}}", values[i], StringComparison.Ordinal);
        return text;
    }

    /// <summary>The sentence without values.</summary>
    public static string Say(string code, string language) => Say(code, language, []);

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Load()
    {
        using var stream = typeof(Sentences).Assembly.GetManifestResourceStream("sentences.json")
            ?? throw new InvalidOperationException("The program was built without its sentences.");
        var read = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream) ?? [];
        return read.ToFrozenDictionary(static entry => entry.Key, static entry => entry.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
