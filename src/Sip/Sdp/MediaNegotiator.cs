using System.Collections.Immutable;

namespace Sip.Sdp;

/// <summary>Where an exchange of offer and answer stands (RFC 3264 section 4).</summary>
public enum NegotiationState
{
    /// <summary>Either side may offer.</summary>
    Stable,

    /// <summary>Ours is on its way.</summary>
    LocalOfferPending,

    /// <summary>The peer waits for our answer.</summary>
    RemoteOfferPending,
}

/// <summary>
/// Offer and answer of one leg (RFC 3264, 6337). A value: every step returns the next negotiator, so that each fork of an
/// offer can go on from the same one. One audio stream; whatever else a peer offers is refused line by line.
/// </summary>
public sealed record MediaNegotiator
{
    private MediaNegotiator(long sessionId) => SessionId = sessionId;

    /// <summary>A negotiator for a new leg.</summary>
    // The identifier stays below 2^31: old devices read it into an int.
    public static MediaNegotiator Create(ITokenSource tokens) => new(tokens.Next(int.MaxValue - 1) + 1L);

    /// <summary>Where the exchange stands.</summary>
    public NegotiationState State =>
        PeerOffer is not null ? NegotiationState.RemoteOfferPending
        : OwnOffer is { IsAnswered: false } ? NegotiationState.LocalOfferPending
        : NegotiationState.Stable;

    /// <summary>The media agreed on, or null before the first agreement.</summary>
    public NegotiatedMedia? Current => LastAgreement?.Media;

    /// <summary>The description we sent last, for a response that has to repeat it.</summary>
    public SessionDescription? LastSent { get; private init; }

    private long SessionId { get; }

    private long Version { get; init; }

    private Agreement? LastAgreement { get; init; }

    private SentOffer? OwnOffer { get; init; }

    private SessionDescription? PeerOffer { get; init; }

    private bool NeedsFreshKeys { get; init; }

    /// <summary>New keys of ours in the next description: toward one fork that shares its offer with others, or on demand.</summary>
    public MediaNegotiator WithFreshKeys() => this with { NeedsFreshKeys = true };

    /// <summary>Makes an offer.</summary>
    public Negotiation Offer(LocalMedia local, ITokenSource tokens)
    {
        if (State is not NegotiationState.Stable)
            return Refuse(PeerOffer is null ? MediaFault.OfferCrossed : MediaFault.OfferUnanswered);

        var isSecure = local.Security is MediaSecurity.SecureRequired
            || (local.Security is MediaSecurity.SecurePreferred && LastAgreement is null or { Media.IsSecure: true });
        var (keys, cryptos) = isSecure ? DrawCryptos(local, tokens) : (KeysFor(local), []);
        var codecs = OwnDescription.Number(local.TelephoneEvent is { } events ? local.Codecs.Add(events) : local.Codecs, KnownNumbers);
        var audio = OwnDescription.Audio(local, ProtocolFor(local, isSecure), codecs, cryptos, local.Direction, local.RtcpMux);

        var index = LastAgreement?.AudioIndex ?? 0;
        var next = Send(local, LastAgreement is null ? [audio] : Place(audio, index, LastAgreement.Layout), out var offer) with
        {
            OwnOffer = new(offer, local, keys, index, IsAnswered: false),
            NeedsFreshKeys = false,
        };
        return new Negotiation.Offered(next, offer);
    }

    /// <summary>Our offer was refused, cancelled or never answered: what ran before goes on.</summary>
    public MediaNegotiator OfferRejected() => this with { OwnOffer = null };

    /// <summary>We refuse the peer's offer: what ran before goes on.</summary>
    public MediaNegotiator RefuseOffer() => this with { PeerOffer = null };

    /// <summary>Takes the body of a peer's offer.</summary>
    public Negotiation ReceiveOffer(ReadOnlySpan<byte> body) =>
        SdpParser.TryParse(body, out var remote, out var error)
            ? ReceiveOffer(remote)
            : new Negotiation.Refused(this, new(MediaFault.Malformed, error));

    /// <summary>Takes a peer's offer; <see cref="Answer"/> or <see cref="RefuseOffer"/> follows.</summary>
    public Negotiation ReceiveOffer(SessionDescription remote)
    {
        if (State is not NegotiationState.Stable)
            return Refuse(PeerOffer is null ? MediaFault.OfferCrossed : MediaFault.OfferUnanswered);
        if (remote.Media.FirstOrDefault(media => media.IsOpenAudio) is not { } audio)
            return Refuse(MediaFault.NoAudio);

        var codecs = audio.Codecs;
        var offered = new OfferedMedia(
            [.. codecs.Where(codec => codec.IsVoice)],
            codecs.Any(codec => codec.IsTelephoneEvent),
            PeerDescription.DirectionOf(remote, audio),
            audio.IsSecureProfile,
            audio.HasCrypto,
            remote.Media.Any(media => media.Port is not 0 && media.Kind.Equals("image", StringComparison.OrdinalIgnoreCase)),
            LastAgreement is not null && SdpWriter.ToBytes(remote).AsSpan().SequenceEqual(SdpWriter.ToBytes(LastAgreement.Remote)));
        return new Negotiation.Pending(this with { PeerOffer = remote, OwnOffer = null }, offered);
    }

