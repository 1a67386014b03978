using System.Net.Sockets;

namespace Sip.Net;

/// <summary>Differentiated services marks on a socket (RFC 2474).</summary>
internal static class SocketMarks
{
    private const int Ipv6Level = 41;
    private const int Ipv6TrafficClass = 67;

    /// <summary>Marks what the socket sends with this code point (0 to 63). A system that refuses leaves the packets unmarked.</summary>
    public static void Mark(Socket socket, int codePoint)
    {
        try
        {
            if (socket.AddressFamily is AddressFamily.InterNetwork)
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, codePoint << 2);
            else
                socket.SetRawSocketOption(Ipv6Level, Ipv6TrafficClass, BitConverter.GetBytes(codePoint << 2));
        }
        catch (SocketException)
        {
            // Marking is a favour to the network, not a condition for talking.
        }
    }
}
