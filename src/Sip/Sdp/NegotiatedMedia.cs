using System.Collections.Immutable;
using System.Net;

namespace Sip.Sdp;

/// <summary>What a negotiation changed, so that running media is touched no more than needed.</summary>
[Flags]
public enum MediaChange
{
    /// <summary>Nothing: a refresh.</summary>
    None = 0,

    /// <summary>Where the peer receives, or whether RTCP shares the port.</summary>
    Address = 1,

    /// <summary>A key or suite, or whether there is protection at all.</summary>
    Keys = 2,

    /// <summary>A codec, a payload type or the packet time.</summary>
    Codec = 4,

    /// <summary>Who sends.</summary>
    Direction = 8,

    /// <summary>Everything: there was nothing before.</summary>
    All = Address | Keys | Codec | Direction,
}

/// <summary>One voice stream as both sides agreed on it, seen from ours.</summary>
public sealed record NegotiatedMedia
{
    /// <summary>Where the peer receives RTP. Null: it said 0.0.0.0 and never another address before.</summary>
    public required IPEndPoint? RemoteRtp { get; init; }

    /// <summary>Where the peer receives RTCP; null as <see cref="RemoteRtp"/>.</summary>
    public required IPEndPoint? RemoteRtcp { get; init; }

    /// <summary>True when RTCP shares the RTP port on both sides (RFC 5761).</summary>
    public required bool RtcpMux { get; init; }

    /// <summary>The codec to send, under the peer's payload type.</summary>
    public required Codec SendCodec { get; init; }

    /// <summary>The codecs that may arrive, under our payload types; the first is the one expected. A peer may change packet by packet.</summary>
    public required ImmutableArray<Codec> ReceiveCodecs { get; init; }

    /// <summary>The event format to send, under the peer's payload type and clock rate; null: the peer knows no events.</summary>
    public Codec? SendEvents { get; init; }

    /// <summary>The event format that may arrive, under our payload type; null: none.</summary>
    public Codec? ReceiveEvents { get; init; }

    /// <summary>Who sends, as we see it.</summary>
    public required MediaDirection Direction { get; init; }

    /// <summary>What the peer itself wants, as it sees it; 0.0.0.0 counts as not receiving.</summary>
    public required MediaDirection PeerDirection { get; init; }

    /// <summary>The key we encrypt with; null: plain RTP.</summary>
    public SdesCrypto? SendCrypto { get; init; }

    /// <summary>The key the peer encrypts with; null: plain RTP.</summary>
    public SdesCrypto? ReceiveCrypto { get; init; }

    /// <summary>Milliseconds of sound per packet that the peer asks for.</summary>
    public required int Ptime { get; init; }

    /// <summary>What differs from the agreement before this one.</summary>
    public MediaChange Changed { get; init; } = MediaChange.All;

    /// <summary>True when the media are encrypted.</summary>
    public bool IsSecure => SendCrypto is not null;

    /// <summary>True when the peer holds us: it listens to nothing.</summary>
    public bool IsHeldByPeer => !PeerDirection.Receives();

    /// <summary>What differs from <paramref name="earlier"/>: for media that last ran on another fork's agreement, for example.</summary>
    public MediaChange ChangeFrom(NegotiatedMedia? earlier)
    {
        if (earlier is null)
            return MediaChange.All;

        var sameAddress = Equals(RemoteRtp, earlier.RemoteRtp) && Equals(RemoteRtcp, earlier.RemoteRtcp) && RtcpMux == earlier.RtcpMux;
        var sameKeys = SameKey(SendCrypto, earlier.SendCrypto) && SameKey(ReceiveCrypto, earlier.ReceiveCrypto);
        var sameCodec = SendCodec == earlier.SendCodec && ReceiveCodecs.SequenceEqual(earlier.ReceiveCodecs)
            && SendEvents == earlier.SendEvents && ReceiveEvents == earlier.ReceiveEvents && Ptime == earlier.Ptime;

        return (sameAddress ? MediaChange.None : MediaChange.Address)
            | (sameKeys ? MediaChange.None : MediaChange.Keys)
            | (sameCodec ? MediaChange.None : MediaChange.Codec)
            | (Direction == earlier.Direction ? MediaChange.None : MediaChange.Direction);
    }

    private static bool SameKey(SdesCrypto? one, SdesCrypto? other) =>
        one is null ? other is null : other is not null && one.ProtectsLike(other);
}
