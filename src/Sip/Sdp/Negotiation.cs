using System.Collections.Immutable;

namespace Sip.Sdp;

/// <summary>What a step of a <see cref="MediaNegotiator"/> led to. <see cref="Next"/> replaces the negotiator in every case.</summary>
public abstract record Negotiation
{
    private Negotiation(MediaNegotiator next) => Next = next;

    /// <summary>The negotiator after this step.</summary>
    public MediaNegotiator Next { get; }

    /// <summary>Send this offer.</summary>
    public sealed record Offered(MediaNegotiator Negotiator, SessionDescription Offer) : Negotiation(Negotiator);

    /// <summary>The peer offers this; answer it or refuse it.</summary>
    public sealed record Pending(MediaNegotiator Negotiator, OfferedMedia Offer) : Negotiation(Negotiator);

    /// <summary>Send this answer and run these media.</summary>
    public sealed record Answered(MediaNegotiator Negotiator, SessionDescription Answer, NegotiatedMedia Media) : Negotiation(Negotiator);

    /// <summary>The peer answered: run these media.</summary>
    public sealed record Agreed(MediaNegotiator Negotiator, NegotiatedMedia Media) : Negotiation(Negotiator);

    /// <summary>No agreement; media that ran before go on as they were.</summary>
    public sealed record Refused(MediaNegotiator Negotiator, MediaRefusal Refusal) : Negotiation(Negotiator);
}

/// <summary>What a peer's offer holds, as far as the other leg of a call wants to know before we answer.</summary>
/// <param name="Codecs">The voice codecs, in the peer's order.</param>
/// <param name="HasEvents">True when it understands RFC 4733 events.</param>
/// <param name="PeerDirection">What the peer wants, as it sees it; 0.0.0.0 counts as not receiving.</param>
/// <param name="IsSecureProfile">True when it demands SRTP.</param>
/// <param name="HasCrypto">True when it offers keys, demanded or not.</param>
/// <param name="HasImage">True when it wants fax over T.38 (an open m=image).</param>
/// <param name="IsUnchanged">True when it is, letter for letter, what the peer sent last: a refresh.</param>
public sealed record OfferedMedia(
    ImmutableArray<Codec> Codecs,
    bool HasEvents,
    MediaDirection PeerDirection,
    bool IsSecureProfile,
    bool HasCrypto,
    bool HasImage,
    bool IsUnchanged);
