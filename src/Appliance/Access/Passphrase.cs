using System.Text;
using Sip;

namespace Appliance.Access;

/// <summary>What is wrong with a passphrase.</summary>
public enum PassphraseFault
{
    /// <summary>It has too few letters.</summary>
    TooShort,

    /// <summary>It has too many.</summary>
    TooLong,

    /// <summary>It is one letter or two over and over.</summary>
    TooPlain,

    /// <summary>It has letters that cannot be typed again.</summary>
    Unreadable,
}

/// <summary>
/// The owner's passphrase. Any letters of any script; its length is what counts (NIST SP 800-63B 3.1.1.2 asks for 15 letters where
/// there is nothing else, and for no rules on which).
/// </summary>
public static class Passphrase
{
    /// <summary>The fewest letters.</summary>
    public const int Shortest = 15;

    /// <summary>The most letters.</summary>
    public const int Longest = 128;

    private const int FewestDifferent = 5;
    private const int SuggestedWords = 3;
    private const string Consonants = "bdfghjklmnprstvz";
    private const string Vowels = "aiou";

    /// <summary>As it is hashed: without the spaces around it, which a telephone's keyboard likes to add. Null: it is none at all.</summary>
    public static string? Read(string? typed) => typed is { Length: <= 4 * Longest } ? typed.Trim() : null;

    /// <summary>What is wrong with it; null: it will do.</summary>
    public static PassphraseFault? Check(string? typed)
    {
        if (typed is { Length: > 4 * Longest })
            return PassphraseFault.TooLong;
        if (Read(typed) is not { } read || read.Any(char.IsControl))
            return PassphraseFault.Unreadable;
        var letters = read.EnumerateRunes().ToArray();
        return letters.Length switch
        {
            < Shortest => PassphraseFault.TooShort,
            > Longest => PassphraseFault.TooLong,
            _ when letters.Contains(Rune.ReplacementChar) => PassphraseFault.Unreadable,
            _ when letters.Distinct().Count() < FewestDifferent => PassphraseFault.TooPlain,
            _ => null,
        };
    }

    /// <summary>
    /// Three words for somebody who does not want to think of any: 48 bits of chance as syllables that anybody can say and type on any
    /// keyboard, whatever their language.
    /// </summary>
    public static string Suggest(ITokenSource tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Span<byte> random = stackalloc byte[2 * SuggestedWords];
        tokens.Fill(random);
        var words = new List<string>();
        for (var i = 0; i < random.Length; i += 2)
        {
            var bits = (random[i] << 8) | random[i + 1];
            words.Add(string.Concat(
                Consonants[bits >> 12], Vowels[(bits >> 10) & 3], Consonants[(bits >> 6) & 15], Vowels[(bits >> 4) & 3], Consonants[bits & 15]));
        }

        return string.Join('-', words);
    }
}
