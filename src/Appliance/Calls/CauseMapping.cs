using Appliance.Trunks;
using Sip;

namespace Appliance.Calls;

/// <summary>Who is at the other end of a leg, as far as answers are concerned.</summary>
public enum PeerKind
{
    /// <summary>A phone or an analog adapter.</summary>
    Phone,

    /// <summary>A telephone system in the office.</summary>
    Pbx,

    /// <summary>Twilio, which tells its reasons in the phrase and tries its next address on some answers.</summary>
    Twilio,

    /// <summary>Any other provider.</summary>
    Provider,
}

/// <summary>A final answer as a peer gets it.</summary>
/// <param name="Status">The SIP status.</param>
/// <param name="Phrase">Its reason phrase.</param>
/// <param name="Reason">The value of a Reason header (RFC 3326), or null.</param>
public sealed record FinalAnswer(int Status, string Phrase, string? Reason);

/// <summary>
/// What a failed leg means, in the words of <see cref="CallCause"/>, and how it is told on the other leg. Statuses and causes of Q.850 are
/// paired as in RFC 3398 section 8.2.6.1.
/// </summary>
public static class CauseMapping
{
    /// <summary>Who ended an answered or ringing call whose leg ended, and why.</summary>
    public static (EndedBy By, CallCause Cause) OfEnd(SipEvent.LegEnded ended, bool isCaller) => ended.End switch
    {
        LegEnd.Cancelled => (EndedBy.Caller, new CallCause(487, 16, "caller-gave-up")),
        LegEnd.Bye => (isCaller ? EndedBy.Caller : EndedBy.Called, new CallCause(0, ReasonHeaders.CauseIn(ended.Request), "normal")),
        LegEnd.AckMissing => (EndedBy.Network, new CallCause(408, 102, "no-acknowledgement")),
        LegEnd.SessionExpired => (EndedBy.Network, new CallCause(408, 102, "session-expired")),
        LegEnd.PeerLost => (EndedBy.Network, new CallCause(481, 41, "peer-lost")),
        _ => (EndedBy.Network, new CallCause(400, 111, "protocol-error")),
    };

