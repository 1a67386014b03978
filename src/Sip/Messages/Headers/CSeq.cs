namespace Sip.Messages;

/// <summary>Sequence number and method of a transaction (RFC 3261 section 20.16).</summary>
public readonly record struct CSeq(uint Number, SipMethod Method)
{
    /// <summary>False for the value of a header that is missing or broken.</summary>
    public bool IsValid => Method.Text.Length > 0;

    /// <summary>Reads <c>number LWS method</c>; the number fits 32 bits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out CSeq cseq)
    {
        cseq = default;
        if (!TrySplit(value, out var number, out var method))
            return false;

        cseq = new(number, SipMethod.Of(method));
        return true;
    }

    /// <summary>As it is written into a message.</summary>
    public override string ToString() => $"{Number} {Method.Text}";

    internal static bool TrySplit(ReadOnlySpan<byte> value, out uint number, out ReadOnlySpan<byte> method)
    {
        value = Grammar.Trim(value);
        var digits = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits <= 0 || !Grammar.IsWhite(value[digits]))
        {
            number = 0;
            method = default;
            return false;
        }

        method = Grammar.Trim(value[digits..]);
        return Grammar.TryNumber(value[..digits], out number) && Grammar.IsToken(method);
    }
}
