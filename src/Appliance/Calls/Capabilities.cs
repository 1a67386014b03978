using System.Collections.Immutable;
using Sip;

namespace Appliance.Calls;

/// <summary>What we tell a peer that asks with OPTIONS (RFC 3261 section 11.2).</summary>
internal static class Capabilities
{
    public static readonly ImmutableArray<HeaderLine> Headers =
    [
        new("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, UPDATE, INFO"),
        new("Accept", "application/sdp"),
        new("Accept-Encoding", "identity"),
        new("Accept-Language", "en, zh-TW"),
        new("Supported", "timer, path"),
    ];
}
