namespace Sip.Sdp;

/// <summary>Why an offer or an answer did not lead to an agreement.</summary>
public enum MediaFault
{
    /// <summary>The body is not a session description.</summary>
    Malformed,

    /// <summary>The body is of a type that is not application/sdp.</summary>
    NotSdp,

    /// <summary>No voice in it, or voice refused by port 0.</summary>
    NoAudio,

    /// <summary>Voice, but in no codec of ours.</summary>
    NoCommonCodec,

    /// <summary>Plain RTP where this leg demands SRTP.</summary>
    PlainWhereSecureIsRequired,

    /// <summary>SRTP where this leg takes only plain RTP.</summary>
    SecureWherePlainIsRequired,

    /// <summary>SRTP, but with no suite, key or tag that we can use.</summary>
    NoUsableCrypto,

    /// <summary>No numeric unicast address of our own family.</summary>
    UnusableAddress,

    /// <summary>An offer that crosses ours (RFC 3264 section 4).</summary>
    OfferCrossed,

    /// <summary>An offer while an earlier one of the same peer waits for our answer (RFC 3261 section 14.2).</summary>
    OfferUnanswered,

    /// <summary>An answer to no offer.</summary>
    UnexpectedAnswer,
}

/// <summary>A refusal of media, with what a SIP response needs to say about it.</summary>
/// <param name="Fault">The reason.</param>
/// <param name="ParseError">What was wrong with a body that could not be read.</param>
public sealed record MediaRefusal(MediaFault Fault, SdpParseError ParseError = SdpParseError.None)
{
    /// <summary>The status of the response that refuses the offer.</summary>
    public int StatusCode => Fault switch
    {
        MediaFault.Malformed => 400,
        MediaFault.NotSdp => 415,
        MediaFault.OfferCrossed => 491,
        MediaFault.OfferUnanswered => 500,
        MediaFault.UnexpectedAnswer => 400,
        _ => 488,
    };

    /// <summary>The code of the Warning header (RFC 3261 section 20.43).</summary>
    public int WarningCode => Fault switch
    {
        MediaFault.NoAudio => 304,
        MediaFault.NoCommonCodec => 305,
        MediaFault.PlainWhereSecureIsRequired or MediaFault.SecureWherePlainIsRequired => 302,
        MediaFault.NoUsableCrypto => 307,
        MediaFault.UnusableAddress => 301,
        _ => 399,
    };

    /// <summary>The text of the Warning header; it holds no quotes.</summary>
    public string WarningText => Fault switch
    {
        MediaFault.Malformed => $"Session description cannot be read: {ParseError}",
        MediaFault.NotSdp => "Only application/sdp is understood",
        MediaFault.NoAudio => "No audio stream",
        MediaFault.NoCommonCodec => "No common audio codec",
        MediaFault.PlainWhereSecureIsRequired => "SRTP required (RTP/SAVP with SDES keys)",
        MediaFault.SecureWherePlainIsRequired => "SRTP not accepted here (RTP/AVP only)",
        MediaFault.NoUsableCrypto => "No usable a=crypto line",
        MediaFault.UnusableAddress => "No usable unicast address in the connection line",
        MediaFault.OfferCrossed => "An offer of ours is pending",
        MediaFault.OfferUnanswered => "An earlier offer is not answered yet",
        _ => "An answer without an offer",
    };
}
