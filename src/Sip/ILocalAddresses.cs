using System.Net;

namespace Sip;

/// <summary>Tells the pure half which of our addresses a peer sees. The shell answers from its sockets; a test answers from a table.</summary>
public interface ILocalAddresses
{
    /// <summary>The address and listening port to write into Via and Contact toward this hop (a public one where configured).</summary>
    IPEndPoint Toward(Hop hop);

    /// <summary>
    /// The address to write into SDP toward this hop (a public one where configured). Another one than that of
    /// <see cref="Toward"/> when we listen on the office's side only: voice goes the way to the peer all the same.
    /// </summary>
    IPAddress VoiceToward(Hop hop) => Toward(hop).Address;
}
