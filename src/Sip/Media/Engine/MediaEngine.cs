using System.Net;
using Sip.Rtp;

namespace Sip.Media;

/// <summary>Gives and takes back the sockets of ports.</summary>
internal interface IPortSockets
{
    /// <summary>Binds an even port and the odd one after it. False, with the reason, when it cannot.</summary>
    bool TryBind(IPAddress host, out MediaSocket rtp, out MediaSocket rtcp, out string why);

    /// <summary>From now on the port wants what arrives on its sockets.</summary>
    void Watch(MediaPort port);

    /// <summary>The port wants nothing more; its sockets stay bound until they are disposed.</summary>
    void Unwatch(MediaPort port);
}

/// <summary>
/// All ports and the paths between them. Commands, packets and the passing of time go in, one after the other, from one thread;
/// events come out through <c>tell</c>. It opens no socket and reads no clock itself.
/// </summary>
internal sealed class MediaEngine(IPortSockets sockets, ITokenSource tokens, AnnouncementShelf shelf, Action<MediaEvent> tell) : IDisposable
{
    /// <summary>More ports than a gateway of this size can use at once.</summary>
    public const int MostPorts = 2000;

    /// <summary>Room for a packet of any network we know and its tag.</summary>
    public const int BufferLength = 2048;

    /// <summary>The longest datagram that is taken: what remains is room for a tag.</summary>
    public const int LongestDatagram = BufferLength - 64;

    /// <summary>How long the address of a closed port stays ours, so that its old peer is not heard in a new call.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(32);

    private static readonly TimeSpan LongestTone = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestDigit = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongestDigit = TimeSpan.FromSeconds(5);

    private readonly Dictionary<int, MediaPort> _ports = [];
    private readonly Queue<(Instant Until, MediaPort Port)> _draining = new();
    private readonly byte[] _scratch = GC.AllocateUninitializedArray<byte>(BufferLength, pinned: true);

    /// <summary>When <see cref="DeadlinePassed"/> is next to be called. It may prove too early, never too late.</summary>
    public Instant? Deadline { get; private set; }

    public int OpenPorts => _ports.Count;

    public MediaPort? Find(PortId id) => _ports.GetValueOrDefault(id.Value);

    public void Do(MediaCommand command, Instant now)
    {
        switch (command)
        {
            case MediaCommand.OpenPort(var id, var host):
                Open(id, host, now);
                break;
            case MediaCommand.ConfigurePort(var id, var settings) when TryFind(id, out var port):
                port.Configure(settings, now);
                Hasten(port.Deadline);
                break;
            case MediaCommand.Connect(var a, var b) when TryFind(a, out var one) && TryFind(b, out var other):
                Connect(one, other);
                break;
            case MediaCommand.Disconnect(var a, var b) when TryFind(a, out var one):
                if (one.Partner?.Id == b)
                    Part(one);
                break;
            case MediaCommand.Play(var id, var announcement, var loop) when TryFind(id, out var port):
                shelf.ForgetFailures();
                port.PlayWhenRead(announcement, loop);
                port.TryBeginAwaited(shelf, now);
                Hasten(port.Deadline);
                break;
            case MediaCommand.PlayTone(var id, var hertz, var duration) when TryFind(id, out var port):
                PlayTone(port, hertz, duration, now);
                break;
            case MediaCommand.StopPlaying(var id) when TryFind(id, out var port):
                port.StopPlaying();
                break;
            case MediaCommand.Echo(var id, var on) when TryFind(id, out var port):
                port.Echo(on);
                break;
            case MediaCommand.SendDigit(var id, var digit, var duration) when TryFind(id, out var port):
                SendDigit(port, digit, duration, now);
                break;
            case MediaCommand.ListenForTone(var id, var hertz) when TryFind(id, out var port):
                port.ListenForTone(hertz is >= 20 and <= 3900 ? hertz : 0);
                break;
            case MediaCommand.ReadCounters(var id) when TryFind(id, out var port):
                tell(new MediaEvent.Counters(id, port.Count()));
                break;
            case MediaCommand.ClosePort(var id) when TryFind(id, out var port):
                Close(port, now);
                break;
            case MediaCommand.ListPorts:
                List(now);
                break;
            case MediaCommand.Shutdown:
                CloseAll(now);
                break;
        }
    }

    /// <summary>Does everything that is due.</summary>
    public void DeadlinePassed(Instant now)
    {
        Instant? next = null;
        foreach (var port in _ports.Values)
        {
            if (port.Deadline <= now)
                port.Advance(_scratch, now);
            next = Instant.Earliest(next, port.Deadline);
        }

        while (_draining.TryPeek(out var drained) && drained.Until <= now)
        {
            _draining.Dequeue();
            drained.Port.Dispose();
        }

        Deadline = _draining.TryPeek(out var draining) ? Instant.Earliest(next, draining.Until) : next;
    }

