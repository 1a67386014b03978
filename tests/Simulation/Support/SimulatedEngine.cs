using System.Net;
using Sip.Media;

namespace Simulation.Support;

/// <summary>The media engine as a script: opens ports at once, keeps what it was told, counts what is left open.</summary>
internal sealed class SimulatedEngine(Action<MediaEvent> tell)
{
    private readonly Dictionary<PortId, IPEndPoint> _open = [];
    private int _nextPort = 20_000;
    private long _epoch = 1;

    /// <summary>Every command, in order.</summary>
    public List<MediaCommand> Commands { get; } = [];

    /// <summary>True: no port can be had.</summary>
    public bool Refuses { get; set; }

    /// <summary>True: commands are lost.</summary>
    public bool IsLost { get; private set; }

    /// <summary>True: a new engine binds the very ports the one before it had.</summary>
    public bool KeepsNumbers { get; set; }

    public IReadOnlyCollection<PortId> Open => _open.Keys;

    public PortCounters LastCounters { get; set; } = new() { PacketsReceived = 500, PacketsSent = 480, PacketsLost = 3, Mos = 4.2 };

    public IEnumerable<T> All<T>()
        where T : MediaCommand => Commands.OfType<T>();

    /// <summary>What a port runs with now.</summary>
    public PortSettings SettingsOf(PortId port) => All<MediaCommand.ConfigurePort>().Last(command => command.Port == port).Settings;

    /// <summary>The open port that this local port number belongs to: what a session description of ours names.</summary>
    public PortId PortAt(int number) => _open.First(open => open.Value.Port == number).Key;

    /// <summary>True when the last word about these two was to connect them.</summary>
    public bool Joins(PortId one, PortId other) =>
        All<MediaCommand.Connect>().Any(command => (command.A == one && command.B == other) || (command.A == other && command.B == one));

    public void Start() => tell(new MediaEvent.EngineStarted(_epoch));

    /// <summary>The process dies: ports are gone, commands fall on deaf ears.</summary>
    public void Die()
    {
        IsLost = true;
        if (!KeepsNumbers)
            _open.Clear();
        tell(new MediaEvent.EngineLost("it died"));
    }

    /// <summary>A new process, which knows nothing.</summary>
    public void Return()
    {
        IsLost = false;
        if (KeepsNumbers)
            _nextPort = _open.Values.Select(at => at.Port).DefaultIfEmpty(_nextPort).Min();
        _open.Clear();
        tell(new MediaEvent.EngineStarted(++_epoch));
        tell(new MediaEvent.ListEnded());
    }

    public void Take(MediaCommand command)
    {
        if (IsLost)
            return;

        Commands.Add(command);
        switch (command)
        {
            case MediaCommand.OpenPort open when Refuses:
                tell(new MediaEvent.PortRefused(open.Port, "every port is taken"));
                break;
            case MediaCommand.OpenPort open:
                if (!_open.TryGetValue(open.Port, out var at))
                {
                    _open[open.Port] = at = new IPEndPoint(open.LocalAddress, _nextPort);
                    _nextPort += 2;
                }

                tell(new MediaEvent.PortOpened(open.Port, at, new IPEndPoint(at.Address, at.Port + 1)));
                break;
            case MediaCommand.ClosePort close when _open.Remove(close.Port):
                tell(new MediaEvent.PortClosed(close.Port, LastCounters));
                break;
            case MediaCommand.ClosePort close:
                tell(new MediaEvent.CommandRefused(close.Port, "The port is not open."));
                break;
            case MediaCommand.ConfigurePort configure when !_open.ContainsKey(configure.Port):
                tell(new MediaEvent.CommandRefused(configure.Port, "The port is not open."));
                break;
            case MediaCommand.Connect connect when !_open.ContainsKey(connect.A) || !_open.ContainsKey(connect.B):
                tell(new MediaEvent.CommandRefused(connect.A, "The port is not open."));
                break;
        }
    }
}
