using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Sip.Sdp;

/// <summary>One medium of a session: the m= line (RFC 8866 section 5.14) and the lines under it.</summary>
public sealed record MediaDescription
{
    /// <summary>"audio", "video", "image", …</summary>
    public required string Kind { get; init; }

    /// <summary>The port to receive on; 0 refuses or ends the medium (RFC 3264 sections 6, 8.2).</summary>
    public required int Port { get; init; }

    /// <summary>Text after a slash behind the port: the number of ports, which nobody uses for voice. Null when absent.</summary>
    public string? PortCount { get; init; }

    /// <summary>The profile, such as "RTP/AVP" or "RTP/SAVP".</summary>
    public required string Protocol { get; init; }

    /// <summary>The formats in order of preference; for RTP the payload types.</summary>
    public required ImmutableArray<string> Formats { get; init; }

    /// <summary>The lines under the m= line.</summary>
    public ImmutableArray<SdpLine> Lines { get; init; } = [];

    /// <summary>True for voice that is wanted: audio with a port.</summary>
    public bool IsOpenAudio => Port is not 0 && Kind.Equals("audio", StringComparison.OrdinalIgnoreCase) && IsRtp;

    /// <summary>True when the profile itself demands SRTP (RFC 3711 section 12, RFC 5124).</summary>
    public bool IsSecureProfile => Protocol.ToUpperInvariant() is "RTP/SAVP" or "RTP/SAVPF";

    /// <summary>True when RTP and RTCP may share a port (RFC 5761 section 5.1.1).</summary>
    public bool IsRtcpMux => Lines.Has("rtcp-mux");

    /// <summary>The codecs and event formats in order of preference; formats without known meaning are left out.</summary>
    public ImmutableArray<Codec> Codecs => CodecLines.Read(this);

    /// <summary>The SDES keys we could use, in order; lines we must not use (RFC 4568 section 7.1.2) are left out.</summary>
    public ImmutableArray<SdesCrypto> Cryptos => SdesCrypto.Read(Lines);

    /// <summary>True when there is any a=crypto line, usable or not.</summary>
    public bool HasCrypto => Lines.Has("crypto");

    /// <summary>Where RTCP is to go when a=rtcp says so (RFC 3605): a port, and an address if one is given.</summary>
    public (int Port, IPAddress? Address)? Rtcp => ReadRtcp(Lines.Attribute("rtcp"));

    /// <summary>The m= line and those under it.</summary>
    internal IEnumerable<SdpLine> AllLines => Lines.Prepend(new('m', ToString()));

    /// <summary>This medium refused (RFC 3264 section 6): the same line with port 0 and nothing under it.</summary>
    public MediaDescription Refused() => this with { Port = 0, PortCount = null, Lines = [] };

    /// <summary>The value of the m= line.</summary>
    public override string ToString() =>
        $"{Kind} {Port}{(PortCount is null ? "" : "/")}{PortCount} {Protocol} {string.Join(' ', Formats)}";

    internal static bool TryParse(string value, out MediaDescription? media)
    {
        media = null;
        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4)
            return false;

        var port = fields[1].Split('/', 2);
        if (!ushort.TryParse(port[0], NumberStyles.None, null, out var number))
            return false;

        media = new()
        {
            Kind = fields[0],
            Port = number,
            PortCount = port.Length > 1 ? port[1] : null,
            Protocol = fields[2],
            Formats = [.. fields.AsSpan(3)],
        };
        return true;
    }

    private bool IsRtp => Protocol.ToUpperInvariant() is "RTP/AVP" or "RTP/SAVP" or "RTP/AVPF" or "RTP/SAVPF";

    private static (int Port, IPAddress? Address)? ReadRtcp(string? value)
    {
        if (value?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } fields
            || !ushort.TryParse(fields[0], NumberStyles.None, null, out var port) || port is 0)
            return null;

        return (port, fields.Length >= 4 && IPAddress.TryParse(fields[3], out var address) ? address : null);
    }
}
