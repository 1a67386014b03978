using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Configuration;

/// <summary>
/// Which settings somebody saw: the revision in use and what lay on the card. Whoever changes them says what was seen, so that nobody
/// overwrites what somebody else changed meanwhile, be it by page, API, panel or hand.
/// </summary>
/// <param name="Revision">The revision in use.</param>
/// <param name="Hash">16 hexadecimal digits of the SHA-256 of the file's text; without a file of the empty text.</param>
public sealed record SettingsMark(long Revision, string Hash)
{
    private const int HashLength = 16;
    private const int Longest = 20 + 1 + HashLength;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The mark of a revision and the text on the card.</summary>
    public static SettingsMark Of(long revision, string text) =>
        new(revision, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength]);

    /// <summary>A mark as <see cref="ToString"/> wrote it, with or without the quotation marks of an ETag; null: it is none.</summary>
    public static SettingsMark? Read(string? text)
    {
        var bare = text.AsSpan().Trim().Trim('"');
        var cut = bare.IndexOf('-');
        return bare.Length <= Longest && cut > 0 && bare.Length - cut - 1 is HashLength
            && long.TryParse(bare[..cut], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && !bare[(cut + 1)..].ContainsAnyExcept(Digits)
            ? new(revision, bare[(cut + 1)..].ToString())
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}-{Hash}");
}

/// <summary>The settings as they are at this moment.</summary>
/// <param name="InUse">Those in use.</param>
/// <param name="Text">The text on the card, which a fault may keep from being the one in use; without a file the text in use.</param>
/// <param name="Faults">What is wrong with that text; empty when it is in use.</param>
/// <param name="Mark">Names both.</param>
public sealed record SettingsSight(SettingsSnapshot InUse, string Text, ValueList<ConfigFault> Faults, SettingsMark Mark);
