using System.Net;

namespace Sip.Media;

/// <summary>What the gateway asks of the media engine. Every command may be repeated; the second one changes nothing.</summary>
public abstract record MediaCommand
{
    private MediaCommand()
    {
    }

    /// <summary>Binds an even RTP port and the odd one after it. Answered by <see cref="MediaEvent.PortOpened"/> or <see cref="MediaEvent.PortRefused"/>.</summary>
    public sealed record OpenPort(PortId Port, IPAddress LocalAddress) : MediaCommand;

    /// <summary>Gives a port its peer, keys, payload types and direction, or new ones.</summary>
    public sealed record ConfigurePort(PortId Port, PortSettings Settings) : MediaCommand;

    /// <summary>What one port receives, the other sends. A port that was connected elsewhere leaves that path.</summary>
    public sealed record Connect(PortId A, PortId B) : MediaCommand;

    /// <summary>Ends the path between two ports; both stay open.</summary>
    public sealed record Disconnect(PortId A, PortId B) : MediaCommand;

    /// <summary>
    /// Plays a file of the announcement folder toward the port's peer instead of what its path brings.
    /// Ends with <see cref="MediaEvent.PlayFinished"/>, at once when the file cannot be played.
    /// </summary>
    /// <param name="Port">The port to play on.</param>
    /// <param name="Announcement">A plain file name: 8 kHz mono WAV, µ-law, A-law or 16-bit PCM.</param>
    /// <param name="Loop">True: play until told to stop.</param>
    public sealed record Play(PortId Port, string Announcement, bool Loop) : MediaCommand;

    /// <summary>Plays one tone toward the port's peer instead of what its path brings.</summary>
    /// <param name="Port">The port to play on.</param>
    /// <param name="Hz">20 to 3900.</param>
    /// <param name="Duration">At most one hour.</param>
    public sealed record PlayTone(PortId Port, int Hz, TimeSpan Duration) : MediaCommand;

    /// <summary>Ends an announcement or tone; the path is heard again.</summary>
    public sealed record StopPlaying(PortId Port) : MediaCommand;

    /// <summary>Sends what the port receives back to its peer.</summary>
    public sealed record Echo(PortId Port, bool On) : MediaCommand;

    /// <summary>Sends one digit (0-9 * # A-D) as a telephone event (RFC 4733), 40 ms to 5 s long.</summary>
    public sealed record SendDigit(PortId Port, char Digit, TimeSpan Duration) : MediaCommand;

    /// <summary>Reports <see cref="MediaEvent.ToneHeard"/> when the peer's sound is mostly this tone. 0 Hz: stop listening.</summary>
    public sealed record ListenForTone(PortId Port, int Hz) : MediaCommand;

    /// <summary>Answered by <see cref="MediaEvent.Counters"/>.</summary>
    public sealed record ReadCounters(PortId Port) : MediaCommand;

    /// <summary>Says RTCP BYE, forgets the keys, and answers with <see cref="MediaEvent.PortClosed"/>. The addresses stay bound for a while and what arrives is dropped.</summary>
    public sealed record ClosePort(PortId Port) : MediaCommand;

    /// <summary>Asks for one <see cref="MediaEvent.PortListed"/> per open port and <see cref="MediaEvent.ListEnded"/>. Done unasked for a gateway that connects.</summary>
    public sealed record ListPorts : MediaCommand;

    /// <summary>Closes every port and ends the engine.</summary>
    public sealed record Shutdown : MediaCommand;
}
