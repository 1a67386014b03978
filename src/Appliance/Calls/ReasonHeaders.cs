using System.Collections.Immutable;
using Sip;
using Sip.Messages;

namespace Appliance.Calls;

/// <summary>The Reason header (RFC 3326) on both sides of a call.</summary>
internal static class ReasonHeaders
{
    private const int NormalClearing = 16;

    /// <summary>The other branches of a call that one phone took: no "missed call" on the rest.</summary>
    public static readonly ImmutableArray<HeaderLine> CompletedElsewhere = [new("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"")];

    /// <summary>The header for a cause, or none when it has no number.</summary>
    public static ImmutableArray<HeaderLine> Of(CallCause cause) =>
        cause.Q850 is >= 1 and <= 127 ? [new("Reason", $"Q.850;cause={cause.Q850}")] : [];

    /// <summary>The cause of Q.850 a BYE or CANCEL names; normal clearing when it names none.</summary>
    public static int CauseIn(SipMessage? message)
    {
        return CauseOf(message) ?? NormalClearing;
    }

    /// <summary>The cause of Q.850 a message names, or null.</summary>
    public static int? CauseOf(SipMessage? message)
    {
        if (message is null)
            return null;

        foreach (var value in message.All(HeaderName.Reason))
        {
            if (ReasonView.TryParse(value, out var reason) && reason.IsQ850 && reason.Cause is >= 1 and <= 127 and var cause)
                return cause;
        }

        return null;
    }
}
