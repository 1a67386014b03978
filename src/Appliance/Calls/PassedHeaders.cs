using System.Collections.Immutable;
using System.Text;
using Appliance.Trunks;
using Sip;
using Sip.Messages;

namespace Appliance.Calls;

/// <summary>Which headers of a caller's INVITE go on to the other leg. What describes the call passes; what describes the hop, or identity, does not.</summary>
internal static class PassedHeaders
{
    private const int MostHeaders = 16;
    private const int LongestValue = 4096;

    // Identity, routing and security headers are ours on each leg; the rest of these tell something about the call.
    private static readonly string[] TowardOfficeNames =
        ["Subject", "Priority", "Alert-Info", "Call-Info", "User-to-User", "Diversion", "History-Info", "Organization", "Identity", "P-Early-Media", "Accept-Language"];

    private static readonly string[] TowardProviderNames = ["Subject", "Priority", "User-to-User", "Organization", "Accept-Language"];

    // twilio.md section 1.3: other X- headers are reserved or refused, and a CallToken comes back unchanged on a forwarded call.
    private static readonly string[] TowardTwilioNames = ["X-Branded-CallReason", "X-Twilio-CallToken"];

    /// <summary>Headers for a phone or PBX inside, extension headers (X-) included.</summary>
    public static ImmutableArray<HeaderLine> TowardOffice(SipRequest? invite) => Take(invite, name => IsExtension(name) || Contains(TowardOfficeNames, name));

    /// <summary>Headers for a way out.</summary>
    public static ImmutableArray<HeaderLine> TowardTrunk(SipRequest? invite, TrunkConfig trunk) =>
        Take(invite, name => Contains(trunk is TrunkConfig.SipTrunk ? TowardProviderNames : TowardTwilioNames, name));

    private static ImmutableArray<HeaderLine> Take(SipRequest? invite, Func<string, bool> passes)
    {
        if (invite is null)
            return [];

        var taken = ImmutableArray.CreateBuilder<HeaderLine>();
        foreach (var header in invite.Headers)
        {
            var name = Encoding.ASCII.GetString(header.RawName);
            if (taken.Count < MostHeaders && header.Value.Length <= LongestValue && passes(name))
                taken.Add(new HeaderLine(name, Encoding.UTF8.GetString(header.Value)));
        }

        return taken.ToImmutable();
    }

    private static bool IsExtension(string name) => name.StartsWith("X-", StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
