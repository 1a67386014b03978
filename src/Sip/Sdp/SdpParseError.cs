namespace Sip.Sdp;

/// <summary>Why a body is not a session description. Maps to 400 with a Warning that names it.</summary>
public enum SdpParseError
{
    /// <summary>The body was read.</summary>
    None,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>More bytes than <see cref="SdpLimits.Body"/>, or a line longer than <see cref="SdpLimits.Line"/>.</summary>
    TooLong,

    /// <summary>More lines than <see cref="SdpLimits.Lines"/>.</summary>
    TooManyLines,

    /// <summary>More media sections than <see cref="SdpLimits.Media"/>.</summary>
    TooManyMedia,

    /// <summary>A line that is not a letter, an equals sign and a value (RFC 8866 section 5).</summary>
    LineWithoutType,

    /// <summary>NUL or a lone CR inside a line (RFC 8866 section 9, byte-string).</summary>
    ForbiddenByte,

    /// <summary>No v= line, or a version other than 0 (RFC 8866 section 5.1).</summary>
    Version,

    /// <summary>No o= line, or one without its six fields (RFC 8866 section 5.2).</summary>
    Origin,

    /// <summary>A c= line without its three fields (RFC 8866 section 5.7).</summary>
    Connection,

    /// <summary>An m= line without kind, port from 0 to 65535, protocol and format (RFC 8866 section 5.14).</summary>
    Media,
}
