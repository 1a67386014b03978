namespace Sip.Messages;

/// <summary>What is wrong with a message. The first fault found is reported.</summary>
public enum SipParseError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No bytes, or white space only.</summary>
    Empty,

    /// <summary>More than <see cref="SipLimits.MessageBytes"/>.</summary>
    MessageTooLarge,

    /// <summary>Neither a request line nor a status line (RFC 3261 sections 7.1 and 7.2).</summary>
    StartLine,

    /// <summary>The Request-URI cannot be read, or carries what it must not.</summary>
    RequestUri,

    /// <summary>The Request-URI is longer than <see cref="SipLimits.RequestUriBytes"/>.</summary>
    RequestUriTooLong,

    /// <summary>The Request-URI's scheme is none of sip, sips and tel.</summary>
    UnknownScheme,

    /// <summary>A version other than SIP/2.0.</summary>
    Version,

    /// <summary>A status code that is not three digits from 100 to 699.</summary>
    StatusCode,

    /// <summary>A carriage return or a line feed stands alone.</summary>
    BareLineBreak,

    /// <summary>A header line without a colon or with a bad name.</summary>
    HeaderLine,

    /// <summary>More than <see cref="SipLimits.Headers"/> lines.</summary>
    TooManyHeaders,

    /// <summary>A name or value is longer than the limits.</summary>
    HeaderTooLong,

    /// <summary>The empty line after the headers is missing.</summary>
    NoEndOfHeaders,

    /// <summary>A header that may stand only once stands twice.</summary>
    DuplicateHeader,

    /// <summary>A header every message must have is missing (RFC 3261 section 8.1.1).</summary>
    MissingHeader,

    /// <summary>Content-Length is no number or is negative.</summary>
    ContentLength,

    /// <summary>A stream message without Content-Length (RFC 3261 section 18.3).</summary>
    NoContentLength,

    /// <summary>The body is shorter than Content-Length says.</summary>
    BodyTooShort,

    /// <summary>The body is longer than <see cref="SipLimits.BodyBytes"/>.</summary>
    BodyTooLarge,

    /// <summary>Via cannot be read.</summary>
    Via,

    /// <summary>More than <see cref="SipLimits.Vias"/> Via values.</summary>
    TooManyVias,

    /// <summary>From cannot be read.</summary>
    From,

    /// <summary>To cannot be read.</summary>
    To,

    /// <summary>Call-ID is empty or holds white space.</summary>
    CallId,

    /// <summary>CSeq cannot be read or is out of range.</summary>
    CSeq,

    /// <summary>CSeq names another method than the request line.</summary>
    CSeqMethod,

    /// <summary>Max-Forwards is not 0 to 255.</summary>
    MaxForwards,

    /// <summary>Contact cannot be read.</summary>
    Contact,

    /// <summary>A Route or Record-Route value cannot be read.</summary>
    Route,

    /// <summary>More than <see cref="SipLimits.Routes"/> Route or Record-Route values.</summary>
    TooManyRoutes,
}

/// <summary>What a parse error means, for a person and for the peer.</summary>
public static class SipParseErrors
{
    /// <summary>One sentence for a log or a page.</summary>
    public static string Sentence(this SipParseError error) => error switch
    {
        SipParseError.None => "The message is well formed.",
        SipParseError.Empty => "There was no message.",
        SipParseError.MessageTooLarge => "The message is larger than 65,535 bytes.",
        SipParseError.StartLine => "The first line is neither a request nor a response.",
        SipParseError.RequestUri => "The Request-URI is not a valid address.",
        SipParseError.RequestUriTooLong => "The Request-URI is too long.",
        SipParseError.UnknownScheme => "The Request-URI is neither a sip, a sips nor a tel address.",
        SipParseError.Version => "The message is of another version than SIP/2.0.",
        SipParseError.StatusCode => "The status code is not between 100 and 699.",
        SipParseError.BareLineBreak => "A line ends without the carriage return and line feed that SIP demands.",
        SipParseError.HeaderLine => "A header line has no name and colon.",
        SipParseError.TooManyHeaders => "The message has too many header lines.",
        SipParseError.HeaderTooLong => "A header is too long.",
        SipParseError.NoEndOfHeaders => "The empty line after the headers is missing.",
        SipParseError.DuplicateHeader => "A header that may stand only once stands several times.",
        SipParseError.MissingHeader => "One of Via, From, To, Call-ID and CSeq is missing.",
        SipParseError.ContentLength => "Content-Length is not a number.",
        SipParseError.NoContentLength => "A message on a stream has no Content-Length.",
        SipParseError.BodyTooShort => "The body is shorter than Content-Length says.",
        SipParseError.BodyTooLarge => "The body is larger than 32 KB.",
        SipParseError.Via => "A Via header is not valid.",
        SipParseError.TooManyVias => "The message has passed too many hops.",
        SipParseError.From => "The From header is not valid.",
        SipParseError.To => "The To header is not valid.",
        SipParseError.CallId => "The Call-ID header is not valid.",
        SipParseError.CSeq => "The CSeq header is not valid.",
        SipParseError.CSeqMethod => "CSeq names another method than the request.",
        SipParseError.MaxForwards => "Max-Forwards is not between 0 and 255.",
        SipParseError.Contact => "A Contact header is not valid.",
        SipParseError.Route => "A Route or Record-Route header is not valid.",
        SipParseError.TooManyRoutes => "The message has too many routes.",
        _ => "The message is not valid.",
    };

    /// <summary>The status to refuse a request with; the responses RFC 3261 section 21.4 gives for it.</summary>
    public static int StatusCode(this SipParseError error) => error switch
    {
        SipParseError.Version => 505,
        SipParseError.UnknownScheme => 416,
        SipParseError.RequestUriTooLong => 414,
        SipParseError.BodyTooLarge => 413,
        SipParseError.MessageTooLarge or SipParseError.TooManyHeaders or SipParseError.HeaderTooLong => 513,
        SipParseError.TooManyVias => 483,
        _ => 400,
    };
}
