namespace Appliance.Calls;

/// <summary>Whether the voice of one leg is encrypted with SRTP (RFC 3711), its keys carried in SDP (RFC 4568).</summary>
public enum MediaSecurity
{
    /// <summary>Never: plain RTP.</summary>
    Plain,

    /// <summary>Accepted when the peer offers it; plain RTP is offered by us.</summary>
    Optional,

    /// <summary>Always: a peer without it is refused with 488.</summary>
    Required,
}

/// <summary>How key presses travel during a call.</summary>
public enum DtmfMode
{
    /// <summary>As telephone-event packets in the media (RFC 4733).</summary>
    Rfc4733,

    /// <summary>As SIP INFO requests with <c>application/dtmf-relay</c>.</summary>
    Info,

    /// <summary>As tones in the voice.</summary>
    InBand,
}
