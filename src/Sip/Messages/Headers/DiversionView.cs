namespace Sip.Messages;

/// <summary>One Diversion value (RFC 5806): who forwarded the call and why. The topmost is the latest.</summary>
public readonly ref struct DiversionView
{
    private readonly NameAddressView _address;

    private DiversionView(NameAddressView address) => _address = address;

    /// <summary>False for a value that could not be read.</summary>
    public bool IsValid => _address.IsValid;

    /// <summary>Who forwarded the call.</summary>
    public NameAddressView Address => _address;

    /// <summary>The reason, e.g. <c>no-answer</c>; empty without one.</summary>
    public ReadOnlySpan<byte> Reason => _address.Parameters.Value("reason"u8);

    /// <summary>How often the call was forwarded for this reason, or null.</summary>
    public uint? Counter => _address.Parameters.Number("counter"u8);

    /// <summary>The privacy parameter, e.g. <c>full</c>; empty without one.</summary>
    public ReadOnlySpan<byte> Privacy => _address.Parameters.Value("privacy"u8);

    /// <summary>Reads one value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out DiversionView diversion)
    {
        diversion = NameAddressView.TryParse(value, out var address) ? new(address) : default;
        return diversion.IsValid;
    }
}
