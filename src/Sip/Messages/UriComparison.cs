namespace Sip.Messages;

/// <summary>When two addresses mean the same (RFC 3261 section 19.1.4, RFC 3966 section 4).</summary>
internal static class UriComparison
{
    private const int MostParameters = 64;

    public static bool AreEquivalent(SipUriView one, SipUriView other)
    {
        if (one.Value.SequenceEqual(other.Value))
            return one.IsValid;
        if (one.Scheme != other.Scheme || IsTooLong(one) || IsTooLong(other))
            return false;

        return one.Scheme switch
        {
            UriScheme.Sip or UriScheme.Sips =>
                SameEscaped(one.User, other.User, ignoreCase: false)
                && SameEscaped(one.Password, other.Password, ignoreCase: false)
                && Grammar.SameText(one.Host, other.Host)
                && one.Port == other.Port
                && ParametersAgree(one.Parameters, other.Parameters)
                && ParametersAgree(other.Parameters, one.Parameters)
                && HeadersAgree(one.Headers, other.Headers)
                && HeadersAgree(other.Headers, one.Headers),
            UriScheme.Tel =>
                SameNumber(one.User, other.User)
                && TelParametersAgree(one.Parameters, other.Parameters)
                && TelParametersAgree(other.Parameters, one.Parameters),
            _ => false,
        };
    }

    /// <summary>Every parameter is looked up in the other address: what nobody sends must not cost the square of its length.</summary>
    private static bool IsTooLong(SipUriView uri) =>
        uri.Parameters.Raw.Count((byte)';') > MostParameters || uri.Headers.Raw.Count((byte)'&') > MostParameters;

    private static bool ParametersAgree(SipParameters these, SipParameters those)
    {
        foreach (var one in these)
        {
            var isThere = those.TryGet(one.Name, out var same);
            if (isThere ? !SameEscaped(one.Value, same.Value, ignoreCase: true) : MustBeInBoth(one.Name))
                return false;
        }

        return true;
    }

    private static bool MustBeInBoth(ReadOnlySpan<byte> name) =>
        Grammar.SameText(name, "user"u8) || Grammar.SameText(name, "ttl"u8) || Grammar.SameText(name, "method"u8)
        || Grammar.SameText(name, "maddr"u8) || Grammar.SameText(name, "transport"u8);

    private static bool HeadersAgree(SipParameters these, SipParameters those)
    {
        foreach (var one in these)
        {
            if (!those.TryGet(one.Name, out var same) || !SameEscaped(one.Value, same.Value, ignoreCase: false))
                return false;
        }

        return true;
    }

    private static bool TelParametersAgree(SipParameters these, SipParameters those)
    {
        foreach (var one in these)
        {
            if (!those.TryGet(one.Name, out var same) || !SameEscaped(one.Value, same.Value, ignoreCase: true))
                return false;
        }

        return true;
    }

    private static bool SameNumber(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < one.Length && TelUri.IsSeparator(one[i]))
                i++;
            while (j < other.Length && TelUri.IsSeparator(other[j]))
                j++;
            if (i == one.Length || j == other.Length)
                return i == one.Length && j == other.Length;
            if (Grammar.Lower(one[i++]) != Grammar.Lower(other[j++]))
                return false;
        }
    }

    /// <summary>A character and its escape are the same, unless the character is reserved (section 19.1.4, third rule).</summary>
    private static bool SameEscaped(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, bool ignoreCase)
    {
        int i = 0, j = 0;
        while (i < one.Length && j < other.Length)
        {
            var a = Grammar.NextUnescaped(one, ref i, out var aEscaped);
            var b = Grammar.NextUnescaped(other, ref j, out var bEscaped);
            var same = ignoreCase ? Grammar.Lower(a) == Grammar.Lower(b) : a == b;
            if (!same || (aEscaped != bEscaped && ";/?:@&=+$,"u8.Contains(a)))
                return false;
        }

        return i == one.Length && j == other.Length;
    }
}
