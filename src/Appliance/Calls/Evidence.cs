using System.Text;
using Appliance.Numbers;
using Appliance.Trunks;
using Sip;
using Sip.Messages;

namespace Appliance.Calls;

/// <summary>Reads from an INVITE what the rules about numbers and trust want to know.</summary>
internal static class Evidence
{
    /// <summary>What the trust rules look at.</summary>
    public static InboundEvidence Of(SipRequest invite, Arrival from, string? onFlowOf) => new()
    {
        Source = from.Remote.Address,
        RequestUser = UserOf(invite.RequestUri),
        DiversionUser = invite.First(HeaderName.Diversion, out var diversion) && DiversionView.TryParse(diversion, out var diverted)
            ? diverted.Address.Uri.UnescapedUser()
            : "",
        FromHost = Encoding.ASCII.GetString(invite.From.Uri.Host),
        AccountSid = invite.Text("X-Twilio-AccountSid") ?? "",
        Token = invite.Text("X-Box-Token") ?? "",
        OnFlowOf = onFlowOf,
    };

    /// <summary>What was dialled: the user part, or the whole of a tel or service URI.</summary>
    public static string Dialled(SipRequest invite) => UserOf(invite.RequestUri);

    /// <summary>The number the caller says is its own.</summary>
    public static string ClaimedCaller(SipRequest invite) =>
        invite.First(HeaderName.PAssertedIdentity, out var asserted) && NameAddressView.TryParse(asserted, out var identity)
            ? identity.Uri.UnescapedUser()
            : invite.From.Uri.UnescapedUser();

    /// <summary>True when the caller asks not to be shown (RFC 3323, RFC 3325 section 9.3).</summary>
    public static bool AsksToBeWithheld(SipRequest invite) =>
        Privacy.Of(invite) is var asked && (asked.HasFlag(PrivacyKinds.Id) || asked.HasFlag(PrivacyKinds.User)) || invite.From.Uri.User.SequenceEqual("anonymous"u8);

    /// <summary>Everything that tells who calls, from a trunk that is believed.</summary>
    public static CallerHeaders CallerHeaders(SipRequest invite)
    {
        var asserted = invite.First(HeaderName.PAssertedIdentity, out var value) && NameAddressView.TryParse(value, out var identity) ? identity : default;
        return new CallerHeaders
        {
            FromUser = invite.From.Uri.UnescapedUser(),
            FromHost = Encoding.ASCII.GetString(invite.From.Uri.Host),
            FromName = invite.From.Name(),
            AssertedUser = asserted.IsValid ? asserted.Uri.UnescapedUser() : "",
            AssertedName = asserted.IsValid ? asserted.Name() : "",
            Privacy = [.. (invite.Text(HeaderName.Privacy) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        };
    }

    private static string UserOf(ReadOnlySpan<byte> uri) =>
        SipUriView.TryParse(uri, out var view) && view.Scheme is UriScheme.Sip or UriScheme.Sips ? view.UnescapedUser() : Encoding.UTF8.GetString(uri);
}
