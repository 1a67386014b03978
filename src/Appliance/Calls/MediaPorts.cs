using Sip.Media;

namespace Appliance.Calls;

/// <summary>Which port an event of the engine is about.</summary>
internal static class MediaPorts
{
    public static PortId? Of(MediaEvent happened) => happened switch
    {
        MediaEvent.PortListed e => e.Port,
        MediaEvent.PortOpened e => e.Port,
        MediaEvent.PortRefused e => e.Port,
        MediaEvent.PortClosed e => e.Port,
        MediaEvent.PortFailed e => e.Port,
        MediaEvent.MediaFlowing e => e.Port,
        MediaEvent.PeerLatched e => e.Port,
        MediaEvent.MediaSilent e => e.Port,
        MediaEvent.PlayFinished e => e.Port,
        MediaEvent.DigitHeard e => e.Port,
        MediaEvent.ToneHeard e => e.Port,
        MediaEvent.Counters e => e.Port,
        MediaEvent.CommandRefused e => e.Port,
        _ => null,
    };
}
