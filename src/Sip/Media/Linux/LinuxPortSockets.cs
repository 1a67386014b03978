using System.Net;

namespace Sip.Media.Linux;

/// <summary>Binds the sockets of ports, two by two, and knows which epoll number belongs to which of them.</summary>
internal sealed class LinuxPortSockets : IPortSockets
{
    private readonly Epoll _epoll;
    private readonly ulong _firstNumber;
    private readonly PortPairs _pairs;
    private readonly List<MediaPort?> _watched = [];
    private readonly Stack<int> _free = new();
    private readonly List<int> _leaving = [];

    /// <summary>Sockets get the numbers from <paramref name="firstNumber"/> on.</summary>
    public LinuxPortSockets(Epoll epoll, ulong firstNumber, MediaEngineSettings settings, ITokenSource tokens)
    {
        _epoll = epoll;
        _firstNumber = firstNumber;
        _pairs = new(
            settings.Ports,
            tokens,
            (IPAddress host, int port, out bool isTaken, out string why) => DatagramSocket.Bind(host, port, settings.DifferentiatedServices, out isTaken, out why));
    }

    public bool TryBind(IPAddress host, out MediaSocket rtp, out MediaSocket rtcp, out string why) =>
        _pairs.TryBind(host, out rtp, out rtcp, out why);

    public void Watch(MediaPort port)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _watched.Count;
            _watched.Add(null);
        }

        _watched[slot] = port;
        port.Slot = slot;
        _epoll.Add(((DatagramSocket)port.Rtp).Descriptor, _firstNumber + 2 * (ulong)slot);
        _epoll.Add(((DatagramSocket)port.Rtcp).Descriptor, _firstNumber + 2 * (ulong)slot + 1);
    }

    public void Unwatch(MediaPort port)
    {
        _epoll.Remove(((DatagramSocket)port.Rtp).Descriptor);
        _epoll.Remove(((DatagramSocket)port.Rtcp).Descriptor);
        _watched[port.Slot] = null;
        _leaving.Add(port.Slot);
    }

    /// <summary>The port of an epoll number, or null when it has just been closed.</summary>
    public MediaPort? Find(ulong number, out bool isRtcp)
    {
        var at = number - _firstNumber;
        isRtcp = (at & 1) is not 0;
        return _watched[(int)(at >> 1)];
    }

    /// <summary>What epoll had reported is dealt with: numbers given back meanwhile may be used again.</summary>
    public void EndTurn()
    {
        foreach (var slot in _leaving)
            _free.Push(slot);
        _leaving.Clear();
    }
}
