using System.Net;
using System.Net.Sockets;

namespace Sip.Sdp;

/// <summary>
/// The o= line (RFC 8866 section 5.2): who made the session and which version of it this is. Identifier and version are
/// text because peers write numbers of any length; they are only ever compared for equality.
/// </summary>
public sealed record SdpOrigin(string UserName, string SessionId, string Version, string NetType, string AddressType, string Address)
{
    /// <summary>An origin of ours. The user name is a hyphen: it tells nothing of us (RFC 8866 section 5.2).</summary>
    public static SdpOrigin Of(long sessionId, long version, IPAddress address) =>
        new("-", $"{sessionId}", $"{version}", "IN", SdpConnection.TypeOf(address), address.ToString());

    /// <inheritdoc/>
    public override string ToString() => $"{UserName} {SessionId} {Version} {NetType} {AddressType} {Address}";

    internal static bool TryParse(string value, out SdpOrigin? origin)
    {
        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        origin = fields.Length >= 6 ? new(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]) : null;
        return origin is not null;
    }
}

/// <summary>A c= line (RFC 8866 section 5.7): where its sayer wants to receive.</summary>
public sealed record SdpConnection(string NetType, string AddressType, string Address)
{
    /// <summary>The numeric address without multicast suffix, or null for a host name, which we do not resolve.</summary>
    public IPAddress? Ip { get; } = IPAddress.TryParse(WithoutSuffix(Address), out var ip) ? ip : null;

    /// <summary>True for 0.0.0.0 (RFC 3264 section 8.4) and its IPv6 fellows (RFC 6157 section 5.2): the sayer wants to receive nothing.</summary>
    public bool IsHold => Ip is { } ip
        ? ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)
        : Address.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);

    /// <summary>The connection line for an address of ours.</summary>
    public static SdpConnection Of(IPAddress address) => new("IN", TypeOf(address), address.ToString());

    /// <inheritdoc/>
    public override string ToString() => $"{NetType} {AddressType} {Address}";

    internal static string TypeOf(IPAddress address) => address.AddressFamily is AddressFamily.InterNetworkV6 ? "IP6" : "IP4";

    internal static bool TryParse(string value, out SdpConnection? connection)
    {
        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        connection = fields.Length >= 3 ? new(fields[0], fields[1], fields[2]) : null;
        return connection is not null;
    }

    private static ReadOnlySpan<char> WithoutSuffix(string address) =>
        address.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? address.AsSpan(0, slash) : address;
}
