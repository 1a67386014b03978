using System.Collections.Immutable;
using System.Net;
using Sip;
using Sip.Rtp;
using Sip.Sdp;

namespace Appliance.Calls;

/// <summary>How we speak with one peer: what its settings say, turned into what offers, answers and ports need.</summary>
public sealed record LegTerms
{
    /// <summary>Whether the voice must, may or must not be encrypted.</summary>
    public MediaSecurity Security { get; init; } = MediaSecurity.Plain;

    /// <summary>The codecs this peer is offered, best first.</summary>
    public ImmutableArray<Codec> Codecs { get; init; } = [Codec.Pcmu, Codec.Pcma];

    /// <summary>How key presses travel on this leg.</summary>
    public DtmfMode Dtmf { get; init; } = DtmfMode.Rfc4733;

    /// <summary>How far its voice may come from the address in its session description.</summary>
    public LatchPolicy Latch { get; init; } = LatchPolicy.Lan;

    /// <summary>What its dialogs may use.</summary>
    public LegProfile Profile { get; init; } = new();

    /// <summary>The address of ours that the peer sees.</summary>
    public required IPAddress Seen { get; init; }
}
