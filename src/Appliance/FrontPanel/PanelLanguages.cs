using Appliance.Texts;

namespace Appliance.FrontPanel;

/// <summary>The list of languages on the panel: each written in itself, and after the last one the way out.</summary>
internal static class PanelLanguages
{
    /// <summary>Entries: the languages and "leave it so".</summary>
    public static int Entries => Sentences.Languages.Count + 1;

    /// <summary>The language at this entry, or null: leave it so.</summary>
    public static string? Of(int entry) => entry < Sentences.Languages.Count ? Sentences.Languages[entry] : null;

    /// <summary>Where a language is.</summary>
    public static int IndexOf(string language)
    {
        for (var i = 0; i < Sentences.Languages.Count; i++)
        {
            if (Sentences.Languages[i] == language)
                return i;
        }

        return 0;
    }

    /// <summary>The entry so many further, around the end.</summary>
    public static int Move(int entry, int by) => (entry + by + Entries) % Entries;
}
