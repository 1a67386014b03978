using System.Collections.Immutable;
using System.Net;
using Sip;
using Sip.Dialogs;
using Sip.Media;
using Sip.Rtp.Srtp;
using Sip.Sdp;
using EngineDirection = Sip.Media.MediaDirection;
using SdpDirection = Sip.Sdp.MediaDirection;
using SdpSecurity = Sip.Sdp.MediaSecurity;

namespace Appliance.Calls;

/// <summary>
/// One side of a call: its leg in the stack, its media port, and the offer and answer between us and the peer.
/// Turns agreements into port settings. Owned by its <see cref="BackToBackCall"/>.
/// </summary>
internal sealed class CallLeg(LegId id, PortId port, LegTerms terms, TimeSpan silence, ITokenSource tokens)
{
    private MediaNegotiator _negotiator = MediaNegotiator.Create(tokens);
    private readonly Dictionary<string, MediaNegotiator> _forks = [];
    private MediaNegotiator? _offered;
    private IPEndPoint? _rtp;
    private int _rtcpPort;

    public LegId Id { get; } = id;

    public PortId Port { get; } = port;

    public LegTerms Terms { get; } = terms;

    /// <summary>True once the engine has bound the port.</summary>
    public bool IsOpen => _rtp is not null;

    /// <summary>What was agreed last, or null.</summary>
    public NegotiatedMedia? Media => _negotiator.Current;

    /// <summary>What the peer offered and we have not answered yet.</summary>
    public OfferedMedia? Offered { get; private set; }

    /// <summary>True while an offer of ours is on its way.</summary>
    public bool IsOffering => _negotiator.State is NegotiationState.LocalOfferPending;

    /// <summary>True when the peer sends a codec as RFC 4733 events.</summary>
    public bool HasEvents => Media?.SendEvents is not null;

    /// <summary>
    /// What this peer itself wants, as it sees it. An answer to an offer of less than both ways leaves the rest of the wish
    /// as it was: who is held and says "recvonly" does not hold us.
    /// </summary>
    public SdpDirection Wish { get; private set; } = SdpDirection.SendReceive;

    /// <summary>What this peer was last told that we want.</summary>
    public SdpDirection Said { get; private set; } = SdpDirection.SendReceive;

    /// <summary>Takes the addresses the engine bound. True when they differ from earlier ones, so that the peer must be told.</summary>
    public bool Opened(IPEndPoint rtp, IPEndPoint rtcp)
    {
        var moved = _rtp is not null && _rtp.Port != rtp.Port;
        (_rtp, _rtcpPort) = (rtp, rtcp.Port);
        if (moved)
            _negotiator = _negotiator.WithFreshKeys();
        return moved;
    }

    /// <summary>Reads the peer's offer.</summary>
    public MediaRefusal? ReceiveOffer(ReadOnlySpan<byte> body)
    {
        var step = Take(_negotiator.ReceiveOffer(body));
        Offered = (step as Negotiation.Pending)?.Offer;
        if (Media is null && Offered is { PeerDirection: var wanted })
            Wish = wanted;
        return (step as Negotiation.Refused)?.Refusal;
    }

    /// <summary>Answers the pending offer, in this codec when the peer has it. Null: the reason is in <paramref name="refusal"/>.</summary>
    public byte[]? Answer(Codec? preferred, SdpDirection direction, out MediaRefusal? refusal)
    {
        var step = Take(_negotiator.Answer(Local(isOffer: false, preferred, direction, []), tokens));
        refusal = (step as Negotiation.Refused)?.Refusal;
        Offered = null;
        if (step is Negotiation.Answered { Media.PeerDirection: var wanted })
            (Wish, Said) = (wanted, direction);
        return step is Negotiation.Answered answered ? SdpWriter.ToBytes(answered.Answer) : null;
    }

    /// <summary>Why the pending offer could not be answered whoever answers the call, or null. Changes nothing.</summary>
    public MediaRefusal? Objection() =>
        (_negotiator.Answer(Local(isOffer: false, null, SdpDirection.SendReceive, []), tokens) as Negotiation.Refused)?.Refusal;

    /// <summary>Gives up the pending offer; the media stay as they were.</summary>
    public void RefuseOffer()
    {
        _negotiator = _negotiator.RefuseOffer();
        Offered = null;
    }

    /// <summary>Makes an offer, the codecs of the other side first so that nothing need be transcoded.</summary>
    public byte[]? Offer(ImmutableArray<Codec> first, SdpDirection direction)
    {
        if (Take(_negotiator.Offer(Local(isOffer: true, null, direction, first), tokens)) is not Negotiation.Offered offered)
            return null;

        _offered = _negotiator;
        Said = direction;
        return SdpWriter.ToBytes(offered.Offer);
    }

    /// <summary>Our last description again, for an answer that has to be repeated.</summary>
    public byte[]? Repeat() => _negotiator.LastSent is { } sent ? SdpWriter.ToBytes(sent) : null;

    /// <summary>Takes an answer in an early dialog of its own; each fork goes on from the same offer. Null: agreed.</summary>
    public MediaRefusal? ReceiveAnswer(string earlyDialog, ReadOnlySpan<byte> body)
    {
        var step = (_forks.TryGetValue(earlyDialog, out var fork) ? fork : _offered ?? _negotiator).ReceiveAnswer(body);
        if (step is Negotiation.Refused refused)
            return refused.Refusal;

        _forks[earlyDialog] = step.Next;
        return null;
    }

    /// <summary>From now on this early dialog is the one that is heard. False: it has not described any media.</summary>
    public bool Follow(string earlyDialog)
    {
        if (!_forks.TryGetValue(earlyDialog, out var fork))
            return false;

        _negotiator = fork;
        LearnWish();
        return true;
    }

