using System.Net.NetworkInformation;

namespace Interop.Peers;

/// <summary>What listens where, from the kernel's own tables: asking changes nothing.</summary>
public static class Sockets
{
    /// <summary>Whether something listens for TCP connections there.</summary>
    public static bool IsListening(string address, int port)
        => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(end => end.Port == port && end.Address.ToString() == address);

    /// <summary>Whether something has a UDP socket there.</summary>
    public static bool HasUdp(string address, int port)
        => IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(end => end.Port == port && end.Address.ToString() == address);
}
