namespace Sip.Rtp.Srtp;

/// <summary>What became of a packet.</summary>
public enum SrtpVerdict
{
    /// <summary>It is done; the length is the new one.</summary>
    Done,

    /// <summary>It is no RTP or RTCP packet, or too short.</summary>
    Malformed,

    /// <summary>Receiving: seen before, or too old to tell. Sending: its index has been used, and a key stream may serve once only.</summary>
    Replayed,

    /// <summary>Its tag is wrong: forged, damaged, or sealed with another key.</summary>
    NotAuthentic,

    /// <summary>The buffer has no room for the tag.</summary>
    NoRoom,

    /// <summary>The key has sealed all it may, or for as many sources as a context may have.</summary>
    Exhausted,
}