    /// <summary>Takes the answer to an offer inside the dialog.</summary>
    public MediaRefusal? ReceiveAnswer(ReadOnlySpan<byte> body)
    {
        var step = Take(_negotiator.ReceiveAnswer(body));
        if (step is Negotiation.Agreed)
            LearnWish();
        return (step as Negotiation.Refused)?.Refusal;
    }

    /// <summary>Our offer came to nothing; the media stay as they were.</summary>
    public void OfferRejected() => _negotiator = _negotiator.OfferRejected();

    /// <summary>What the engine must do for the agreement, or null before there is one.</summary>
    public MediaCommand.ConfigurePort? Configure()
    {
        if (Media is not { } media || AudioCodecOf(media.SendCodec) is not { } codec)
            return null;

        return new MediaCommand.ConfigurePort(Port, new PortSettings
        {
            Remote = media.RemoteRtp,
            RemoteRtcp = media.RemoteRtcp,
            RtcpMux = media.RtcpMux,
            Latch = Terms.Latch,
            SendKey = KeyOf(media.SendCrypto),
            ReceiveKey = KeyOf(media.ReceiveCrypto),
            Codec = codec,
            SendPayloadType = (byte)media.SendCodec.PayloadType,
            ReceivePayloadType = (byte)(media.ReceiveCodecs.FirstOrDefault(media.SendCodec.IsSameAs) ?? media.ReceiveCodecs[0]).PayloadType,
            SendTelephoneEvent = EventsOf(media.SendEvents),
            ReceiveTelephoneEvent = EventsOf(media.ReceiveEvents),
            Direction = DirectionOf(media.RemoteRtp is null ? SdpDirection.Inactive : media.Direction),
            // Whoever holds, and whoever is held, may be silent for as long as it lasts.
            SilenceTimeout = media.Direction is SdpDirection.SendReceive ? silence : null,
        });
    }

    /// <summary>The leg's voice in numbers, from the engine's last counters.</summary>
    public LegQuality Quality(PortCounters? counters) => LegQuality.Of(Media?.SendCodec.Name ?? "", Media?.IsSecure ?? false, counters);

    /// <summary>The leg as a successor needs it.</summary>
    public LegSnapshot Describe(string peer, DialogSnapshot dialog) => new()
    {
        Peer = peer,
        Dialog = dialog.WithoutKeys(),
        Port = Port.Value,
        Codec = Media?.SendCodec.Name ?? "",
        Secure = Media?.IsSecure ?? false,
        DigitsByInfo = Terms.Dtmf is DtmfMode.Info || !HasEvents,
    };

    private void LearnWish()
    {
        var possible = Said.Mirror();
        Wish = (Media!.PeerDirection & possible) | (Wish & ~possible);
    }

    private Negotiation Take(Negotiation step)
    {
        _negotiator = step.Next;
        return step;
    }

    private LocalMedia Local(bool isOffer, Codec? preferred, SdpDirection direction, ImmutableArray<Codec> first) => new()
    {
        Address = Terms.Seen,
        RtpPort = _rtp?.Port ?? 0,
        RtcpPort = _rtcpPort,
        Codecs = [.. first.Where(codec => Terms.Codecs.Any(codec.IsSameAs)), .. Terms.Codecs.Where(codec => !first.Any(codec.IsSameAs))],
        TelephoneEvent = Terms.Dtmf is DtmfMode.Rfc4733 || !isOffer ? Codec.TelephoneEvent() : null,
        Preferred = preferred,
        Security = SecurityFor(isOffer),
        Suites = isOffer ? [SdesSuite.AesCm128HmacSha1Tag80] : [SdesSuite.AesCm128HmacSha1Tag80, SdesSuite.AesCm128HmacSha1Tag32],
        Direction = direction,
    };

    private SdpSecurity SecurityFor(bool isOffer) => Terms.Security switch
    {
        MediaSecurity.Required => SdpSecurity.SecureRequired,
        MediaSecurity.Plain => SdpSecurity.Plain,
        _ when Media is { IsSecure: true } => SdpSecurity.SecureRequired,
        _ => isOffer ? SdpSecurity.Plain : SdpSecurity.SecurePreferred,
    };

    private static AudioCodec? AudioCodecOf(Codec codec) =>
        codec.IsSameAs(Codec.Pcmu) ? AudioCodec.Pcmu : codec.IsSameAs(Codec.Pcma) ? AudioCodec.Pcma : null;

    private static TelephoneEventFormat? EventsOf(Codec? events) =>
        events is null ? null : new TelephoneEventFormat((byte)events.PayloadType, events.ClockRate);

    private static SrtpMaterial? KeyOf(SdesCrypto? crypto)
    {
        if (crypto is null)
            return null;

        Span<byte> keyAndSalt = stackalloc byte[SrtpMaterial.Length];
        crypto.Key.MasterKey.CopyTo(keyAndSalt);
        crypto.Key.MasterSalt.CopyTo(keyAndSalt[SdesKey.KeyLength..]);
        var suite = crypto.Suite is SdesSuite.AesCm128HmacSha1Tag32 ? SrtpSuite.AesCm128HmacSha1Tag32 : SrtpSuite.AesCm128HmacSha1Tag80;
        var material = new SrtpMaterial(suite, keyAndSalt);
        keyAndSalt.Clear();
        return material;
    }

    private static EngineDirection DirectionOf(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => EngineDirection.SendOnly,
        SdpDirection.ReceiveOnly => EngineDirection.ReceiveOnly,
        SdpDirection.Inactive => EngineDirection.Inactive,
        _ => EngineDirection.SendReceive,
    };
}
