namespace Sip.Media;

/// <summary>The direction of a stream seen from our side of the port (RFC 3264 section 6.1).</summary>
public enum MediaDirection
{
    /// <summary>Both ways.</summary>
    SendReceive,

    /// <summary>We send, the peer does not: it holds us, or listens to an announcement.</summary>
    SendOnly,

    /// <summary>The peer sends, we do not.</summary>
    ReceiveOnly,

    /// <summary>Neither way; RTCP continues (RFC 3264 section 5.1).</summary>
    Inactive,
}
