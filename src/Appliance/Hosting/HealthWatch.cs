using System.Collections.Immutable;
using System.Threading.Channels;
using Appliance.Configuration;
using Appliance.Health;
using Appliance.Network;
using Hal;

namespace Appliance.Hosting;

/// <summary>
/// Looks whether something is wrong with the box: when something it watches has changed, and once a minute. Tells what comes and goes,
/// in the log too, and remembers it.
/// </summary>
public sealed class HealthWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Calls that sound change the live picture all the time; that is no reason to look more often than this.</summary>
    private static readonly TimeSpan NotSoonerThan = TimeSpan.FromMilliseconds(250);

    private readonly Func<TimeSpan, HealthEvidence> _gather;
    private readonly BoxEvidence? _evidence;
    private readonly WallClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SettingsStore? _settings;
    private readonly OfficeNetwork? _network;
    private readonly LiveState? _live;
    private readonly Listeners<ValueList<Problem>> _listeners = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile ProblemLedger _ledger = ProblemLedger.Empty;

    /// <summary>Watches a box.</summary>
    public HealthWatch(string dataFolder, SettingsStore settings, OfficeNetwork network, LiveState live, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(live);
        (_settings, _network, _live, _time, _log) = (settings, network, live, time, log);
        _clock = new WallClock(time);
        _evidence = new BoxEvidence(dataFolder, settings, network, live, _clock);
        _gather = _evidence.Gather;
    }

    internal HealthWatch(Func<TimeSpan, HealthEvidence> gather, TimeProvider time, ILogger log) =>
        (_gather, _clock, _time, _log) = (gather, new WallClock(time), time, log);

    /// <summary>What is wrong now, worst first.</summary>
    public ValueList<Problem> Current => _ledger.Current;

    /// <summary>What came and went since the box started, oldest first; the last <see cref="ProblemLedger.KeptTurns"/>.</summary>
    public ImmutableList<ProblemTurn> History => _ledger.History;

    /// <summary>Calls back whenever <see cref="Current"/> is another, until disposed. The callback must return at once.</summary>
    public IDisposable Subscribe(Action<ValueList<Problem>> listener) => _listeners.Add(listener);

    /// <summary>The voice engine came up or went away.</summary>
    public void TellEngine(bool isUp) => Tell(evidence => evidence.IsEngineUp = isUp);

    /// <summary>The box has an owner, or has none; and why what was asked for at the box cannot be written, or null.</summary>
    public void TellSetup(bool isClaimed, string? trouble) => Tell(evidence => (evidence.IsClaimed, evidence.SetupTrouble) = (isClaimed, trouble));

    /// <summary>How the page's certificate is.</summary>
    public void TellCertificate(CertificateEvidence certificate) => Tell(evidence => evidence.Certificate = certificate);

    /// <summary>What of the front panel does not work now; empty when all does.</summary>
    public void TellPanel(IReadOnlyList<PanelFault> faults) => Tell(evidence => evidence.PanelFaults = ValueList.Create<PanelFault>([.. faults]));

    /// <summary>Watches until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var settings = _settings?.Subscribe(_ => Wake());
        using var network = _network?.Subscribe(_ => Wake());
        using var live = _live?.Subscribe(Wake);
        await using var alarm = _time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            Wake();
            await foreach (var _ in _wakes.Reader.ReadAllAsync(stop))
            {
                Look();
                alarm.Change(NextLook(), Timeout.InfiniteTimeSpan);
                await Task.Delay(NotSoonerThan, _time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private void Tell(Action<BoxEvidence> what)
    {
        if (_evidence is null)
            return;
        what(_evidence);
        Wake();
    }

    /// <summary>The monotonic clock of the panel and of <see cref="LiveState"/>.</summary>
    private TimeSpan Elapsed => _time.GetElapsedTime(0);

    private void Wake() => _wakes.Writer.TryWrite(true);

    private TimeSpan NextLook()
    {
        var wait = _ledger.Deadline is { } deadline ? deadline - Elapsed : LookEvery;
        return wait < NotSoonerThan ? NotSoonerThan : wait > LookEvery ? LookEvery : wait;
    }

    private void Look()
    {
        var now = Elapsed;
        var before = _ledger;
        var after = before.See(ProblemList.Of(_gather(now)), now, _clock.IsSet ? _clock.Now : null);
        _ledger = after;
        foreach (var turn in after.History.Where(turn => turn.At == now && !before.History.Contains(turn)))
            Note(turn);
        if (after.Current != before.Current)
            _listeners.Tell(after.Current);
    }

    private void Note(ProblemTurn turn)
    {
        if (turn.IsRaised)
            HealthLog.Raised(_log, turn.Problem.Code, turn.Problem.Sentence("en"), turn.Problem.Evidence);
        else
            HealthLog.Cleared(_log, turn.Problem.Code);
    }
}

/// <summary>What health writes to the log: a line for each problem that comes and each that goes.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(401, LogLevel.Warning, "Problem {Code}: {Sentence} {Evidence}")]
    public static partial void Raised(ILogger log, string code, string sentence, string evidence);

    [LoggerMessage(402, LogLevel.Information, "Problem {Code} is over")]
    public static partial void Cleared(ILogger log, string code);
}
