using System.Collections.Immutable;

namespace Sip.Sdp;

/// <summary>Puts together the descriptions that we send.</summary>
internal static class OwnDescription
{
    public static SessionDescription Compose(LocalMedia local, ImmutableArray<MediaDescription> media, long sessionId, long version)
    {
        var origin = SdpOrigin.Of(sessionId, version, local.Address);
        return new()
        {
            Origin = origin,
            Lines =
            [
                new('v', "0"),
                new('o', origin.ToString()),
                new('s', "-"),
                new('c', SdpConnection.Of(local.Address).ToString()),
                new('t', "0 0"),
            ],
            Media = media,
        };
    }

    public static MediaDescription Audio(
        LocalMedia local, string protocol, ImmutableArray<Codec> codecs, ImmutableArray<SdesCrypto> cryptos, MediaDirection direction, bool mux) => new()
        {
            Kind = "audio",
            Port = local.RtpPort,
            Protocol = protocol,
            Formats = [.. codecs.Select(codec => $"{codec.PayloadType}")],
            Lines =
            [
                .. cryptos.Select(crypto => SdpLine.Attribute("crypto", crypto.ToAttribute())),
                .. CodecLines.Write(codecs),
                SdpLine.Attribute("ptime", $"{local.Ptime}"),
                .. Rtcp(local),
                .. mux ? [SdpLine.Property("rtcp-mux")] : ImmutableArray<SdpLine>.Empty,
                SdpLine.Property(direction.ToAttribute()),
            ],
        };

    /// <summary>
    /// The codecs under numbers for an offer: those in use keep theirs, and no number that meant something else before
    /// is given out again (RFC 3264 section 8.3.2).
    /// </summary>
    public static ImmutableArray<Codec> Number(IEnumerable<Codec> wanted, ImmutableArray<Codec> known)
    {
        var numbered = ImmutableArray.CreateBuilder<Codec>();
        foreach (var codec in wanted)
        {
            var type = known.FirstOrDefault(other => other.IsSameAs(codec))?.PayloadType ?? codec.PayloadType;
            if (IsTaken(type, codec, known) || IsTaken(type, codec, numbered))
                type = Enumerable.Range(96, 32).FirstOrDefault(free => !IsTaken(free, codec, known) && !IsTaken(free, codec, numbered));
            if (type is not 0 || codec.PayloadType is 0)
                numbered.Add(codec with { PayloadType = type });
        }

        return numbered.ToImmutable();
    }

    private static bool IsTaken(int type, Codec codec, IEnumerable<Codec> others) =>
        others.Any(other => other.PayloadType == type && !other.IsSameAs(codec));

    private static ImmutableArray<SdpLine> Rtcp(LocalMedia local) =>
        local.RtcpPortOrNext == local.RtpPort + 1 ? [] : [SdpLine.Attribute("rtcp", $"{local.RtcpPortOrNext}")];
}
