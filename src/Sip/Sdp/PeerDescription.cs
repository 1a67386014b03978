using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Sip.Sdp;

/// <summary>What a peer's description means for us: its addresses, its direction, its keys and the codecs we share.</summary>
internal static class PeerDescription
{
    private const int UsualPtime = 20; // RFC 3551 section 4.2

    /// <summary>What the peer wants, as it sees it; an address of 0.0.0.0 takes away receiving (RFC 3264 section 8.4).</summary>
    public static MediaDirection DirectionOf(SessionDescription remote, MediaDescription audio)
    {
        var said = remote.DirectionOf(audio);
        return remote.ConnectionOf(audio) is { IsHold: true } ? said.And(MediaDirection.SendOnly) : said;
    }

    /// <summary>Packet time asked for; what no phone does (outside 10 to 200 ms) is taken as unsaid.</summary>
    public static int PtimeOf(SessionDescription remote, MediaDescription audio) =>
        remote.PtimeOf(audio) is { } ptime and >= 10 and <= 200 ? ptime : UsualPtime;

    /// <summary>
    /// Where the peer receives. One that said 0.0.0.0 keeps the addresses it had, so that a resume is not a move.
    /// False: there is no address we could send to.
    /// </summary>
    public static bool TryReadAddresses(
        SessionDescription remote, MediaDescription audio, LocalMedia local, NegotiatedMedia? earlier, bool mux, out IPEndPoint? rtp, out IPEndPoint? rtcp)
    {
        (rtp, rtcp) = (earlier?.RemoteRtp, earlier?.RemoteRtcp);
        if (remote.ConnectionOf(audio) is not { } connection)
            return false;
        if (connection.IsHold)
            return true;
        if (connection.Ip is not { } ip || ip.AddressFamily != local.Address.AddressFamily || !IsUnicast(ip))
            return false;

        rtp = new(ip, audio.Port);
        var said = audio.Rtcp;
        var rtcpAddress = said?.Address is { } other && other.AddressFamily == ip.AddressFamily && IsUnicast(other) ? other : ip;
        rtcp = mux ? rtp : new(rtcpAddress, said?.Port ?? Math.Min(audio.Port + 1, ushort.MaxValue));
        return true;
    }

    /// <summary>The key to take from an offer under our policy, the first we can use; no fault and no key means plain RTP.</summary>
    public static (SdesCrypto? Crypto, MediaFault? Fault) ChooseKey(MediaDescription audio, MediaSecurity policy)
    {
        var usable = policy is MediaSecurity.Plain ? null : audio.Cryptos.FirstOrDefault(crypto => crypto.Mki is null);
        return (policy, usable) switch
        {
            (_, not null) => (usable, null),
            (MediaSecurity.Plain, _) when audio.IsSecureProfile => (null, MediaFault.SecureWherePlainIsRequired),
            (MediaSecurity.SecurePreferred, _) when audio.IsSecureProfile => (null, MediaFault.NoUsableCrypto),
            (MediaSecurity.SecureRequired, _) when audio.IsSecureProfile || audio.HasCrypto => (null, MediaFault.NoUsableCrypto),
            (MediaSecurity.SecureRequired, _) => (null, MediaFault.PlainWhereSecureIsRequired),
            _ => (null, null),
        };
    }

    /// <summary>The peer's key from an answer to our keys, matched by tag and suite (RFC 4568 section 7.1.3), and ours that it chose.</summary>
    public static (SdesCrypto? Ours, SdesCrypto? Theirs, MediaFault? Fault) MatchKey(MediaDescription sent, MediaDescription answer)
    {
        var offered = sent.Cryptos;
        if (offered.IsEmpty)
            return (null, null, answer.IsSecureProfile ? MediaFault.SecureWherePlainIsRequired : null);

        foreach (var theirs in answer.Cryptos)
        {
            var ours = offered.FirstOrDefault(crypto => crypto.Tag == theirs.Tag && crypto.Suite == theirs.Suite);
            if (ours is not null && theirs.Mki is null)
                return (ours, theirs, null);
        }

        if (answer.IsSecureProfile || answer.HasCrypto)
            return (null, null, MediaFault.NoUsableCrypto);
        return (null, null, sent.IsSecureProfile ? MediaFault.PlainWhereSecureIsRequired : null);
    }

    /// <summary>The codec to answer with: the wanted one, else the one in use, else the peer's first that we know.</summary>
    public static (Codec Offered, Codec Ours)? ChooseCodec(ImmutableArray<Codec> offered, LocalMedia local, NegotiatedMedia? earlier)
    {
        (Codec, Codec)? first = null;
        (Codec, Codec)? current = null;
        foreach (var theirs in offered)
        {
            if (!theirs.IsVoice || local.Codecs.FirstOrDefault(theirs.IsSameAs) is not { } ours)
                continue;
            if (local.Preferred is { } preferred && theirs.IsSameAs(preferred))
                return (theirs, ours);

            first ??= (theirs, ours);
            if (earlier is not null && theirs.IsSameAs(earlier.SendCodec))
                current ??= (theirs, ours);
        }

        return current ?? first;
    }

    /// <summary>The event format of an offer to answer with: at the codec's clock rate if there is one (RFC 4733 section 2.1).</summary>
    public static Codec? ChooseEvents(ImmutableArray<Codec> offered, Codec voice, LocalMedia local)
    {
        if (local.TelephoneEvent is null)
            return null;

        var events = offered.Where(codec => codec.IsTelephoneEvent);
        return events.FirstOrDefault(codec => codec.ClockRate == voice.ClockRate) ?? events.FirstOrDefault();
    }

    /// <summary>The codecs of an answer that we offered, under both sides' numbers, in the peer's order.</summary>
    public static ImmutableArray<(Codec Theirs, Codec Ours)> Match(MediaDescription sent, MediaDescription answer)
    {
        var offered = sent.Codecs;
        var matches = ImmutableArray.CreateBuilder<(Codec, Codec)>();
        var explained = answer.Codecs.ToDictionary(codec => codec.PayloadType);
        foreach (var format in answer.Formats)
        {
            if (!int.TryParse(format, System.Globalization.NumberStyles.None, null, out var type))
                continue;

            // A dynamic number that the answer does not explain can only be ours.
            var theirs = explained.GetValueOrDefault(type) ?? offered.FirstOrDefault(codec => codec.PayloadType == type);
            if (theirs is not null && offered.FirstOrDefault(theirs.IsSameAs) is { } ours && !matches.Contains((theirs, ours)))
                matches.Add((theirs, ours));
        }

        return matches.ToImmutable();
    }

    private static bool IsUnicast(IPAddress ip) => ip.AddressFamily is AddressFamily.InterNetworkV6
        ? !ip.IsIPv6Multicast
        : ip.GetAddressBytes()[0] is > 0 and < 224;
}