    /// <summary>Answers the pending offer with one codec, one event format and the first key that suits.</summary>
    public Negotiation Answer(LocalMedia local, ITokenSource tokens)
    {
        if (PeerOffer is not { } remote)
            return Refuse(MediaFault.UnexpectedAnswer);

        var fault = MediaFault.NoAudio;
        for (var index = 0; index < remote.Media.Length; index++)
        {
            if (!remote.Media[index].IsOpenAudio)
                continue;
            if (TryAnswer(remote, index, local, tokens, out var reason) is { } answered)
                return answered;

            // The first stream is the one the peer means; another one that fails too does not change the reason.
            fault = fault is MediaFault.NoAudio ? reason : fault;
        }

        return new Negotiation.Refused(RefuseOffer(), new(fault));
    }

    /// <summary>Takes the body of a peer's answer.</summary>
    public Negotiation ReceiveAnswer(ReadOnlySpan<byte> body) =>
        SdpParser.TryParse(body, out var remote, out var error)
            ? ReceiveAnswer(remote)
            : new Negotiation.Refused(OfferRejected(), new(MediaFault.Malformed, error));

    /// <summary>
    /// Takes a peer's answer. A second one to the same offer, as in a 200 after a 183, is taken too: mostly it repeats the
    /// first and changes nothing (RFC 3261 section 13.2.1), and where it does not the peer means the newer.
    /// </summary>
    public Negotiation ReceiveAnswer(SessionDescription remote)
    {
        if (OwnOffer is not { } sent || PeerOffer is not null)
            return Refuse(MediaFault.UnexpectedAnswer);
        if (FindAudio(remote, sent.AudioIndex) is not { } audio)
            return RefuseAnswer(MediaFault.NoAudio);
        if (PeerDescription.MatchKey(sent.Audio, audio) is var (ours, theirs, fault) && fault is { } badKey)
            return RefuseAnswer(badKey);

        var matches = PeerDescription.Match(sent.Audio, audio);
        var voices = matches.Where(match => match.Theirs.IsVoice).ToImmutableArray();
        if (voices.IsEmpty)
            return RefuseAnswer(MediaFault.NoCommonCodec);

        var mux = sent.Audio.IsRtcpMux && audio.IsRtcpMux;
        if (!PeerDescription.TryReadAddresses(remote, audio, sent.Local, Current, mux, out var rtp, out var rtcp))
            return RefuseAnswer(MediaFault.UnusableAddress);

        var (sendEvents, receiveEvents) = matches.FirstOrDefault(match => match.Theirs.IsTelephoneEvent);
        var peerDirection = PeerDescription.DirectionOf(remote, audio);
        var media = new NegotiatedMedia
        {
            RemoteRtp = rtp,
            RemoteRtcp = rtcp,
            RtcpMux = mux,
            SendCodec = voices[0].Theirs,
            ReceiveCodecs = [.. voices.Select(match => match.Ours)],
            SendEvents = sendEvents,
            ReceiveEvents = receiveEvents,
            Direction = sent.Local.Direction.And(peerDirection.Mirror()),
            PeerDirection = peerDirection,
            SendCrypto = ours,
            ReceiveCrypto = theirs,
            Ptime = PeerDescription.PtimeOf(remote, audio),
        };
        media = media with { Changed = media.ChangeFrom(Current) };

        var next = this with
        {
            LastAgreement = new(media, sent.Keys, sent.Offer.Media, sent.AudioIndex, audio.Codecs, sent.Audio.Protocol, remote),
            OwnOffer = sent with { IsAnswered = true },
        };
        return new Negotiation.Agreed(next, media);
    }

