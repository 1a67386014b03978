namespace Sip.Messages;

/// <summary>One Reason value (RFC 3326): why a request was sent, e.g. <c>Q.850;cause=16;text="Normal call clearing"</c>.</summary>
public readonly ref struct ReasonView
{
    private readonly ReadOnlySpan<byte> _parameters;

    private ReasonView(ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> parameters)
    {
        Protocol = protocol;
        _parameters = parameters;
    }

    /// <summary>False for a value that could not be read.</summary>
    public bool IsValid => !Protocol.IsEmpty;

    /// <summary>The protocol as written: <c>SIP</c> or <c>Q.850</c>. Compare without regard to case.</summary>
    public ReadOnlySpan<byte> Protocol { get; }

    /// <summary>True for a cause of ITU-T Q.850.</summary>
    public bool IsQ850 => Grammar.SameText(Protocol, "Q.850"u8);

    /// <summary>The cause: a SIP status code or a Q.850 cause; null without one.</summary>
    public int? Cause => Parameters.Number("cause"u8) is { } cause and <= 999 ? (int)cause : null;

    /// <summary>The text for a person; empty without one.</summary>
    public string Text => Parameters.TryGet("text"u8, out var text) ? text.Text() : "";

    /// <summary>All parameters in order.</summary>
    public SipParameters Parameters => new(_parameters);

    /// <summary>Reads one value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out ReasonView reason)
    {
        reason = default;
        value = Grammar.Trim(value);
        var end = value.IndexOf((byte)';');
        var protocol = Grammar.Trim(end < 0 ? value : value[..end]);
        if (!Grammar.IsToken(protocol))
            return false;

        reason = new(protocol, end < 0 ? default : value[end..]);
        return true;
    }
}
