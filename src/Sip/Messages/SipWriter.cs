using System.Globalization;
using System.Text;

namespace Sip.Messages;

/// <summary>
/// Writes one message. Headers stand in the order they are added, in the spelling of their RFC; Content-Type and Content-Length come
/// last. Text may come from settings or from a peer, so no text can end its line: every CR, LF and NUL in a value becomes a space,
/// in a Request-URI an escape, in a name it is left out. Of a header that may stand only once the first stays; Content-Length is
/// written by the writer alone. The finished message is an ordinary <see cref="SipMessage"/>.
/// </summary>
public sealed class SipWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length;
    private string _contentType = "";
    private ReadOnlyMemory<byte> _body;
    private int _seenOnce;

    private SipWriter()
    {
    }

    /// <summary>Begins a request.</summary>
    public static SipWriter Request(SipMethod method, string uri) => Request(method, Encoding.UTF8.GetBytes(uri ?? ""));

    /// <summary>Begins a request.</summary>
    public static SipWriter Request(SipMethod method, ReadOnlySpan<byte> uri)
    {
        var writer = new SipWriter();
        writer.AppendName(Encoding.ASCII.GetBytes(method.Text));
        writer.Append(" "u8);
        writer.AppendUri(uri);
        writer.Append(" SIP/2.0\r\n"u8);
        return writer;
    }

    /// <summary>
    /// Begins the response to a request: Via, From, To, Call-ID and CSeq are copied (RFC 3261 section 8.2.6.2), in a 100 also Timestamp.
    /// A To without a tag gets <paramref name="toTag"/>. Without a reason the RFC's phrase is used.
    /// </summary>
    public static SipWriter Response(SipRequest request, int status, string? reason = null, string? toTag = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var writer = StatusLine(status, reason);
        writer.Copy(request, HeaderName.Via).Copy(request, HeaderName.From);
        writer.CopyTo(request, toTag);
        writer.Copy(request, HeaderName.CallId).Copy(request, HeaderName.CSeq);
        return status is 100 ? writer.Copy(request, HeaderName.Timestamp) : writer;
    }

    /// <summary>Begins a response with no headers yet.</summary>
    public static SipWriter StatusLine(int status, string? reason = null)
    {
        var writer = new SipWriter();
        writer.Append("SIP/2.0 "u8);
        writer.AppendNumber(status);
        writer.Append(" "u8);
        writer.AppendText(reason ?? StatusCode.Reason(status));
        writer.Append("\r\n"u8);
        return writer;
    }

    /// <summary>Adds a header line.</summary>
    public SipWriter Add(HeaderName name, string value) => AddText(name, name.Bytes(), value);

    /// <summary>Adds a header line.</summary>
    public SipWriter Add(HeaderName name, ReadOnlySpan<byte> value)
    {
        if (!TryBeginLine(name, name.Bytes()))
            return this;

        AppendClean(value);
        Append("\r\n"u8);
        return this;
    }

    /// <summary>Adds a header line with a number.</summary>
    public SipWriter Add(HeaderName name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a header line by name. A name that is no token is left out together with its value.</summary>
    public SipWriter Add(string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(name ?? "");
        return AddText(HeaderNames.Find(bytes), bytes, value);
    }

    /// <summary>Adds every line of this header as it stands in another message, in order.</summary>
    public SipWriter Copy(SipMessage message, HeaderName name)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var line in message.Headers)
        {
            if (line.Id == name && name is not HeaderName.Unknown)
                AppendLine(name, name.Bytes(), line.Value);
        }

        return this;
    }

    /// <summary>Adds the header lines of another message that have no number here and that the filter takes, by name, in order.</summary>
    public SipWriter CopyUnknown(SipMessage message, Func<string, bool> takes)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(takes);
        foreach (var line in message.Headers)
        {
            if (line.Id is HeaderName.Unknown && takes(Encoding.ASCII.GetString(line.RawName)))
                AppendLine(HeaderName.Unknown, line.RawName, line.Value);
        }

        return this;
    }

    /// <summary>Sets the body and its Content-Type.</summary>
    public SipWriter Body(string contentType, ReadOnlyMemory<byte> body)
    {
        _contentType = contentType ?? "";
        _body = body;
        return this;
    }

    /// <summary>Ends the message. The writer is spent.</summary>
    public SipRequest ToRequest() => End() as SipRequest ?? throw new InvalidOperationException("This writer holds no valid request.");

    /// <summary>Ends the message. The writer is spent.</summary>
    public SipResponse ToResponse() => End() as SipResponse ?? throw new InvalidOperationException("This writer holds no valid response.");

    /// <summary>Copies one header line, whatever its name.</summary>
    internal void CopyLine(SipHeaderLine line) => AppendLine(line.Id, line.Id is HeaderName.Unknown ? line.RawName : line.Id.Bytes(), line.Value);

    private SipMessage? End()
    {
        if (!_body.IsEmpty && _contentType.Length > 0)
            Add(HeaderName.ContentType, _contentType);
        Append("Content-Length: "u8);
        AppendNumber(_body.Length);
        Append("\r\n\r\n"u8);
        Append(_body.Span);

        var bytes = _bytes;
        _bytes = [];
        return SipParser.Adopt(bytes, _length);
    }

    private SipWriter AddText(HeaderName id, ReadOnlySpan<byte> name, string? value)
    {
        if (!TryBeginLine(id, name))
            return this;

        AppendText(value ?? "");
        Append("\r\n"u8);
        return this;
    }

    private bool TryBeginLine(HeaderName id, ReadOnlySpan<byte> name)
    {
        var mark = HeadReader.OnceMark(id);
        if (id is HeaderName.ContentLength || (_seenOnce & mark) is not 0 || !Grammar.IsToken(name) || name.Length > SipLimits.HeaderNameBytes)
            return false;

        _seenOnce |= mark;
        Append(name);
        Append(": "u8);
        return true;
    }

    /// <summary>For values out of a parsed message: they hold no line end.</summary>
    private void AppendLine(HeaderName id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!TryBeginLine(id, name))
            return;

        Append(value);
        Append("\r\n"u8);
    }

    private void CopyTo(SipRequest request, string? toTag)
    {
        if (!request.TryGet(HeaderName.To, out var to))
            return;

        if (!TryBeginLine(HeaderName.To, HeaderName.To.Bytes()))
            return;

        Append(to);
        if (toTag is not null && request.To.IsValid && request.To.Tag.IsEmpty)
        {
            Append(";tag="u8);
            AppendName(Encoding.UTF8.GetBytes(toTag));
        }

        Append("\r\n"u8);
    }

    private void AppendText(string value)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        var from = _length;
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(from));
        Clean(_bytes.AsSpan(from, _length - from));
    }

    private void AppendClean(ReadOnlySpan<byte> value)
    {
        var from = _length;
        Append(value);
        Clean(_bytes.AsSpan(from, _length - from));
    }

    private static void Clean(Span<byte> written)
    {
        written.Replace((byte)'\r', (byte)' ');
        written.Replace((byte)'\n', (byte)' ');
        written.Replace((byte)0, (byte)' ');
    }

    private void AppendName(ReadOnlySpan<byte> name)
    {
        foreach (var one in name)
        {
            if (Grammar.IsToken(one))
                Append([one]);
        }
    }

    private void AppendUri(ReadOnlySpan<byte> uri)
    {
        foreach (var one in uri)
        {
            if (one is <= (byte)' ' or 0x7f or (byte)'<' or (byte)'>' or (byte)'"')
                Append(Encoding.ASCII.GetBytes($"%{one:X2}"));
            else
                Append([one]);
        }
    }

    private void AppendNumber(int number)
    {
        Reserve(11);
        number.TryFormat(_bytes.AsSpan(_length), out var written, provider: CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
    }
}
