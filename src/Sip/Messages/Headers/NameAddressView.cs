using System.Buffers;
using System.Text;

namespace Sip.Messages;

/// <summary>
/// A name-addr or addr-spec with header parameters (RFC 3261 sections 20.10, 20.20, 20.34): From, To, Contact, Route, Record-Route,
/// Refer-To, P-Asserted-Identity, Diversion. Without angle brackets every semicolon begins a header parameter (section 20).
/// </summary>
public readonly ref struct NameAddressView
{
    private static readonly SearchValues<byte> NeedBrackets = SearchValues.Create("\"<> \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _parameters;
    private readonly bool _isQuoted;

    private NameAddressView(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, bool isQuoted, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> parameters, bool hasBrackets)
    {
        Value = value;
        DisplayName = name;
        _isQuoted = isQuoted;
        UriText = uri;
        _parameters = parameters;
        HasBrackets = hasBrackets;
    }

    /// <summary>False for the view of a header that is missing or broken.</summary>
    public bool IsValid => !Value.IsEmpty;

    /// <summary>The whole value.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The display name as written, without its quotes but with its backslashes; empty without one.</summary>
    public ReadOnlySpan<byte> DisplayName { get; }

    /// <summary>The address as written, without angle brackets; <c>*</c> for the Contact that means every binding.</summary>
    public ReadOnlySpan<byte> UriText { get; }

    /// <summary>The address taken apart; not valid when it is of a scheme we do not read.</summary>
    public SipUriView Uri => SipUriView.TryParse(UriText, out var uri) ? uri : default;

    /// <summary>The header parameters behind the address.</summary>
    public SipParameters Parameters => new(_parameters);

    /// <summary>The tag of From and To; empty without one.</summary>
    public ReadOnlySpan<byte> Tag => Parameters.Value("tag"u8);

    /// <summary>The expires parameter of a Contact in seconds, or null.</summary>
    public uint? Expires => Parameters.Number("expires"u8);

    /// <summary>The q of a Contact in thousandths (0 to 1000), or null.</summary>
    public int? Q => ReadQ(Parameters.Value("q"u8));

    /// <summary>True for <c>Contact: *</c> (RFC 3261 section 10.2.2).</summary>
    public bool IsStar => UriText is [(byte)'*'] && !HasBrackets;

    /// <summary>True when the address stood in angle brackets.</summary>
    public bool HasBrackets { get; }

    /// <summary>The display name as a person reads it; empty without one.</summary>
    public string Name() => _isQuoted ? Grammar.Unquoted(DisplayName) : Encoding.UTF8.GetString(DisplayName);

    /// <summary>
    /// Reads one value. A display name may hold what the RFC would have in quotes (RFC 4475 section 3.1.2.15), as many phones send it;
    /// a quote that does not close, or text where a parameter should be, fails.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out NameAddressView address)
    {
        address = default;
        value = Grammar.Trim(value);
        if (value.IsEmpty)
            return false;

        if (value[0] is (byte)'"')
        {
            var after = Grammar.SkipQuoted(value, 0);
            if (after < 0)
                return false;
            var open = Grammar.SkipWhite(value, after);
            return TryBracketed(value, open, value[1..(after - 1)], isQuoted: true, out address);
        }

        var bracket = value.IndexOf((byte)'<');
        var quote = value.IndexOf((byte)'"');
        if (bracket >= 0 && (quote < 0 || bracket < quote))
            return TryBracketed(value, bracket, Grammar.Trim(value[..bracket]), isQuoted: false, out address);

        var end = value.IndexOf((byte)';');
        if (end < 0)
            end = value.Length;
        var uri = Grammar.Trim(value[..end]);
        if (uri.IsEmpty || uri.ContainsAny(NeedBrackets))
            return false;

        address = new(value, default, isQuoted: false, uri, value[end..], hasBrackets: false);
        return true;
    }

    private static bool TryBracketed(ReadOnlySpan<byte> value, int open, ReadOnlySpan<byte> name, bool isQuoted, out NameAddressView address)
    {
        address = default;
        if (open >= value.Length || value[open] is not (byte)'<')
            return false;

        var length = value[(open + 1)..].IndexOf((byte)'>');
        if (length < 0)
            return false;

        // Spaces inside the brackets are passed over, as RFC 4475 section 3.1.2.14 lets a liberal element do.
        var uri = Grammar.Trim(value.Slice(open + 1, length));
        var after = Grammar.SkipWhite(value, open + length + 2);
        if (uri.IsEmpty || (after < value.Length && value[after] is not (byte)';'))
            return false;

        address = new(value, name, isQuoted, uri, value[after..], hasBrackets: true);
        return true;
    }

    private static int? ReadQ(ReadOnlySpan<byte> text)
    {
        if (text is not ([(byte)'0' or (byte)'1'] or [(byte)'0' or (byte)'1', (byte)'.', ..]) || text.Length > 5)
            return null;

        var thousandths = (text[0] - '0') * 1000;
        var weight = 100;
        foreach (var digit in text[Math.Min(2, text.Length)..])
        {
            if (!Grammar.IsDigit(digit))
                return null;
            thousandths += (digit - '0') * weight;
            weight /= 10;
        }

        return thousandths <= 1000 ? thousandths : null;
    }
}
