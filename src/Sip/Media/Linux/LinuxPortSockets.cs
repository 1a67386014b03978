using System.Net;

namespace Sip.Media.Linux;

/// <summary>Binds the sockets of ports, two by two, and knows which epoll number belongs to which of them.</summary>
internal sealed class LinuxPortSockets : IPortSockets
{
    // A pair that something else has is skipped; this many in a row, and the range is taken for full.
    private const int MostTries = 256;

    private readonly Epoll _epoll;
    private readonly ulong _firstNumber;
    private readonly PortRange _range;
    private readonly List<MediaPort?> _watched = [];
    private readonly Stack<int> _free = new();
    private readonly List<int> _leaving = [];
    private int _nextPair;

    /// <summary>Sockets get the numbers from <paramref name="firstNumber"/> on.</summary>
    public LinuxPortSockets(Epoll epoll, ulong firstNumber, PortRange range, ITokenSource tokens)
    {
        _epoll = epoll;
        _firstNumber = firstNumber;
        _range = range;
        _nextPair = tokens.Next(range.Pairs);
    }

    public bool TryBind(IPAddress host, out MediaSocket rtp, out MediaSocket rtcp, out string why)
    {
        why = "Every media port is in use.";
        for (var tries = 0; tries < Math.Min(_range.Pairs, MostTries); tries++)
        {
            var even = _range.First + 2 * _nextPair;
            _nextPair = (_nextPair + 1) % _range.Pairs;
            var first = DatagramSocket.Bind(host, even, out var isTaken, out var fault);
            var second = first is null ? null : DatagramSocket.Bind(host, even + 1, out isTaken, out fault);
            if (first is not null && second is not null)
            {
                (rtp, rtcp) = (first, second);
                return true;
            }

            first?.Dispose();
            if (isTaken)
                continue;

            why = $"The system gives no media port at {host}: {fault}.";
            break;
        }

        (rtp, rtcp) = (null!, null!);
        return false;
    }

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
