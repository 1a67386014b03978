using Appliance.Configuration;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>What became of the wish to try an address.</summary>
public abstract record TryOutcome
{
    private TryOutcome()
    {
    }

    /// <summary>It is on trial.</summary>
    public sealed record Begun(AddressTrial Trial) : TryOutcome;

    /// <summary>The box has it already.</summary>
    public sealed record Same : TryOutcome;

    /// <summary>Another one is on trial.</summary>
    public sealed record Busy(AddressTrial Trial) : TryOutcome;

    /// <summary>The settings cannot hold it: the file has a fault, or would have one.</summary>
    public sealed record Refused(ValueList<ConfigFault> Faults) : TryOutcome;

    /// <summary>The file writes its address in a way that cannot be changed from here.</summary>
    public sealed record NotFound(string What) : TryOutcome;
}

/// <summary>What became of the wish to keep an address.</summary>
public enum KeepOutcome
{
    /// <summary>The settings say so now.</summary>
    Kept,

    /// <summary>It is not on trial any more, or the system has not taken it yet.</summary>
    NotOnTrial,

    /// <summary>The settings could not be changed; it stays on trial.</summary>
    NotWritten,
}

/// <summary>
/// Changes the box's address on trial: the settings stay as they are until somebody keeps the new one. The way to an address for the panel
/// and the page alike. Safe to use from any thread.
/// </summary>
public sealed class AddressDesk : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly SettingsStore _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Listeners<AddressTrials> _listeners = new();
    private readonly ITimer _alarm;
    private readonly IDisposable _subscription;
    private volatile AddressTrials _trials = AddressTrials.None;

    /// <summary>A desk for a box with these settings.</summary>
    public AddressDesk(SettingsStore settings, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        (_settings, _time, _log) = (settings, time, log);
        _alarm = time.CreateTimer(_ => Change(static (trials, _) => trials), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = settings.Subscribe(update =>
        {
            if (update.Before.Config.Network.Address.Wish != update.Now.Config.Network.Address.Wish)
                Change(static (trials, now) => trials.Overtake(now));
        });
    }

    /// <summary>The trials as they are now.</summary>
    public AddressTrials Current => _trials;

    /// <summary>The time that <see cref="Current"/> is counted in.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(0);

    /// <summary>What the system is to be given in place of what the settings say, or null.</summary>
    public AddressTrial? Wanted => _trials.WantedAt(Elapsed);

    /// <summary>Calls back when <see cref="Current"/> or <see cref="Wanted"/> may be another, until disposed. The callback must return at once.</summary>
    public IDisposable Subscribe(Action<AddressTrials> listener) => _listeners.Add(listener);

    /// <summary>Tries an address.</summary>
    public TryOutcome Try(AddressWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (Change(static (trials, _) => trials).Now is { } other)
            return new TryOutcome.Busy(other);
        var sight = _settings.See();
        if (!sight.Faults.IsEmpty)
            return new TryOutcome.Refused(sight.Faults);
        var before = sight.InUse.Config.Network.Address.Wish;
        if (before == wish)
            return new TryOutcome.Same();
        if (AddressEdit.Change(sight.Text, wish) is not { } text)
            return new TryOutcome.NotFound(AddressEdit.NotFound);
        if (ConfigReader.Read(text, _settings.Secrets.Names) is { IsUsable: false, Faults: var faults })
            return new TryOutcome.Refused(faults);

        // Another may have come in between: then it is not this one's.
        var begun = Change((trials, now) => trials.Begin(wish, before, now)).Now!;
        if (begun.Wish != wish)
            return new TryOutcome.Busy(begun);
        NetworkLog.Tried(_log, Describe(wish), (int)AddressTrials.Length.TotalSeconds);
        return new TryOutcome.Begun(begun);
    }

    /// <summary>Keeps the address on trial: the settings say it from now on.</summary>
    public KeepOutcome Keep(int number)
    {
        if (Change((trials, now) => trials.Keep(number, now)).Now is not { IsBeingKept: true } trial || trial.Number != number)
            return KeepOutcome.NotOnTrial;

        // Outside the gate: the settings tell their listeners, and this desk is one.
        var outcome = AddressEdit.Apply(_settings, trial.Wish);
        if (outcome is SettingsOutcome.Applied or SettingsOutcome.Unchanged)
        {
            Change((trials, now) => trials.End(number, TrialEnd.Kept, now));
            return KeepOutcome.Kept;
        }

        NetworkLog.NotKept(_log, outcome is SettingsOutcome.NotWritten { Why: var why } ? why : "The settings file has a fault.");
        Change((trials, _) => trials.NotWritten(number));
        return KeepOutcome.NotWritten;
    }

    /// <summary>Gives the address on trial up; false: it is over already.</summary>
    public bool GiveUp(int number) => End(number, TrialEnd.GivenUp, "");

    /// <summary>Gives up whatever is on trial.</summary>
    public void GiveUp()
    {
        if (_trials.Now is { } trial)
            GiveUp(trial.Number);
    }

    /// <summary>The system has taken the address on trial, or says why not.</summary>
    public void Tell(int number, string? why)
    {
        if (why is null)
            Change((trials, _) => trials.Take(number));
        else
            End(number, TrialEnd.NotTaken, why);
    }

    /// <summary>An address as it is logged: <c>192.168.1.2/24</c>, <c>DHCP</c>, and its VLAN.</summary>
    public static string Describe(AddressWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var address = wish.Fixed is { } own ? $"{own.Address}/{own.PrefixLength}" : "DHCP";
        return wish.Vlan is { } vlan ? $"{address}, VLAN {vlan}" : address;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        _alarm.Dispose();
    }

    private bool End(int number, TrialEnd end, string why)
    {
        var isEnded = false;
        Change((trials, now) =>
        {
            var next = trials.End(number, end, now, why);
            isEnded = next != trials;
            return next;
        });
        return isEnded;
    }

    private AddressTrials Change(Func<AddressTrials, TimeSpan, AddressTrials> change)
    {
        AddressTrials before;
        AddressTrials after;
        lock (_gate)
        {
            var now = Elapsed;
            before = _trials;
            _trials = after = change(before.At(now), now);
            var wait = after.DeadlineAfter(now) - now;
            _alarm.Change(wait is null ? Timeout.InfiniteTimeSpan : wait > ShortestWait ? wait.Value : ShortestWait, Timeout.InfiniteTimeSpan);
        }

        if (after.Last != before.Last && after.Last is { } over)
            NetworkLog.TrialOver(_log, Describe(over.Trial.Wish), over.End, over.Why);
        _listeners.Tell(after);
        return after;
    }
}