    private Negotiation.Answered? TryAnswer(SessionDescription remote, int index, LocalMedia local, ITokenSource tokens, out MediaFault reason)
    {
        reason = default;
        var offer = remote.Media[index];
        var (theirs, fault) = PeerDescription.ChooseKey(offer, local.Security);
        if (fault is { } badKey)
        {
            reason = badKey;
            return null;
        }

        var offered = offer.Codecs;
        if (PeerDescription.ChooseCodec(offered, local, Current) is not var (send, ours))
        {
            reason = MediaFault.NoCommonCodec;
            return null;
        }

        var mux = local.RtcpMux && offer.IsRtcpMux;
        if (!PeerDescription.TryReadAddresses(remote, offer, local, Current, mux, out var rtp, out var rtcp))
        {
            reason = MediaFault.UnusableAddress;
            return null;
        }

        var keys = KeysFor(local);
        SdesCrypto? own = null;
        if (theirs is not null)
        {
            (keys, var key) = keys.Get(theirs.Suite, tokens);
            own = new(theirs.Tag, theirs.Suite, key);
        }

        var receive = ours with { PayloadType = send.PayloadType };
        var sendEvents = PeerDescription.ChooseEvents(offered, send, local);
        var receiveEvents = sendEvents is null ? null : sendEvents with { Fmtp = EventsWithin(sendEvents.Fmtp, local.TelephoneEvent!.Fmtp) };
        var peerDirection = PeerDescription.DirectionOf(remote, offer);
        var media = new NegotiatedMedia
        {
            RemoteRtp = rtp,
            RemoteRtcp = rtcp,
            RtcpMux = mux,
            SendCodec = send,
            ReceiveCodecs = [receive],
            SendEvents = sendEvents,
            ReceiveEvents = receiveEvents,
            Direction = local.Direction.And(peerDirection.Mirror()),
            PeerDirection = peerDirection,
            SendCrypto = own,
            ReceiveCrypto = theirs,
            Ptime = PeerDescription.PtimeOf(remote, offer),
        };
        media = media with { Changed = media.ChangeFrom(Current) };

        var audio = OwnDescription.Audio(
            local, offer.Protocol, receiveEvents is null ? [receive] : [receive, receiveEvents], own is null ? [] : [own], media.Direction, mux);
        var next = Send(local, Place(audio, index, remote.Media), out var answer) with
        {
            LastAgreement = new(media, keys, answer.Media, index, offered, offer.Protocol, remote),
            PeerOffer = null,
            OwnOffer = null,
            NeedsFreshKeys = false,
        };
        return new(next, answer, media);
    }

    private ImmutableArray<Codec> KnownNumbers => LastAgreement is not { } agreed
        ? []
        : [.. agreed.Media.ReceiveCodecs, .. agreed.Media.ReceiveEvents is { } events ? [events] : ImmutableArray<Codec>.Empty, .. agreed.RemoteCodecs];

    private OwnKeys KeysFor(LocalMedia local) => NeedsFreshKeys || LastAgreement is null ? OwnKeys.None.For(local.RtpEndPoint) : LastAgreement.Keys.For(local.RtpEndPoint);

    private (OwnKeys Keys, ImmutableArray<SdesCrypto> Cryptos) DrawCryptos(LocalMedia local, ITokenSource tokens)
    {
        var keys = KeysFor(local);
        var cryptos = ImmutableArray.CreateBuilder<SdesCrypto>();
        foreach (var suite in local.Suites)
        {
            (keys, var key) = keys.Get(suite, tokens);
            cryptos.Add(new(cryptos.Count + 1, suite, key));
        }

        return (keys, cryptos.ToImmutable());
    }

    // A profile once agreed on stays while it fits; RFC 8643 keeps RTP/AVP also for media that turn out encrypted.
    private string ProtocolFor(LocalMedia local, bool isSecure)
    {
        if (LastAgreement is { Media: var media, Protocol: var protocol } && media.IsSecure == isSecure)
            return protocol;

        return local.Security is MediaSecurity.SecureRequired ? "RTP/SAVP" : "RTP/AVP";
    }

    private MediaNegotiator Send(LocalMedia local, ImmutableArray<MediaDescription> media, out SessionDescription description)
    {
        description = OwnDescription.Compose(local, media, SessionId, Version);
        if (LastSent is not null && SdpWriter.ToBytes(description).AsSpan().SequenceEqual(SdpWriter.ToBytes(LastSent)))
        {
            description = LastSent;
            return this;
        }

        var version = Version + 1;
        description = OwnDescription.Compose(local, media, SessionId, version);
        return this with { Version = version, LastSent = description };
    }

    private Negotiation.Refused Refuse(MediaFault fault) => new(this, new(fault));

    private Negotiation.Refused RefuseAnswer(MediaFault fault) => new(OfferRejected(), new(fault));

    private static ImmutableArray<MediaDescription> Place(MediaDescription audio, int index, ImmutableArray<MediaDescription> layout) =>
        [.. layout.Select((media, i) => i == index ? audio : media.Refused())];

    private static MediaDescription? FindAudio(SessionDescription remote, int index) =>
        index < remote.Media.Length && remote.Media[index].IsOpenAudio
            ? remote.Media[index]
            : remote.Media.FirstOrDefault(media => media.IsOpenAudio);

    // RFC 4733 section 2.4.1: no list means 0 to 15. Flash (16) is answered only to a peer that named it.
    private static string? EventsWithin(string? theirs, string? ours) =>
        theirs is not null && theirs.Contains("16", StringComparison.Ordinal) ? ours : "0-15";
}
