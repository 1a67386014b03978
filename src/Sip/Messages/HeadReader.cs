using System.Buffers;

namespace Sip.Messages;

/// <summary>
/// One pass over start line and header lines (RFC 3261 section 7). It goes on after a fault, as far as it can, so that a broken request
/// can be answered from the headers that are readable. A message of our own is not held to the limits on single parts: they guard
/// the way in.
/// </summary>
internal static class HeadReader
{
    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    public static void Read(ReadOnlySpan<byte> message, Span<HeaderRef> headers, ref SipHead head, bool isOurs = false)
    {
        head = new() { ContentLength = -1 };
        if (message.Length > SipLimits.MessageBytes)
        {
            head.Fail(SipParseError.MessageTooLarge);
            message = message[..SipLimits.MessageBytes];
        }

        var next = ReadLineEnd(message, 0, out var lineEnd, ref head);
        ReadStartLine(message[..lineEnd], ref head);
        if (head.UriLength > SipLimits.RequestUriBytes && !isOurs)
            head.Fail(SipParseError.RequestUriTooLong);

        var seenOnce = 0;
        while (true)
        {
            if (next >= message.Length)
            {
                head.Fail(SipParseError.NoEndOfHeaders);
                head.BodyStart = message.Length;
                return;
            }

            var start = next;
            next = ReadLineEnd(message, start, out lineEnd, ref head);
            if (lineEnd == start)
            {
                head.BodyStart = next;
                if (next > SipLimits.HeadBytes && !isOurs)
                    head.Fail(SipParseError.HeaderTooLong);
                return;
            }

            while (next < message.Length && message[next] is (byte)' ' or (byte)'\t')
            {
                head.IsFolded = true;
                next = ReadLineEnd(message, next, out lineEnd, ref head);
            }

            ReadHeader(message, start, lineEnd, headers, isOurs, ref head, ref seenOnce);
        }
    }

    /// <summary>The position after the line that begins at <paramref name="start"/>.</summary>
    private static int ReadLineEnd(ReadOnlySpan<byte> message, int start, out int lineEnd, ref SipHead head)
    {
        var length = message[start..].IndexOfAny(LineBreaks);
        if (length < 0)
        {
            head.Fail(SipParseError.NoEndOfHeaders);
            lineEnd = message.Length;
            return message.Length;
        }

        lineEnd = start + length;
        if (message[lineEnd] is (byte)'\r' && lineEnd + 1 < message.Length && message[lineEnd + 1] is (byte)'\n')
            return lineEnd + 2;

        head.Fail(SipParseError.BareLineBreak);
        return lineEnd + 1;
    }

    private static void ReadStartLine(ReadOnlySpan<byte> line, ref SipHead head)
    {
        if (line.Length >= 4 && Grammar.SameText(line[..4], "SIP/"u8))
            ReadStatusLine(line, ref head);
        else
            ReadRequestLine(line, ref head);
    }

    private static void ReadStatusLine(ReadOnlySpan<byte> line, ref SipHead head)
    {
        // "SIP/2.0 200" is 11 bytes; the space before an empty reason is often left out.
        if (line.Length < 11 || line[7] is not (byte)' ')
        {
            head.Fail(SipParseError.StartLine);
            return;
        }

        if (!Grammar.SameText(line[..7], "SIP/2.0"u8))
            head.Fail(SipParseError.Version);

        var afterCode = line[11..];
        if (!Grammar.TryNumber(line[8..11], out var code) || code is < 100 or > 699 || afterCode is not ([] or [(byte)' ', ..]))
        {
            head.Fail(SipParseError.StatusCode);
            return;
        }

        head.StatusCode = (int)code;
        head.ReasonStart = Math.Min(12, line.Length);
        head.ReasonLength = line.Length - head.ReasonStart;
    }

    private static void ReadRequestLine(ReadOnlySpan<byte> line, ref SipHead head)
    {
        var methodEnd = line.IndexOf((byte)' ');
        if (methodEnd <= 0 || !Grammar.IsToken(line[..methodEnd]))
        {
            head.Fail(SipParseError.StartLine);
            return;
        }

        head.IsRequest = true;
        head.MethodLength = methodEnd;

        var uriEnd = line.LastIndexOf((byte)' ');
        var version = line[(uriEnd + 1)..];
        if (uriEnd == methodEnd || version.Length < 4 || !Grammar.SameText(version[..4], "SIP/"u8))
        {
            head.Fail(SipParseError.StartLine);
            return;
        }

        if (!Grammar.SameText(version, "SIP/2.0"u8))
            head.Fail(SipParseError.Version);

        head.UriStart = methodEnd + 1;
        head.UriLength = uriEnd - head.UriStart;
        var uri = line.Slice(head.UriStart, head.UriLength);
        if (uri.IsEmpty || uri.ContainsAny((byte)' ', (byte)'\t'))
            head.Fail(SipParseError.RequestUri);
    }

    private static void ReadHeader(ReadOnlySpan<byte> message, int start, int end, Span<HeaderRef> headers, bool isOurs, ref SipHead head, ref int seenOnce)
    {
        var line = message[start..end];
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? default : line[..colon].TrimEnd(" \t"u8);
        if (!Grammar.IsToken(name))
        {
            head.Fail(SipParseError.HeaderLine);
            return;
        }

        var valueStart = Grammar.SkipWhite(line, colon + 1);
        var value = Grammar.Trim(line[valueStart..]);
        if (name.Length > SipLimits.HeaderNameBytes || (value.Length > SipLimits.HeaderValueBytes && !isOurs))
        {
            head.Fail(SipParseError.HeaderTooLong);
            return;
        }

        if (head.HeaderCount == headers.Length)
        {
            head.Fail(SipParseError.TooManyHeaders);
            return;
        }

        var id = HeaderNames.Find(name);
        headers[head.HeaderCount++] = new((byte)id, (byte)name.Length, (ushort)start, (ushort)(start + valueStart), (ushort)value.Length);
        CheckSingle(id, value, ref head, ref seenOnce);
    }

    /// <summary>A bit for each header that may stand only once and that we act on; 0 for the others.</summary>
    public static int OnceMark(HeaderName id) => id switch
    {
        HeaderName.From => 1,
        HeaderName.To => 2,
        HeaderName.CallId => 4,
        HeaderName.CSeq => 8,
        HeaderName.MaxForwards => 16,
        HeaderName.ContentLength => 32,
        HeaderName.ContentType => 64,
        _ => 0,
    };

    private static void CheckSingle(HeaderName id, ReadOnlySpan<byte> value, ref SipHead head, ref int seenOnce)
    {
        var mark = OnceMark(id);
        if ((seenOnce & mark) is not 0)
            head.Fail(SipParseError.DuplicateHeader);
        seenOnce |= mark;

        if (id is not HeaderName.ContentLength)
            return;

        if (Grammar.TryNumber(value, out var length))
            head.ContentLength = (int)Math.Min(length, int.MaxValue);
        else
            head.Fail(SipParseError.ContentLength);
    }
}
