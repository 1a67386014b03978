using System.Text;

namespace Sip.Messages;

/// <summary>
/// A SIP message (RFC 3261 section 7): one buffer of bytes it owns and an index of where its headers stand. It never changes, so a
/// transaction, a dialog and a trace may keep the same one. Headers are read through views over its bytes; a view that could not
/// be read says so by <c>IsValid</c>, nothing throws. A change makes a new message: see <see cref="SipWriter"/> and <see cref="SipRewriting"/>.
/// </summary>
public abstract class SipMessage
{
    private readonly byte[] _bytes;
    private readonly int _length;
    private readonly HeaderRef[] _headers;

    private protected SipMessage(byte[] bytes, int length, HeaderRef[] headers, in SipHead head)
    {
        _bytes = bytes;
        _length = length;
        _headers = headers;
        BodyStart = head.BodyStart;
    }

    /// <summary>The whole message as it goes over the wire. Folded headers stand on one line.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>The whole message, to keep or to send.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>The body; empty without one.</summary>
    public ReadOnlySpan<byte> Body => Span[BodyStart..];

    /// <summary>The body, to keep.</summary>
    public ReadOnlyMemory<byte> BodyBytes => Bytes[BodyStart..];

    /// <summary>Header lines, unknown ones included.</summary>
    public int HeaderCount => _headers.Length;

    /// <summary>Every header line in order.</summary>
    public HeaderLines Headers => new(Span, _headers);

    /// <summary>The topmost Via; not valid when it is missing or broken.</summary>
    public ViaView TopVia => First(HeaderName.Via, out var value) && ViaView.TryParse(value, out var via) ? via : default;

    /// <summary>The From header.</summary>
    public NameAddressView From => Address(HeaderName.From);

    /// <summary>The To header.</summary>
    public NameAddressView To => Address(HeaderName.To);

    /// <summary>The first Contact; look at all of them with <see cref="All"/> where there may be several.</summary>
    public NameAddressView Contact => Address(HeaderName.Contact);

    /// <summary>The Call-ID, compared byte by byte (RFC 3261 section 20.8); empty without one.</summary>
    public ReadOnlySpan<byte> CallId => Value(HeaderName.CallId);

    /// <summary>The CSeq; not valid when it is missing or broken.</summary>
    public CSeq CSeq => TryGet(HeaderName.CSeq, out var value) && CSeq.TryParse(value, out var cseq) ? cseq : default;

    /// <summary>Max-Forwards, or null.</summary>
    public int? MaxForwards => Number(HeaderName.MaxForwards) is { } hops and <= SipLimits.MaxForwards ? (int)hops : null;

    /// <summary>The Content-Length header, or null. <see cref="Body"/> already is of that length.</summary>
    public int? ContentLength => Number(HeaderName.ContentLength) is { } length and <= SipLimits.MessageBytes ? (int)length : null;

    /// <summary>Content-Type without its parameters, e.g. <c>application/sdp</c>; empty without one. Compare without regard to case.</summary>
    public ReadOnlySpan<byte> ContentType
    {
        get
        {
            var value = Value(HeaderName.ContentType);
            var end = value.IndexOf((byte)';');
            return end < 0 ? value : Grammar.Trim(value[..end]);
        }
    }

    /// <summary>The Expires header in seconds, or null when it is missing or no number.</summary>
    public uint? Expires => Number(HeaderName.Expires);

    /// <summary>The Record-Route values, topmost first.</summary>
    public HeaderValues RecordRoutes => All(HeaderName.RecordRoute);

    /// <summary>The Route values, topmost first.</summary>
    public HeaderValues Routes => All(HeaderName.Route);

    /// <summary>The Path values (RFC 3327), topmost first.</summary>
    public HeaderValues Paths => All(HeaderName.Path);

    /// <summary>The Via values, topmost first.</summary>
    public HeaderValues Vias => All(HeaderName.Via);

    internal int BodyStart { get; }

    internal ReadOnlySpan<HeaderRef> Index => _headers;

    /// <summary>The whole value of the first line of this header, commas and all.</summary>
    public bool TryGet(HeaderName name, out ReadOnlySpan<byte> value)
    {
        foreach (ref readonly var header in _headers.AsSpan())
        {
            if (header.Id == name)
            {
                value = header.Value(Span);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The whole value of the first line of a header by its name, in any case; also finds known headers.</summary>
    public bool TryGetByName(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var id = HeaderNames.Find(name);
        if (id is not HeaderName.Unknown)
            return TryGet(id, out value);

        foreach (var line in Headers)
        {
            if (Grammar.SameText(line.RawName, name))
            {
                value = line.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The whole value of the first line of this header; empty without one.</summary>
    public ReadOnlySpan<byte> Value(HeaderName name) => TryGet(name, out var value) ? value : default;

    /// <summary>The value of the first line of this header as text, or null.</summary>
    public string? Text(HeaderName name) => TryGet(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The value of the first line of a header by its name as text, or null.</summary>
    public string? Text(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryGetByName(Encoding.UTF8.GetBytes(name), out var value) ? Encoding.UTF8.GetString(value) : null;
    }

    /// <summary>True when a line of this header is there.</summary>
    public bool Has(HeaderName name) => TryGet(name, out _);

    /// <summary>Every value of this header over repeated lines and comma lists.</summary>
    public HeaderValues All(HeaderName name) => new(Span, _headers, name);

    /// <summary>The first value of this header, cut at a comma when it is a list.</summary>
    public bool First(HeaderName name, out ReadOnlySpan<byte> value)
    {
        foreach (var one in All(name))
        {
            value = one;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>True when a list header holds this token, e.g. <c>Supported: timer</c>.</summary>
    public bool Lists(HeaderName name, ReadOnlySpan<byte> token) => All(name).Contains(token);

    /// <summary>The first value of a header as a number of 32 bits; anything behind the digits, such as parameters, is passed over.</summary>
    public uint? Number(HeaderName name)
    {
        if (!TryGet(name, out var value))
            return null;

        var digits = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits > 0 && !(Grammar.IsWhite(value[digits]) || value[digits] is (byte)';' or (byte)'('))
            return null;
        return Grammar.TryNumber(digits < 0 ? value : value[..digits], out var number) ? number : null;
    }

    private NameAddressView Address(HeaderName name) =>
        First(name, out var value) && NameAddressView.TryParse(value, out var address) ? address : default;
}
