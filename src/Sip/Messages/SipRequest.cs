using System.Text;

namespace Sip.Messages;

/// <summary>A request (RFC 3261 section 7.1).</summary>
public sealed class SipRequest : SipMessage
{
    private readonly int _uriStart;
    private readonly int _uriLength;

    internal SipRequest(byte[] bytes, int length, HeaderRef[] headers, in SipHead head)
        : base(bytes, length, headers, in head)
    {
        Method = SipMethod.Of(bytes.AsSpan(0, head.MethodLength));
        _uriStart = head.UriStart;
        _uriLength = head.UriLength;
    }

    /// <summary>The method.</summary>
    public SipMethod Method { get; }

    /// <summary>The Request-URI as written.</summary>
    public ReadOnlySpan<byte> RequestUri => Span.Slice(_uriStart, _uriLength);

    /// <summary>The Request-URI taken apart; not valid when it cannot be read.</summary>
    public SipUriView Uri => SipUriView.TryParse(RequestUri, out var uri) ? uri : default;

    /// <summary>The request line.</summary>
    public override string ToString() => $"{Method.Text} {Encoding.UTF8.GetString(RequestUri)}";
}
