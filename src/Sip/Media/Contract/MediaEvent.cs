using System.Net;

namespace Sip.Media;

/// <summary>What the media engine tells the gateway.</summary>
public abstract record MediaEvent
{
    private MediaEvent()
    {
    }

    /// <summary>The engine is reached. <paramref name="Epoch"/> differs after each start of the engine, so a gateway that sees a new one opens its paths again.</summary>
    public sealed record EngineStarted(long Epoch) : MediaEvent;

    /// <summary>The engine is out of reach; its ports are gone unless the next <see cref="EngineStarted"/> has the same epoch.</summary>
    public sealed record EngineLost(string Why) : MediaEvent;

    /// <summary>A port that was open when this gateway connected: adopt it or close it.</summary>
    public sealed record PortListed(PortId Port, IPEndPoint Rtp, IPEndPoint Rtcp, PortId? ConnectedTo) : MediaEvent;

    /// <summary>Every open port has been listed.</summary>
    public sealed record ListEnded : MediaEvent;

    /// <summary>The port is bound to these local addresses.</summary>
    public sealed record PortOpened(PortId Port, IPEndPoint Rtp, IPEndPoint Rtcp) : MediaEvent;

    /// <summary>The port could not be opened.</summary>
    public sealed record PortRefused(PortId Port, string Why) : MediaEvent;

    /// <summary>The port is closed; these were its last counters.</summary>
    public sealed record PortClosed(PortId Port, PortCounters Last) : MediaEvent;

    /// <summary>The system took the port away; it is closed.</summary>
    public sealed record PortFailed(PortId Port, string Why) : MediaEvent;

    /// <summary>The first packet of the peer was accepted, or the first after a <see cref="MediaSilent"/>: sound arrives.</summary>
    public sealed record MediaFlowing(PortId Port) : MediaEvent;

    /// <summary>The peer was found at this address, other than its SDP said; we send there from now on.</summary>
    public sealed record PeerLatched(PortId Port, IPEndPoint Peer) : MediaEvent;

    /// <summary>Nothing was accepted from the peer for this long. Said once per silence, and again to a gateway that connects during it.</summary>
    public sealed record MediaSilent(PortId Port, TimeSpan For) : MediaEvent;

    /// <summary>The announcement or tone ended, or could not be played.</summary>
    public sealed record PlayFinished(PortId Port) : MediaEvent;

    /// <summary>The peer pressed a digit (0-9 * # A-D): once per press, at its first packet.</summary>
    public sealed record DigitHeard(PortId Port, char Digit) : MediaEvent;

    /// <summary>The tone listened for was heard for 200 ms. Said once per <see cref="MediaCommand.ListenForTone"/>.</summary>
    public sealed record ToneHeard(PortId Port, int Hz) : MediaEvent;

    /// <summary>The counters asked for.</summary>
    public sealed record Counters(PortId Port, PortCounters Values) : MediaEvent;

    /// <summary>A command named a port that is not open, or values out of bounds; nothing was changed.</summary>
    public sealed record CommandRefused(PortId Port, string Why) : MediaEvent;
}
