using System.Net.Sockets;

namespace Sip.Net;

/// <summary>Differentiated services marks (RFC 2474) and keep-alives on a socket.</summary>
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

    /// <summary>Has the system ask a silent peer whether it still lives, so that a phone without power is noticed in two minutes.</summary>
    public static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }
}
