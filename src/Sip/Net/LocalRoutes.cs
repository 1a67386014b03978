using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sip.Net;

/// <summary>Asks the kernel which of our addresses it would send from. Nothing is sent: a connected UDP socket only looks up the route.</summary>
internal sealed class LocalRoutes(TimeProvider time)
{
    private const int MostAnswers = 1_024;
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NoneFreshFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IPAddress, (IPAddress? Local, long AskedAt)> _answers = new();

    /// <summary>Our address toward this one; the loopback address when there is no route.</summary>
    public IPAddress Toward(IPAddress remote)
    {
        if (!_answers.TryGetValue(remote, out var answer) || time.GetElapsedTime(answer.AskedAt) >= (answer.Local is null ? NoneFreshFor : FreshFor))
        {
            if (_answers.Count >= MostAnswers)
                _answers.Clear();
            answer = (Ask(remote), time.GetTimestamp());
            _answers[remote] = answer;
        }

        return answer.Local ?? (remote.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback);
    }

    private static IPAddress? Ask(IPAddress remote)
    {
        const int AnyPort = 9;
        try
        {
            using var socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(remote, AnyPort);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
