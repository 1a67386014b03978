using System.Net;

namespace Sip;

/// <summary>Tells the pure half which of our addresses a peer sees. The shell answers from its sockets; a test answers from a table.</summary>
public interface ILocalAddresses
{
    /// <summary>The address and listening port to write into Via, Contact and SDP toward this hop (a public one where configured).</summary>
    IPEndPoint Toward(Hop hop);
}
