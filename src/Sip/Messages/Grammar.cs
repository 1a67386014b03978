using System.Buffers;
using System.Text;

namespace Sip.Messages;

/// <summary>The basic rules of RFC 3261 section 25.1 over bytes. Line ends count as white space, so that a folded value reads as one.</summary>
internal static class Grammar
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.!%*_+`'~"u8);

    /// <summary>True for one or more bytes of the rule <c>token</c>.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    public static bool IsToken(byte one) => TokenBytes.Contains(one);

    public static bool IsDigit(byte one) => one is >= (byte)'0' and <= (byte)'9';

    public static bool IsWhite(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public static bool SameText(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(one, other);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsWhite(text[start]))
            start++;
        while (end > start && IsWhite(text[end - 1]))
            end--;
        return text[start..end];
    }

    public static int SkipWhite(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsWhite(text[at]))
            at++;
        return at;
    }

    /// <summary>The first position at or after <paramref name="at"/> that is no token byte.</summary>
    public static int SkipToken(ReadOnlySpan<byte> text, int at)
    {
        var length = text[at..].IndexOfAnyExcept(TokenBytes);
        return length < 0 ? text.Length : at + length;
    }

    /// <summary>Decimal digits only, up to 2^32 - 1.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        ulong sum = 0;
        foreach (var one in text)
        {
            if (!IsDigit(one))
                return false;
            sum = (sum * 10) + (uint)(one - '0');
            if (sum > uint.MaxValue)
                return false;
        }

        number = (uint)sum;
        return !text.IsEmpty;
    }

    public static bool TryPort(ReadOnlySpan<byte> text, out int port)
    {
        var valid = TryNumber(text, out var number) && number <= ushort.MaxValue;
        port = valid ? (int)number : 0;
        return valid;
    }

    /// <summary>The position after the quoted string that opens at <paramref name="open"/>, or -1 when it never closes.</summary>
    public static int SkipQuoted(ReadOnlySpan<byte> text, int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] is (byte)'\\')
                i++;
            else if (text[i] is (byte)'"')
                return i + 1;
        }

        return -1;
    }

    /// <summary>The first <paramref name="mark"/> that stands outside of quotes and angle brackets, or the length of the text.</summary>
    public static int IndexOutside(ReadOnlySpan<byte> text, byte mark)
    {
        var at = 0;
        while (true)
        {
            var found = text[at..].IndexOfAny(mark, (byte)'"', (byte)'<');
            if (found < 0)
                return text.Length;

            at += found;
            if (text[at] == mark)
                return at;

            if (text[at] is (byte)'"')
            {
                at = SkipQuoted(text, at);
                if (at < 0)
                    return text.Length;
                continue;
            }

            var close = text[at..].IndexOf((byte)'>');
            if (close < 0)
                return text.Length;
            at += close + 1;
        }
    }

    /// <summary>The text of a quoted string's inside: every <c>\x</c> becomes <c>x</c>.</summary>
    public static string Unquoted(ReadOnlySpan<byte> inside)
    {
        if (inside.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(inside);

        var plain = new byte[inside.Length];
        var length = 0;
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] is (byte)'\\' && i + 1 < inside.Length)
                i++;
            plain[length++] = inside[i];
        }

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    /// <summary>The text with every valid <c>%XX</c> decoded; a broken escape stays as it is.</summary>
    public static string Unescaped(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'%') < 0)
            return Encoding.UTF8.GetString(text);

        var plain = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; length++)
            plain[length] = NextUnescaped(text, ref i, out _);

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    /// <summary>One byte of percent-encoded text, moving <paramref name="at"/> behind it.</summary>
    public static byte NextUnescaped(ReadOnlySpan<byte> text, ref int at, out bool wasEscaped)
    {
        wasEscaped = text[at] is (byte)'%' && at + 2 < text.Length && HexValue(text[at + 1]) >= 0 && HexValue(text[at + 2]) >= 0;
        if (!wasEscaped)
            return text[at++];

        var value = (byte)((HexValue(text[at + 1]) << 4) | HexValue(text[at + 2]));
        at += 3;
        return value;
    }

    /// <summary>True when escaped text spells this plain ASCII text, in any case.</summary>
    public static bool SameUnescaped(ReadOnlySpan<byte> escaped, ReadOnlySpan<byte> plain)
    {
        if (escaped.IndexOf((byte)'%') < 0)
            return false;

        var at = 0;
        var matched = 0;
        while (at < escaped.Length)
        {
            var one = NextUnescaped(escaped, ref at, out _);
            if (matched == plain.Length || Lower(one) != Lower(plain[matched++]))
                return false;
        }

        return matched == plain.Length;
    }

    public static byte Lower(byte one) => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;

    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
