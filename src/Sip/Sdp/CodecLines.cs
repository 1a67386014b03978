using System.Collections.Immutable;
using System.Globalization;

namespace Sip.Sdp;

/// <summary>Codecs from and to payload types, a=rtpmap and a=fmtp (RFC 8866 sections 6.6, 6.15).</summary>
internal static class CodecLines
{
    private const int HighestPayloadType = 127;

    public static ImmutableArray<Codec> Read(MediaDescription media)
    {
        var maps = new Dictionary<int, Codec>();
        var parameters = new Dictionary<int, string>();
        foreach (var line in media.Lines)
        {
            if (line.IsAttribute("rtpmap", out var map) && ReadMap(map) is { } codec)
                maps.TryAdd(codec.PayloadType, codec);
            else if (line.IsAttribute("fmtp", out var fmtp) && TakeType(ref fmtp) is { } type)
                parameters.TryAdd(type, fmtp.ToString());
        }

        var codecs = ImmutableArray.CreateBuilder<Codec>();
        var seen = new HashSet<int>();
        foreach (var format in media.Formats)
        {
            if (!byte.TryParse(format, NumberStyles.None, null, out var type) || type > HighestPayloadType || !seen.Add(type))
                continue;
            if ((maps.GetValueOrDefault(type) ?? Codec.OfStaticType(type)) is { } codec)
                codecs.Add(parameters.TryGetValue(type, out var fmtp) ? codec with { Fmtp = fmtp } : codec);
        }

        return codecs.ToImmutable();
    }

    /// <summary>The lines that explain these codecs; a=rtpmap also for numbers that need none, because old phones want it.</summary>
    public static IEnumerable<SdpLine> Write(ImmutableArray<Codec> codecs)
    {
        foreach (var codec in codecs)
        {
            var channels = codec.Channels > 1 ? $"/{codec.Channels}" : "";
            yield return SdpLine.Attribute("rtpmap", $"{codec.PayloadType} {codec.Name}/{codec.ClockRate}{channels}");
        }

        foreach (var codec in codecs)
        {
            if (codec.Fmtp is { Length: > 0 } fmtp)
                yield return SdpLine.Attribute("fmtp", $"{codec.PayloadType} {fmtp}");
        }
    }

    private static Codec? ReadMap(ReadOnlySpan<char> map)
    {
        if (TakeType(ref map) is not { } type)
            return null;

        var slash = map.IndexOf('/');
        if (slash <= 0)
            return null;

        var rates = map[(slash + 1)..];
        var second = rates.IndexOf('/');
        var rate = second < 0 ? rates : rates[..second];
        var channels = 1;
        if (!int.TryParse(rate, NumberStyles.AllowTrailingWhite, null, out var clock) || clock is <= 0 or > 1_000_000)
            return null;
        if (second >= 0 && (!int.TryParse(rates[(second + 1)..], NumberStyles.AllowTrailingWhite, null, out channels) || channels is < 1 or > 255))
            return null;

        return new(map[..slash].ToString(), type, clock, channels);
    }

    private static int? TakeType(ref ReadOnlySpan<char> value)
    {
        var space = value.IndexOf(' ');
        if (space <= 0 || !byte.TryParse(value[..space], NumberStyles.None, null, out var type) || type > HighestPayloadType)
            return null;

        value = value[(space + 1)..].Trim(' ');
        return type;
    }
}
