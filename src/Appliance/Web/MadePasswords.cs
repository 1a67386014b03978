using Sip;

namespace Appliance.Web;

/// <summary>Passwords that the box makes for phones and telephone systems.</summary>
internal static class MadePasswords
{
    // Without letters that look like others, since somebody types it into a phone: 32 of them, so that a byte is drawn evenly.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789A";

    // 80 bits: far beyond what a digest seen on the wire can be searched for.
    private const int Length = 16;

    /// <summary>A new one.</summary>
    public static string Draw(ITokenSource tokens)
    {
        Span<byte> chance = stackalloc byte[Length];
        tokens.Fill(chance);
        Span<char> drawn = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
            drawn[i] = Letters[chance[i] % Letters.Length];
        return drawn.ToString();
    }
}
