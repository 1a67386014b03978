namespace Appliance.Configuration;

/// <summary>Guesses which word was meant.</summary>
internal static class Spelling
{
    /// <summary>The known word that is at most a third of its letters away (Levenshtein), or null.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        if (written.Length > 60)
            return null;

        var plain = Plain(written);
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var word in known)
        {
            var distance = Distance(plain, Plain(word));
            if (distance < least && distance <= Math.Max(1, word.Length / 3))
                (nearest, least) = (word, distance);
        }

        return nearest;
    }

    private static string Plain(string word) =>
        string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static int Distance(string one, string other)
    {
        var row = new int[other.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;

        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(changed, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
