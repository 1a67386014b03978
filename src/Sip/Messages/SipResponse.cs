using System.Text;

namespace Sip.Messages;

/// <summary>A response (RFC 3261 section 7.2).</summary>
public sealed class SipResponse : SipMessage
{
    private readonly int _reasonStart;
    private readonly int _reasonLength;

    internal SipResponse(byte[] bytes, int length, HeaderRef[] headers, in SipHead head)
        : base(bytes, length, headers, in head)
    {
        StatusCode = head.StatusCode;
        _reasonStart = head.ReasonStart;
        _reasonLength = head.ReasonLength;
    }

    /// <summary>100 to 699.</summary>
    public int StatusCode { get; }

    /// <summary>The reason phrase as bytes; may be empty.</summary>
    public ReadOnlySpan<byte> ReasonPhrase => Span.Slice(_reasonStart, _reasonLength);

    /// <summary>1xx.</summary>
    public bool IsProvisional => StatusCode < 200;

    /// <summary>2xx.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>2xx to 6xx.</summary>
    public bool IsFinal => StatusCode >= 200;

    /// <summary>3xx to 6xx.</summary>
    public bool IsFinalFailure => StatusCode >= 300;

    /// <summary>Status code and reason.</summary>
    public override string ToString() => $"{StatusCode} {Encoding.UTF8.GetString(ReasonPhrase)}";
}
