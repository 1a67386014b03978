using System.Buffers;

namespace Sip.Messages;

/// <summary>
/// Reads one whole message: a UDP datagram, or what <see cref="SipStreamFramer"/> cut out of a stream. Never throws. Lines end with
/// CR LF and nothing else; a lone CR or LF is a fault, since two readers that disagree about where a line ends is how a header is
/// smuggled past one of them.
/// </summary>
public static class SipParser
{
    // CR LF of RFC 5626 section 3.5.1; zero bytes and spaces are what older phones send to keep a NAT binding open.
    private static readonly SearchValues<byte> KeepAliveBytes = SearchValues.Create("\r\n\0 "u8);

    /// <summary>
    /// Finds the parts of a message in place, without allocating: start line, header lines, body. It checks their shape, not
    /// yet what the headers say; <see cref="Read"/> does both.
    /// </summary>
    public static SipParseError Index(ReadOnlySpan<byte> message, SipMessageIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        HeadReader.Read(message, index.Headers, ref index.Head);
        PlaceBody(message, ref index.Head);
        return index.Head.Error;
    }

    /// <summary>
    /// Reads a message into an object of its own. A message that comes out has readable Via, From, To, Call-ID and CSeq; a request
    /// has a sip, sips or tel Request-URI and a CSeq of its own method. Line ends before the start line are passed over
    /// (RFC 3261 section 7.5), bytes behind Content-Length are dropped (section 18.3).
    /// </summary>
    public static SipParseResult Read(ReadOnlySpan<byte> datagram)
    {
        if (!datagram.ContainsAnyExcept(KeepAliveBytes))
            return datagram.IsEmpty ? SipParseResult.Malformed(SipParseError.Empty) : SipParseResult.KeepAlive;
        var message = datagram.TrimStart("\r\n"u8);

        Span<HeaderRef> headers = stackalloc HeaderRef[SipLimits.Headers];
        SipHead head = default;
        HeadReader.Read(message, headers, ref head);
        PlaceBody(message, ref head);
        headers = headers[..head.HeaderCount];
        head.Fail(SipMessageCheck.Check(message, headers, in head));

        if (head.Error is not SipParseError.None)
            return Refusal(message, headers, in head);

        return SipParseResult.Of(Own(message, headers, in head));
    }

    /// <summary>The answer to a stream that <see cref="SipStreamFramer"/> found broken: what to refuse and with which status, before the connection is closed.</summary>
    public static SipParseResult ReadBroken(SipFrame frame)
    {
        if (frame.Bytes.IsEmpty)
            return SipParseResult.Malformed(frame.Error);

        Span<HeaderRef> headers = stackalloc HeaderRef[SipLimits.Headers];
        SipHead head = default;
        HeadReader.Read(frame.Bytes, headers, ref head);
        head.Error = frame.Error;
        return Refusal(frame.Bytes, headers[..head.HeaderCount], in head);
    }

    /// <summary>Indexes bytes that the caller hands over; they become the message.</summary>
    internal static SipMessage? Adopt(byte[] bytes, int length)
    {
        Span<HeaderRef> headers = stackalloc HeaderRef[2 * SipLimits.Headers];
        SipHead head = default;
        var message = bytes.AsSpan(0, length);
        HeadReader.Read(message, headers, ref head, isOurs: true);
        PlaceBody(message, ref head);
        return head.Error is SipParseError.None ? Build(bytes, length, headers[..head.HeaderCount], in head) : null;
    }

    /// <summary>Tells which header lines and which end of headers a message has whose body may not be there yet.</summary>
    internal static void IndexHead(ReadOnlySpan<byte> head, SipMessageIndex index) =>
        HeadReader.Read(head, index.Headers, ref index.Head);

    private static void PlaceBody(ReadOnlySpan<byte> message, ref SipHead head)
    {
        var available = message.Length - head.BodyStart;
        var length = head.ContentLength < 0 ? available : head.ContentLength;
        if (length > SipLimits.BodyBytes)
            head.Fail(SipParseError.BodyTooLarge);
        else if (length > available)
            head.Fail(SipParseError.BodyTooShort);

        head.BodyLength = head.Error is SipParseError.None ? length : 0;
    }

    private static SipParseResult Refusal(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderRef> headers, in SipHead head)
    {
        var error = head.Error;
        if (!head.IsRequest || SipMethod.Ack.Is(message[..head.MethodLength]))
            return SipParseResult.Malformed(error);

        foreach (var via in new HeaderValues(message, headers, HeaderName.Via))
        {
            return ViaView.TryParse(via, out _)
                ? SipParseResult.Malformed(error, (SipRequest)Own(message, headers, in head))
                : SipParseResult.Malformed(error);
        }

        return SipParseResult.Malformed(error);
    }

    private static SipMessage Own(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderRef> headers, in SipHead head)
    {
        var bytes = message[..(head.BodyStart + head.BodyLength)].ToArray();
        return Build(bytes, bytes.Length, headers, in head);
    }

    private static SipMessage Build(byte[] bytes, int length, ReadOnlySpan<HeaderRef> headers, in SipHead head)
    {
        if (head.IsFolded)
            Unfold(bytes, headers);

        return head.IsRequest
            ? new SipRequest(bytes, length, headers.ToArray(), in head)
            : new SipResponse(bytes, length, headers.ToArray(), in head);
    }

    /// <summary>A fold means one space (RFC 3261 section 7.3.1); blanking the line end keeps every offset and makes the value one line.</summary>
    private static void Unfold(byte[] bytes, ReadOnlySpan<HeaderRef> headers)
    {
        foreach (ref readonly var header in headers)
        {
            var value = bytes.AsSpan(header.ValueStart, header.ValueLength);
            value.Replace((byte)'\r', (byte)' ');
            value.Replace((byte)'\n', (byte)' ');
        }
    }
}

/// <summary>What came out of <see cref="SipParser.Read"/>.</summary>
public readonly record struct SipParseResult
{
    /// <summary>The message, when it is well formed.</summary>
    public SipMessage? Message { get; private init; }

    /// <summary>What is wrong, or <see cref="SipParseError.None"/>.</summary>
    public SipParseError Error { get; private init; }

    /// <summary>True for a datagram that says nothing and only keeps a NAT binding open: line ends, zero bytes, spaces.</summary>
    public bool IsKeepAlive { get; private init; }

    /// <summary>
    /// A malformed request that can still be answered: its top Via is readable and it is no ACK. Use it only to write that answer;
    /// any of its headers may be missing or wrong.
    /// </summary>
    public SipRequest? Refused { get; private init; }

    /// <summary>The status to answer <see cref="Refused"/> with; null when nothing is to be answered.</summary>
    public int? AnswerWith => Refused is null ? null : Error.StatusCode();

    internal static SipParseResult KeepAlive => new() { IsKeepAlive = true };

    internal static SipParseResult Of(SipMessage message) => new() { Message = message };

    internal static SipParseResult Malformed(SipParseError error, SipRequest? refused = null) => new() { Error = error, Refused = refused };
}