    /// <summary>The cause behind a final answer.</summary>
    /// <param name="from">Who answered.</param>
    /// <param name="status">The SIP status, 300 to 699.</param>
    /// <param name="phrase">The reason phrase.</param>
    /// <param name="credentialsSent">True when the refused request carried an answer to a challenge.</param>
    /// <param name="q850">The cause of a Reason header, when there was one.</param>
    public static CallCause Explain(PeerKind from, int status, string phrase, bool credentialsSent = false, int? q850 = null)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        var sentence = from is PeerKind.Twilio ? TwilioSentence(status, phrase, credentialsSent) : null;
        sentence ??= from is PeerKind.Twilio or PeerKind.Provider ? LineSentence(status, phrase, credentialsSent) : null;
        return new(status, q850 is >= 1 and <= 127 ? q850.Value : Q850(status), sentence ?? Sentence(from, status));
    }

    /// <summary>The cause when a search for a line has ended without one.</summary>
    public static CallCause Explain(PeerKind from, AttemptResult? result) => result switch
    {
        AttemptResult.Rejected rejected => Explain(from, rejected.Status, rejected.Phrase),
        AttemptResult.Silence => new(408, 102, "line.silent"),
        AttemptResult.TransportFailed => new(503, 38, "line.unreachable"),
        _ => new(503, 38, "line.no-address"),
    };

    /// <summary>The cause of a refusal by the dial plan.</summary>
    public static CallCause Explain(Route.Refuse refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new(refusal.Status, Q850(refusal.Status), refusal.Reason);
    }

    /// <summary>How a cause is told to the peer that called.</summary>
    public static FinalAnswer Toward(PeerKind caller, CallCause cause)
    {
        var status = caller is PeerKind.Twilio or PeerKind.Provider ? TowardWorld(cause.SipStatus) : TowardOffice(cause);
        return new(status, Phrase(status), cause.Q850 is >= 1 and <= 127 ? $"Q.850;cause={cause.Q850}" : null);
    }

    // 503 sent on would make a phone try its other servers, and each of those the same line; 401 and 407 would make it ask
    // for a password that is not its own; 408 looks like its own timeout.
    private static int TowardOffice(CallCause cause) => cause switch
    {
        { Sentence: "twilio.number-format" } => 404,
        { Sentence: "line.all-busy" or "line.too-fast" or "all-lines-busy" } => 480,
        { SipStatus: 401 or 407 } => 502,
        { SipStatus: 400 or 481 or 482 or 483 or 491 } => 500,
        { SipStatus: 408 or 504 or (>= 300 and < 400) } => 480,
        { SipStatus: 606 or 415 } => 488,
        { SipStatus: 502 } => 502,
        { SipStatus: >= 500 and < 600 } => 500,
        { SipStatus: >= 400 and < 700 } => cause.SipStatus,
        _ => 480,
    };

    // Twilio ends the call on 404, 484, 486, 410 and 6xx, and tries its next address on everything else. So what the called person
    // decided stays final, and what failed inside the office asks for the next address.
    private static int TowardWorld(int status) => status switch
    {
        404 or 410 or 480 or 484 or 486 or 488 or 600 or 603 or 604 or 607 or 608 => status,
        485 => 404,
        415 or 606 => 488,
        487 => 487,
        >= 300 and < 400 or 408 or 504 => 480,
        _ => 500,
    };

    private static string? TwilioSentence(int status, string phrase, bool credentialsSent) => status switch
    {
        400 when Has(phrase, "unverified") => "twilio.trial",
        400 when Has(phrase, "number") => "twilio.number-format",
        400 => "twilio.bad-request",
        403 when Has(phrase, "caller id") || Has(phrase, "callerid") => "twilio.caller-not-owned",
        403 when Has(phrase, "international") || Has(phrase, "permission") => "twilio.country-not-permitted",
        403 when Has(phrase, "blocked") || Has(phrase, "blacklist") => "twilio.number-blocked",
        403 when credentialsSent || Has(phrase, "credential") => "line.wrong-password",
        403 => "twilio.address-refused",
        488 => "twilio.encryption-mismatch",
        _ => null,
    };

    private static string? LineSentence(int status, string phrase, bool credentialsSent) => status switch
    {
        401 or 407 => "line.wrong-password",
        403 when credentialsSent => "line.wrong-password",
        403 => "line.forbidden",
        503 when LimitPhrase.IsConcurrency(phrase) => "line.all-busy",
        503 when LimitPhrase.IsRate(phrase) => "line.too-fast",
        408 or (>= 500 and < 600) => "line.trouble",
        _ => null,
    };

    private static string Sentence(PeerKind from, int status) => status switch
    {
        404 or 604 => from is PeerKind.Pbx ? "called.not-at-pbx" : "called.not-found",
        410 => "called.moved",
        484 => "number.too-short",
        486 or 600 => "called.busy",
        487 => "called.cancelled",
        408 or 480 => "called.no-answer",
        603 => "called.declined",
        607 or 608 => "called.rejected-as-spam",
        415 or 488 or 606 => "called.no-common-codec",
        401 or 407 => "pbx.wrong-password",
        403 => from is PeerKind.Pbx ? "pbx.forbidden" : "called.declined",
        >= 300 and < 400 => "called.forwarded",
        >= 500 and < 600 => from is PeerKind.Pbx ? "pbx.trouble" : "called.trouble",
        _ => "called.failed",
    };

    private static int Q850(int status) => status switch
    {
        404 or 485 or 604 => 1,
        486 or 600 => 17,
        480 => 18,
        401 or 402 or 403 or 407 or 603 or 607 or 608 => 21,
        410 => 22,
        482 or 483 => 25,
        484 => 28,
        502 => 38,
        400 or 481 or 500 or 503 => 41,
        405 => 63,
        406 or 415 or 501 => 79,
        488 or 606 => 88,
        408 or 504 => 102,
        487 => 16,
        >= 400 and < 700 => 127,
        _ => 0,
    };

    private static string Phrase(int status) => status switch
    {
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        480 => "Temporarily Unavailable",
        484 => "Address Incomplete",
        486 => "Busy Here",
        487 => "Request Terminated",
        488 => "Not Acceptable Here",
        500 => "Server Internal Error",
        502 => "Bad Gateway",
        600 => "Busy Everywhere",
        603 => "Decline",
        604 => "Does Not Exist Anywhere",
        607 => "Unwanted",
        608 => "Rejected",
        _ => "Call Failed",
    };

    private static bool Has(string phrase, string word) => phrase.Contains(word, StringComparison.OrdinalIgnoreCase);
}
