namespace Sip.Messages;

/// <summary>
/// What one message may cost. RFC 3261 sets no limits; the numbers are about ten times what phones, PBXs and carriers were seen
/// to send (a Twilio INVITE: 1.3 to 4.5 KB, 25 header lines, 2 to 4 Via, 2 to 4 Record-Route), so that only abuse meets them.
/// </summary>
public static class SipLimits
{
    /// <summary>Bytes of a whole message. RFC 3261 section 18.1.1 wants 65,535 handled on every transport: the largest UDP datagram.</summary>
    public const int MessageBytes = 65_535;

    /// <summary>Header lines of a message.</summary>
    public const int Headers = 96;

    /// <summary>Bytes of one header value. An RFC 8225 identity token is about 1 KB, a Twilio call token up to 3 KB.</summary>
    public const int HeaderValueBytes = 8 * 1024;

    /// <summary>Bytes of a header name.</summary>
    public const int HeaderNameBytes = 128;

    /// <summary>Bytes of the Request-URI; the longest in RFC 4475 is under 1 KB.</summary>
    public const int RequestUriBytes = 4 * 1024;

    /// <summary>Bytes of start line and headers together: with the largest body they leave 4 KB of a message for what is added on its way.</summary>
    public const int HeadBytes = 28 * 1024;

    /// <summary>Via values: as many as a request that starts with Max-Forwards 70 can gather; the longest of RFC 4475 has 34.</summary>
    public const int Vias = 70;

    /// <summary>Values of Route, Record-Route, Path or Service-Route.</summary>
    public const int Routes = 32;

    /// <summary>Bytes of a body, checked against Content-Length before anything is kept. SDP with video and candidates stays under 8 KB.</summary>
    public const int BodyBytes = 32 * 1024;

    /// <summary>The largest CSeq number of our own: less than 2^31 (RFC 3261 section 8.1.1.5). Up to 2^32 - 1 is accepted from others.</summary>
    public const uint CSeq = int.MaxValue;

    /// <summary>The largest Max-Forwards (RFC 3261 section 20.22).</summary>
    public const int MaxForwards = 255;

    /// <summary>The Max-Forwards of a new request (RFC 3261 section 8.1.1.6).</summary>
    public const int InitialMaxForwards = 70;
}
