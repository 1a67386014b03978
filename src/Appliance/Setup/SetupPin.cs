using System.Security.Cryptography;
using Sip;

namespace Appliance.Setup;

/// <summary>
/// The one-time PIN: six Crockford base-32 characters, 30 bits of chance and of nothing else (ETSI EN 303 645 5.1: not of a serial number
/// or an address). It never says itself: <see cref="ToString"/> hides it.
/// </summary>
public sealed class SetupPin
{
    /// <summary>How many characters it has.</summary>
    public const int Length = 6;

    /// <summary>More typed characters than this are not looked at.</summary>
    private const int MostTyped = 32;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly byte[] _symbols;

    private SetupPin(byte[] symbols) => _symbols = symbols;

    /// <summary>The characters, for the screen at the box.</summary>
    public string Text => string.Concat(_symbols.Select(static symbol => Alphabet[symbol]));

    /// <summary>A new one.</summary>
    public static SetupPin Draw(ITokenSource tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var random = new byte[Length];
        tokens.Fill(random);
        return new([.. random.Select(static one => (byte)(one & 31))]);
    }

    /// <summary>
    /// True when what somebody typed could be a PIN at all: six characters of the alphabet. Small letters count, O is 0, I and L are 1,
    /// dashes and spaces are left out.
    /// </summary>
    public static bool IsShaped(string? typed) => Read(typed) is not null;

    /// <summary>True when this is what somebody typed. Takes the same time wherever it differs.</summary>
    public bool Matches(string? typed) => Read(typed) is { } symbols && CryptographicOperations.FixedTimeEquals(symbols, _symbols);

    /// <inheritdoc/>
    public override string ToString() => new('*', Length);

    private static byte[]? Read(string? typed)
    {
        if (typed is null || typed.Length > MostTyped)
            return null;

        var symbols = typed.Where(static letter => letter is not ('-' or ' ')).Select(Symbol).ToArray();
        return symbols.Length is Length && !symbols.Contains(-1) ? [.. symbols.Select(static symbol => (byte)symbol)] : null;
    }

    private static int Symbol(char letter) => char.ToUpperInvariant(letter) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var other => Alphabet.IndexOf(other, StringComparison.Ordinal),
    };
}
