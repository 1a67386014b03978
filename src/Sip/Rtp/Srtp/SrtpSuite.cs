namespace Sip.Rtp.Srtp;

/// <summary>The SRTP crypto suites of RFC 4568 section 6.2 that we speak.</summary>
public enum SrtpSuite
{
    /// <summary>AES counter mode with 128-bit keys, HMAC-SHA1 with an 80-bit tag.</summary>
    AesCm128HmacSha1Tag80,

    /// <summary>The same with a 32-bit tag on RTP; RTCP keeps 80 bits.</summary>
    AesCm128HmacSha1Tag32,
}

/// <summary>The names and sizes of the suites.</summary>
public static class SrtpSuites
{
    /// <summary>The most bytes any suite adds to an RTP packet.</summary>
    public const int MaximumRtpOverhead = 10;

    /// <summary>The most bytes any suite adds to an RTCP packet: the index and the tag.</summary>
    public const int MaximumRtcpOverhead = 4 + 10;

    extension(SrtpSuite suite)
    {
        /// <summary>The suite's name in an a=crypto line.</summary>
        public string SdpName => suite switch
        {
            SrtpSuite.AesCm128HmacSha1Tag32 => "AES_CM_128_HMAC_SHA1_32",
            _ => "AES_CM_128_HMAC_SHA1_80",
        };

        /// <summary>Bytes of master key and master salt together, in that order.</summary>
        public int KeyAndSaltLength => suite switch
        {
            SrtpSuite.AesCm128HmacSha1Tag80 or SrtpSuite.AesCm128HmacSha1Tag32 => MasterKeyLength + MasterSaltLength,
            _ => 0,
        };

        internal int RtpTagLength => suite is SrtpSuite.AesCm128HmacSha1Tag32 ? 4 : 10;
    }

    internal const int MasterKeyLength = 16;
    internal const int MasterSaltLength = 14;
    internal const int RtcpTagLength = 10;

    /// <summary>Finds a suite by its name in an a=crypto line. The name is compared as RFC 4568 section 9.1 writes it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> sdpName, out SrtpSuite suite)
    {
        suite = sdpName.SequenceEqual("AES_CM_128_HMAC_SHA1_32"u8) ? SrtpSuite.AesCm128HmacSha1Tag32 : SrtpSuite.AesCm128HmacSha1Tag80;
        return suite is SrtpSuite.AesCm128HmacSha1Tag32 || sdpName.SequenceEqual("AES_CM_128_HMAC_SHA1_80"u8);
    }
}
