namespace Sip.Messages;

/// <summary>What <see cref="SipStreamFramer.Next"/> found.</summary>
public enum SipFrameKind
{
    /// <summary>Nothing whole yet: read more bytes.</summary>
    NeedMore,

    /// <summary>A whole message for <see cref="SipParser.Read"/>.</summary>
    Message,

    /// <summary>One CR LF between messages: the answer to our keep-alive (RFC 5626 section 3.5.1). Without a ping of ours it means nothing.</summary>
    Pong,

    /// <summary>A second CR LF after a <see cref="Pong"/>: together they were the peer's ping. Answer with one CR LF.</summary>
    Ping,

    /// <summary>The stream cannot be followed any more: close the connection.</summary>
    Broken,
}

/// <summary>One find of the framer. The bytes hold until the framer is called again.</summary>
public readonly ref struct SipFrame
{
    internal SipFrame(SipFrameKind kind, ReadOnlySpan<byte> bytes = default, SipParseError error = SipParseError.None)
    {
        Kind = kind;
        Bytes = bytes;
        Error = error;
    }

    /// <summary>What it is.</summary>
    public SipFrameKind Kind { get; }

    /// <summary>The message; of a broken stream the head of the message that broke it, if one was found, so that it may be answered.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Why the stream is broken.</summary>
    public SipParseError Error { get; }
}

/// <summary>
/// Cuts the bytes of a TCP or TLS stream into messages (RFC 3261 section 18.3) and keep-alives (RFC 5626 section 3.5.1), wherever the reads
/// split them. A line end counts as a keep-alive only between messages. The buffer grows with bytes that have arrived, never with
/// what a Content-Length promises, up to <see cref="SipLimits.MessageBytes"/>. Use: receive into <see cref="Room"/>, tell
/// <see cref="Received"/>, then call <see cref="Next"/> until it needs more.
/// </summary>
public sealed class SipStreamFramer
{
    private const int FirstBuffer = 4 * 1024;
    private const int LeastRoom = 512;

    private readonly SipMessageIndex _index = new();
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private int _scanned;
    private int _frameLength;
    private bool _halfPing;
    private SipParseError _broken;

    /// <summary>Bytes received and not yet given out.</summary>
    public int Pending => _end - _start;

    /// <summary>True when part of a message has arrived: the peer owes us the rest.</summary>
    public bool IsInsideMessage => Pending > 0;

    /// <summary>Bytes the buffer has room for in all; for limits on many connections.</summary>
    public int BufferBytes => _buffer.Length;

    /// <summary>Where the next bytes of the stream go; never empty.</summary>
    public Memory<byte> Room()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, Pending).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        // A connection that once carried a large message does not keep the memory of it.
        if (_end is 0 && _buffer.Length > FirstBuffer)
            _buffer = new byte[FirstBuffer];
        if (_buffer.Length - _end < LeastRoom)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        return _buffer.AsMemory(_end);
    }

    /// <summary>Tells how many bytes have been received into <see cref="Room"/>.</summary>
    public void Received(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Copies received bytes in, for a caller that has a buffer of its own.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = Room().Span;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Received(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>The next message or keep-alive in what has been received.</summary>
    public SipFrame Next()
    {
        if (_broken is not SipParseError.None)
            return new(SipFrameKind.Broken, error: _broken);
        if (_frameLength is 0 && TryTakeLineEnd(out var kind))
            return new(kind);
        if (_frameLength is 0 && !TryFindHead(out var head))
            return head;

        if (Pending < _frameLength)
            return new(SipFrameKind.NeedMore);

        var message = _buffer.AsSpan(_start, _frameLength);
        _start += _frameLength;
        _frameLength = 0;
        _scanned = 0;
        _halfPing = false;
        return new(SipFrameKind.Message, message);
    }

    private bool TryTakeLineEnd(out SipFrameKind kind)
    {
        kind = default;
        if (_buffer.AsSpan(_start, Pending) is not [(byte)'\r', (byte)'\n', ..])
            return false;

        _start += 2;
        kind = _halfPing ? SipFrameKind.Ping : SipFrameKind.Pong;
        _halfPing = !_halfPing;
        return true;
    }

    /// <summary>Finds the end of the headers and with it the length of the message; false with what to tell the caller.</summary>
    private bool TryFindHead(out SipFrame frame)
    {
        frame = new(SipFrameKind.NeedMore);
        var pending = _buffer.AsSpan(_start, Pending);
        if (pending is [] or [(byte)'\r'])
            return false;

        // Anything that is no SIP, such as a TLS handshake on the TCP port, shows in its first byte.
        if (!Grammar.IsToken(pending[0]))
        {
            frame = Break(SipParseError.StartLine);
            return false;
        }

        var from = Math.Max(0, _scanned - 3);
        var found = pending[from..].IndexOf("\r\n\r\n"u8);
        if (found < 0)
        {
            _scanned = pending.Length;
            if (pending.Length > SipLimits.HeadBytes)
                frame = Break(SipParseError.MessageTooLarge);
            return false;
        }

        var head = pending[..(from + found + 4)];
        return TryMeasure(head, out frame);
    }

    private bool TryMeasure(ReadOnlySpan<byte> head, out SipFrame frame)
    {
        SipParser.IndexHead(head, _index);
        ref readonly var found = ref _index.Head;
        var error = found switch
        {
            { Error: SipParseError.ContentLength or SipParseError.DuplicateHeader or SipParseError.BareLineBreak or SipParseError.MessageTooLarge } => found.Error,
            { ContentLength: < 0 } => SipParseError.NoContentLength,
            { ContentLength: > SipLimits.BodyBytes } => SipParseError.BodyTooLarge,
            _ when head.Length + found.ContentLength > SipLimits.MessageBytes => SipParseError.MessageTooLarge,
            _ => SipParseError.None,
        };

        if (error is not SipParseError.None)
        {
            frame = Break(error, head);
            return false;
        }

        _frameLength = head.Length + found.ContentLength;
        frame = default;
        return true;
    }

    private SipFrame Break(SipParseError error, ReadOnlySpan<byte> head = default)
    {
        _broken = error;
        return new(SipFrameKind.Broken, head, error);
    }
}
