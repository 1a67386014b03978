namespace Sip.Sdp;

/// <summary>What a session description may hold before we refuse to read it. An ordinary offer has 15 to 40 lines and 1 to 3 media.</summary>
public static class SdpLimits
{
    /// <summary>Bytes of the whole body: the same ceiling as for any SIP body.</summary>
    public const int Body = 32 * 1024;

    /// <summary>Lines of the whole body; the longest seen from browsers with every codec and candidate is near 250.</summary>
    public const int Lines = 512;

    /// <summary>Bytes of one line: the same ceiling as for a SIP header value.</summary>
    public const int Line = 8 * 1024;

    /// <summary>Media sections: audio twice (secure and plain), video, slides, image and application, twice over.</summary>
    public const int Media = 12;

    /// <summary>Codecs read from one media section: RTP has no more payload types (RFC 3550 section 5.1).</summary>
    public const int Codecs = 128;

    /// <summary>Keys read from one media section; RFC 4568 has no limit, phones offer 1 to 8.</summary>
    public const int Cryptos = 16;
}
