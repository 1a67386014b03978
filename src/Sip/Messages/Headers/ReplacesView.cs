namespace Sip.Messages;

/// <summary>A Replaces value (RFC 3891 section 6.1): the dialog that a new call takes the place of.</summary>
public readonly ref struct ReplacesView
{
    private readonly ReadOnlySpan<byte> _parameters;

    private ReplacesView(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> parameters)
    {
        CallId = callId;
        _parameters = parameters;
    }

    /// <summary>False for a value that could not be read.</summary>
    public bool IsValid => !CallId.IsEmpty;

    /// <summary>The Call-ID of the dialog.</summary>
    public ReadOnlySpan<byte> CallId { get; }

    /// <summary>The tag of the side that receives the header.</summary>
    public ReadOnlySpan<byte> ToTag => new SipParameters(_parameters).Value("to-tag"u8);

    /// <summary>The tag of the other side.</summary>
    public ReadOnlySpan<byte> FromTag => new SipParameters(_parameters).Value("from-tag"u8);

    /// <summary>True when only a dialog not yet answered may be replaced.</summary>
    public bool IsEarlyOnly => new SipParameters(_parameters).Has("early-only"u8);

    /// <summary>Reads one value; both tags must be there exactly once or it is not valid.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out ReplacesView replaces)
    {
        value = Grammar.Trim(value);
        var end = value.IndexOf((byte)';');
        replaces = end > 0 ? new(Grammar.Trim(value[..end]), value[end..]) : default;
        if (replaces.IsValid && !replaces.ToTag.IsEmpty && !replaces.FromTag.IsEmpty)
            return true;

        replaces = default;
        return false;
    }
}

/// <summary>RAck (RFC 3262 section 7.2): which reliable provisional response a PRACK acknowledges.</summary>
public readonly record struct RAck(uint RSeq, CSeq CSeq)
{
    /// <summary>Reads a header value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out RAck rack)
    {
        rack = default;
        value = Grammar.Trim(value);
        var digits = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits <= 0 || !Grammar.TryNumber(value[..digits], out var rseq) || !CSeq.TryParse(value[digits..], out var cseq))
            return false;

        rack = new(rseq, cseq);
        return true;
    }

    /// <summary>As it is written into a message.</summary>
    public override string ToString() => $"{RSeq} {CSeq}";
}
