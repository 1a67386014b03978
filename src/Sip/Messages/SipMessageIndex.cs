namespace Sip.Messages;

/// <summary>Where one header line stands in the bytes. Offsets fit 16 bits because a message is at most <see cref="SipLimits.MessageBytes"/> long.</summary>
internal readonly record struct HeaderRef(byte IdByte, byte NameLength, ushort NameStart, ushort ValueStart, ushort ValueLength)
{
    public HeaderName Id => (HeaderName)IdByte;

    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> message) => message.Slice(NameStart, NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> message) => message.Slice(ValueStart, ValueLength);
}

/// <summary>Start line and borders of a message.</summary>
internal struct SipHead
{
    public SipParseError Error;
    public bool IsRequest;
    public bool IsFolded;
    public int MethodLength;
    public int UriStart;
    public int UriLength;
    public int StatusCode;
    public int ReasonStart;
    public int ReasonLength;
    public int HeaderCount;
    public int BodyStart;
    public int BodyLength;

    /// <summary>The value of Content-Length, or -1 without one.</summary>
    public int ContentLength;

    /// <summary>Keeps the first fault: later ones are often its consequences.</summary>
    public void Fail(SipParseError error)
    {
        if (Error is SipParseError.None)
            Error = error;
    }
}

/// <summary>
/// The positions of a message's parts, found by <see cref="SipParser.Index"/> without copying or allocating. One index is made
/// once and used for many messages; what it says holds until its next use.
/// </summary>
public sealed class SipMessageIndex
{
    internal readonly HeaderRef[] Headers = new HeaderRef[SipLimits.Headers];
    internal SipHead Head;

    /// <summary>True for a request, false for a response.</summary>
    public bool IsRequest => Head.IsRequest;

    /// <summary>The status code of a response, else 0.</summary>
    public int StatusCode => Head.StatusCode;

    /// <summary>Header lines found.</summary>
    public int HeaderCount => Head.HeaderCount;

    /// <summary>Where the body begins.</summary>
    public int BodyStart => Head.BodyStart;

    /// <summary>Bytes of the body.</summary>
    public int BodyLength => Head.BodyLength;

    /// <summary>The first line of this header in the bytes that were indexed.</summary>
    public bool TryGet(ReadOnlySpan<byte> message, HeaderName name, out ReadOnlySpan<byte> value)
    {
        foreach (ref readonly var header in Headers.AsSpan(0, Head.HeaderCount))
        {
            if (header.Id == name)
            {
                value = header.Value(message);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Every value of this header in the bytes that were indexed.</summary>
    public HeaderValues All(ReadOnlySpan<byte> message, HeaderName name) => new(message, Headers.AsSpan(0, Head.HeaderCount), name);
}
