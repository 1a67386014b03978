using System.Net;
using System.Net.Sockets;

namespace Walk;

/// <summary>
/// Ports that nobody else is given: below those that the system lends to whoever connects (32768), above the box's own for voice
/// (16384 to 17383). One is used once in a run, so that it is still free when a box starts again.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 18_000;
    private const int Count = 14_000;

    private static int s_last = Environment.ProcessId * 97 % Count;

    /// <summary>A port that is free for TCP and UDP.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_last) % Count);
            try
            {
                using var tcp = new TcpListener(IPAddress.Loopback, port);
                tcp.Start();
                using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