    /// <summary>Announcement files have been read.</summary>
    public void AnnouncementsArrived(Instant now)
    {
        if (!shelf.Collect())
            return;

        foreach (var port in _ports.Values)
        {
            port.TryBeginAwaited(shelf, now);
            Hasten(port.Deadline);
        }
    }

    /// <summary>The system took a socket away: that port ends, and no other.</summary>
    public void Fail(MediaPort port, string why, Instant now)
    {
        if (_ports.GetValueOrDefault(port.Id.Value) != port)
            return;

        Leave(port, now);
        port.Dispose();
        tell(new MediaEvent.PortFailed(port.Id, why));
    }

    public void CloseAll(Instant now)
    {
        foreach (var port in _ports.Values.ToArray())
            Close(port, now);
    }

    public void Dispose()
    {
        foreach (var port in _ports.Values)
            port.Dispose();
        while (_draining.TryDequeue(out var drained))
            drained.Port.Dispose();
        _ports.Clear();
    }

    private bool TryFind(PortId id, out MediaPort port)
    {
        if (_ports.TryGetValue(id.Value, out port!))
            return true;

        Refuse(id, "The port is not open.");
        return false;
    }

    private void Refuse(PortId id, string why) => tell(new MediaEvent.CommandRefused(id, why));

    private void Hasten(Instant? deadline) => Deadline = Instant.Earliest(Deadline, deadline);

    private void Open(PortId id, IPAddress host, Instant now)
    {
        if (_ports.TryGetValue(id.Value, out var open))
        {
            tell(open.Rtp.Local.Address.Equals(host)
                ? new MediaEvent.PortOpened(id, open.Rtp.Local, open.Rtcp.Local)
                : new MediaEvent.PortRefused(id, "The port is open at another address."));
            return;
        }

        if (id.Value <= 0 || _ports.Count >= MostPorts)
        {
            tell(new MediaEvent.PortRefused(id, id.Value <= 0 ? "Port numbers begin at 1." : "Too many ports are open."));
            return;
        }

        if (!sockets.TryBind(host, out var rtp, out var rtcp, out var why))
        {
            tell(new MediaEvent.PortRefused(id, why));
            return;
        }

        var port = new MediaPort(id, rtp, rtcp, tokens, tell, now);
        _ports.Add(id.Value, port);
        sockets.Watch(port);
        tell(new MediaEvent.PortOpened(id, rtp.Local, rtcp.Local));
    }

    private void Connect(MediaPort one, MediaPort other)
    {
        if (one == other)
        {
            Refuse(one.Id, "A port cannot be connected to itself; use echo.");
            return;
        }

        if (one.Partner == other)
            return;

        Part(one);
        Part(other);
        one.ConnectTo(other);
        other.ConnectTo(one);
    }

    private static void Part(MediaPort port)
    {
        port.Partner?.ConnectTo(null);
        port.ConnectTo(null);
    }

    private void PlayTone(MediaPort port, int hertz, TimeSpan duration, Instant now)
    {
        if (hertz is < 20 or > 3900 || duration <= TimeSpan.Zero || duration > LongestTone)
        {
            Refuse(port.Id, "A tone has 20 to 3900 Hz and lasts up to an hour.");
            return;
        }

        port.PlayTone(hertz, duration, now);
        Hasten(port.Deadline);
    }

    private void SendDigit(MediaPort port, char digit, TimeSpan duration, Instant now)
    {
        if (port.Settings?.SendTelephoneEvent is null)
            Refuse(port.Id, "The peer takes no telephone events.");
        else if (!TelephoneEvent.TryFromDigit(digit, out var number) || duration < ShortestDigit || duration > LongestDigit)
            Refuse(port.Id, "A digit is one of 0-9 * # A-D and lasts 40 ms to 5 s.");
        else if (!port.TrySendDigit(number, duration))
            Refuse(port.Id, "Too many digits wait.");
        Hasten(port.Deadline);
    }

    private void Close(MediaPort port, Instant now)
    {
        var last = port.Count();
        port.Close(_scratch, now);
        Leave(port, now);
        port.Rtp.Mute();
        port.Rtcp.Mute();
        _draining.Enqueue((now + DrainTime, port));
        Hasten(now + DrainTime);
        tell(new MediaEvent.PortClosed(port.Id, last));
    }

    private void Leave(MediaPort port, Instant now)
    {
        Part(port);
        _ports.Remove(port.Id.Value);
        sockets.Unwatch(port);
        Hasten(now);
    }

    private void List(Instant now)
    {
        foreach (var port in _ports.Values)
            tell(new MediaEvent.PortListed(port.Id, port.Rtp.Local, port.Rtcp.Local, port.Partner?.Id));
        // A silence that began while no gateway was there would never be told otherwise.
        foreach (var port in _ports.Values)
        {
            if (port.SilentFor(now) is { } silence)
                tell(new MediaEvent.MediaSilent(port.Id, silence));
        }

        tell(new MediaEvent.ListEnded());
    }
}
