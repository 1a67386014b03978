using System.Net;
using System.Net.Sockets;

namespace Sip.Media.Portable;

/// <summary>Binds the sockets of ports, two by two, and knows which port a socket belongs to.</summary>
internal sealed class PortableSockets(MediaEngineSettings settings, ITokenSource tokens) : IPortSockets
{
    private readonly Dictionary<Socket, (MediaPort Port, bool IsRtcp)> _watched = [];
    private readonly PortPairs _pairs = new(
        settings.Ports,
        tokens,
        (IPAddress host, int port, out bool isTaken, out string why) => PortableSocket.Bind(host, port, settings.DifferentiatedServices, out isTaken, out why));

    public bool TryBind(IPAddress host, out MediaSocket rtp, out MediaSocket rtcp, out string why) =>
        _pairs.TryBind(host, out rtp, out rtcp, out why);

    public void Watch(MediaPort port)
    {
        _watched[((PortableSocket)port.Rtp).Socket] = (port, false);
        _watched[((PortableSocket)port.Rtcp).Socket] = (port, true);
    }

    public void Unwatch(MediaPort port)
    {
        _watched.Remove(((PortableSocket)port.Rtp).Socket);
        _watched.Remove(((PortableSocket)port.Rtcp).Socket);
    }

    /// <summary>Adds every socket that is to be waited on.</summary>
    public void AddTo(List<Socket> sockets) => sockets.AddRange(_watched.Keys);

    /// <summary>The port of a socket, or null when it has just been closed.</summary>
    public MediaPort? Find(Socket socket, out bool isRtcp)
    {
        var found = _watched.TryGetValue(socket, out var known);
        isRtcp = known.IsRtcp;
        return found ? known.Port : null;
    }
}
