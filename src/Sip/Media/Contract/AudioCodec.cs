namespace Sip.Media;

/// <summary>The audio codecs a port can speak, both with a clock of 8000 Hz (RFC 3551 section 6).</summary>
public enum AudioCodec
{
    /// <summary>G.711 µ-law, static payload type 0.</summary>
    Pcmu,

    /// <summary>G.711 A-law, static payload type 8.</summary>
    Pcma,
}
