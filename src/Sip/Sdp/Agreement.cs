using System.Collections.Immutable;

namespace Sip.Sdp;

/// <summary>The state a completed offer and answer leave behind for the next one.</summary>
/// <param name="Media">What runs.</param>
/// <param name="Keys">Our keys in use.</param>
/// <param name="Layout">All media sections in their order; every later offer keeps them (RFC 3264 section 8).</param>
/// <param name="AudioIndex">Which of them is our voice.</param>
/// <param name="RemoteCodecs">The peer's payload numbers, which must keep their meaning (RFC 3264 section 8.3.2).</param>
/// <param name="Protocol">The profile agreed on.</param>
/// <param name="Remote">The peer's last description, to recognise a refresh.</param>
internal sealed record Agreement(
    NegotiatedMedia Media,
    OwnKeys Keys,
    ImmutableArray<MediaDescription> Layout,
    int AudioIndex,
    ImmutableArray<Codec> RemoteCodecs,
    string Protocol,
    SessionDescription Remote);

/// <summary>An offer of ours on its way, kept after the first answer because a later response may repeat or correct it.</summary>
internal sealed record SentOffer(SessionDescription Offer, LocalMedia Local, OwnKeys Keys, int AudioIndex, bool IsAnswered)
{
    public MediaDescription Audio => Offer.Media[AudioIndex];
}
