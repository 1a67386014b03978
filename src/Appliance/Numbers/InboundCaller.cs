using System.Globalization;
using System.Text;

namespace Appliance.Numbers;

/// <summary>Who calls us, as far as the signalling tells.</summary>
public abstract record InboundCaller
{
    /// <summary>The longest name passed on; screens of phones show far less.</summary>
    private const int LongestName = 64;

    // An anonymous caller's number arrives as a word, or as the keys the word lies on: 266696687 is ANONYMOUS.
    private static readonly string[] WithheldWords = ["anonymous", "restricted", "private", "withheld", "blocked", "unknown", "unavailable"];

    private InboundCaller()
    {
    }

    /// <summary>A caller with a number.</summary>
    /// <param name="Number">The number.</param>
    /// <param name="Name">The name that came with it, or empty.</param>
    public sealed record Known(PhoneNumber Number, string Name) : InboundCaller;

    /// <summary>A caller who wishes not to be shown. The number is kept out of this value, so that it cannot be shown by mistake.</summary>
    public sealed record Withheld : InboundCaller;

    /// <summary>A caller whose number is no number of the world: a short code, a user name.</summary>
    /// <param name="Text">What stood in its place (letters, digits and a few signs, at most 32).</param>
    /// <param name="Name">The name that came with it, or empty.</param>
    public sealed record Other(string Text, string Name) : InboundCaller;

    /// <summary>
    /// Reads the caller of an INVITE from a trunk (RFC 3323 and 3325). The asserted identity wins over From, because From is
    /// what the caller claims; it counts only where the trunk itself is believed.
    /// </summary>
    public static InboundCaller Read(CallerHeaders headers, NumberPlan plan)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(plan);
        if (IsWithheld(headers))
            return new Withheld();

        var name = Clean(headers.FromName.Length > 0 ? headers.FromName : headers.AssertedName);
        foreach (var user in (ReadOnlySpan<string>)[headers.AssertedUser, headers.FromUser])
        {
            if (plan.ReadFromTrunk(user) is { } number)
                return new Known(number, IsTheNumber(name, number, plan) ? "" : name);
        }
        var text = string.Concat(headers.FromUser.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '*' or '#' or '-' or '_' or '.').Take(32));
        return text is "" ? new Withheld() : new Other(text, name);
    }

    private static bool IsWithheld(CallerHeaders headers) =>
        headers.AsksToBeWithheld || IsWithheldWord(headers.FromUser) || IsWithheldWord(headers.AssertedUser);

    private static bool IsWithheldWord(string user)
    {
        var bare = user.TrimStart('+');
        return WithheldWords.Any(word => bare.Equals(word, StringComparison.OrdinalIgnoreCase) || bare == OnKeypad(word));
    }

    private static string OnKeypad(string word) => string.Concat(word.Select(static c => "22233344455566677778889999"[c - 'a']));

    // Networks without a name repeat the number in its place.
    private static bool IsTheNumber(string name, PhoneNumber number, NumberPlan plan) => name is not "" && plan.ReadFromTrunk(name) == number;

    private static string Clean(string name)
    {
        var clean = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                && rune != Rune.ReplacementChar && clean.Length + rune.Utf16SequenceLength <= LongestName)
                clean.Append(rune.ToString());
        }
        return clean.ToString().Trim();
    }
}

/// <summary>The parts of an INVITE that tell who calls, unescaped, each empty where it is missing.</summary>
public sealed record CallerHeaders
{
    /// <summary>The user part of From.</summary>
    public string FromUser { get; init; } = "";

    /// <summary>The host of From.</summary>
    public string FromHost { get; init; } = "";

    /// <summary>The display name of From.</summary>
    public string FromName { get; init; } = "";

    /// <summary>The user part of P-Asserted-Identity; leave it empty for a peer whose word does not count (RFC 3325 section 5).</summary>
    public string AssertedUser { get; init; } = "";

    /// <summary>The display name of P-Asserted-Identity.</summary>
    public string AssertedName { get; init; } = "";

    /// <summary>The values of Privacy (RFC 3323 section 4.2).</summary>
    public ValueList<string> Privacy { get; init; } = [];

    /// <summary>True when the caller asks not to be shown: by Privacy or by an anonymous From (RFC 3323 section 4.1).</summary>
    public bool AsksToBeWithheld =>
        Privacy.Any(static wish => wish.Trim().ToUpperInvariant() is "ID" or "USER" or "HEADER")
        || FromHost.EndsWith("anonymous.invalid", StringComparison.OrdinalIgnoreCase)
        || FromUser.Equals("anonymous", StringComparison.OrdinalIgnoreCase);
}
