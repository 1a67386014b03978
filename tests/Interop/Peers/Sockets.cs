using System.Net.Sockets;

namespace Interop.Peers;

/// <summary>Whether a program has opened its port yet.</summary>
public static class Sockets
{
    /// <summary>Whether a TCP connection can be made.</summary>
    public static bool Accepts(string address, int port)
    {
        try
        {
            using var client = new TcpClient();
            return client.ConnectAsync(address, port).Wait(TimeSpan.FromSeconds(1));
        }
        catch (AggregateException refused) when (refused.InnerException is SocketException)
        {
            return false;
        }
    }
}
