using Sip.Messages;

namespace Sip.Dialogs;

/// <summary>What we say we can do toward a peer, and whether a request asks for more.</summary>
internal static class Capabilities
{
    /// <summary>The Allow header (RFC 3261 section 20.5).</summary>
    public static string Allow(LegProfile profile) => (profile.Update, profile.Info) switch
    {
        (true, true) => "INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, INFO",
        (true, false) => "INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE",
        (false, true) => "INVITE, ACK, CANCEL, OPTIONS, BYE, INFO",
        _ => "INVITE, ACK, CANCEL, OPTIONS, BYE",
    };

    /// <summary>Adds Allow, and Supported when there is an option to name.</summary>
    public static SipWriter AddCapabilities(this SipWriter writer, LegProfile profile)
    {
        writer.Add(HeaderName.Allow, Allow(profile));
        return profile.SessionTimer ? writer.Add(HeaderName.Supported, "timer") : writer;
    }

    /// <summary>The required options we do not have, as the Unsupported header names them; null when there is none (RFC 3261 section 8.2.2.3).</summary>
    public static string? Unsupported(SipRequest request, LegProfile profile)
    {
        string? missing = null;
        foreach (var option in request.All(HeaderName.Require))
        {
            if (profile.SessionTimer && option.SequenceEqual("timer"u8))
                continue;
            var name = System.Text.Encoding.UTF8.GetString(option);
            missing = missing is null ? name : $"{missing}, {name}";
        }

        return missing;
    }

    /// <summary>False for a body that is no session description, which is answered 415 (RFC 3261 section 8.2.3).</summary>
    public static bool CanReadBody(SipRequest request) =>
        request.Body.IsEmpty
        || (System.Text.Ascii.EqualsIgnoreCase(request.ContentType, "application/sdp"u8)
            && (!request.TryGet(HeaderName.ContentEncoding, out var encoding) || System.Text.Ascii.EqualsIgnoreCase(encoding, "identity"u8)));
}
