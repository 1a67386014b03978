using System.Collections.Immutable;
using System.Threading.Channels;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Network;
using Appliance.Setup;
using Sip;

namespace Appliance.Hosting;

/// <summary>
/// Carries out what is decided at the panel: runs set-up mode and does what it asks for, changes settings, acknowledges. One thing after
/// the other and apart from the panel's loop, because a card may take its time to write.
/// </summary>
public sealed class SetupDesk
{
    private const int MostWaiting = 64;

    /// <summary>So much may wait for a card that takes no writes; until it does, nothing more is begun.</summary>
    private const int MostUndone = 64;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly SettingsStore _settings;
    private readonly LiveState _live;
    private readonly OwnerFile _owner;
    private readonly ResetFile _card;
    private readonly AddressDesk _addresses;
    private readonly SetupMode _mode;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _erase = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Wish> _inbox = Channel.CreateBounded<Wish>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Queue<SetupOutput> _undone = [];
    private ImmutableArray<Action> _listeners = [];
    private SetupState _state;
    private TimeSpan? _tryAgainAt;
    private string? _trouble;

    /// <summary>A desk for a box with these settings.</summary>
    public SetupDesk(SettingsStore settings, LiveState live, OwnerFile owner, ResetFile card, AddressDesk addresses, ITokenSource tokens, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(owner);
        (_settings, _live, _owner, _card, _addresses, _time, _log) = (settings, live, owner, card, addresses, time, log);
        _mode = new SetupMode(tokens);
        var kept = owner.Read(out var trouble);
        if (trouble is not null)
            LogEvents.OwnerFileTrouble(_log, trouble);

        _state = new SetupState.Closed(kept, 0);
        Follow(_mode.Begin(kept, live.Elapsed));
        LookAtCard();
    }

    /// <summary>Set-up mode as it is shown.</summary>
    public SetupView View => Volatile.Read(ref _state).View;

    /// <summary>Why what set-up mode asks for cannot be written, or null. It is tried again and again, and nothing after it is done before.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Ends all sessions; called between the writes it belongs to, when somebody at the box wants everybody logged out.</summary>
    public Action? EndSessions { get; set; }

    /// <summary>The hash of the owner's passphrase, or null without one.</summary>
    public string? PassphraseHash => View.IsClaimed ? _owner.PassphraseHash : null;

    /// <summary>The visit of the one who used the PIN, while that one is let in.</summary>
    public int? VisitAtWork => Volatile.Read(ref _state) is SetupState.Visited visited && _live.Elapsed < visited.ClosesAt ? visited.Visit : null;

    /// <summary>Ends when the box is to be erased: stop everything, erase, begin anew.</summary>
    public Task EraseAsked => _erase.Task;

    /// <summary>Calls back whenever <see cref="View"/> or <see cref="Trouble"/> may be another, until disposed. The callback must return at once.</summary>
    public IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), changed);
        return new Subscription(this, changed);
    }

    /// <summary>Takes a request from the panel. False: too many wait.</summary>
    public bool Post(PanelRequest request) => _inbox.Writer.TryWrite(new Wish(request, null, null, null));

    /// <summary>Takes an event of set-up mode. False: too many wait.</summary>
    public bool Post(SetupEvent happened) => _inbox.Writer.TryWrite(new Wish(null, happened, null, null));

    /// <summary>
    /// Takes an event of the page's visitor and answers with all that followed; nothing where too many wait. A passphrase is stored as
    /// this hash of it; when it cannot be kept, <see cref="SetupOutput.Refused"/> is among the answers.
    /// </summary>
    public async Task<ImmutableArray<SetupOutput>> AskAsync(SetupEvent happened, string? passphraseHash, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<ImmutableArray<SetupOutput>>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(new Wish(null, happened, passphraseHash, answer)) ? await answer.Task.WaitAsync(stop) : [];
    }

    /// <summary>
    /// The owner, who has given the passphrase of this hash, has chosen another one. False: it could not be kept, or somebody at the box has
    /// had the passphrase removed meanwhile.
    /// </summary>
    public async Task<bool> ReplacePassphraseAsync(string before, string passphraseHash, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<ImmutableArray<SetupOutput>>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(new Wish(null, null, passphraseHash, answer) { Before = before }) && (await answer.Task.WaitAsync(stop)).IsEmpty;
    }

    /// <summary>Secrets that lay on the card when the owner was let in anew by somebody at the box, up to this time of theirs; null: that never was.</summary>
    public DateTime? SealedUntil => _owner.SealedUntil;

    /// <summary>Works until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var alarm = _time.CreateTimer(_ => Post(new SetupEvent.DeadlinePassed()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            Arm(alarm);
            await foreach (var wish in _inbox.Reader.ReadAllAsync(stop))
            {
                try
                {
                    CarryOut(wish);
                }
                catch (Exception fault) when (fault is not OutOfMemoryException)
                {
                    LogEvents.PartFailed(_log, fault);
                }
                finally
                {
                    // After a fault nothing is known to have happened.
                    wish.Answer?.TrySetResult([new SetupOutput.Refused()]);
                }

                Arm(alarm);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private void Arm(ITimer alarm)
    {
        var deadline = _tryAgainAt < (_state.Deadline ?? TimeSpan.MaxValue) ? _tryAgainAt : _state.Deadline;
        var wait = deadline - _live.Elapsed;
        alarm.Change(wait is null ? Timeout.InfiniteTimeSpan : wait > ShortestWait ? wait.Value : ShortestWait, Timeout.InfiniteTimeSpan);
    }

    private void CarryOut(Wish wish)
    {
        if (wish is { Before: { } before, PassphraseHash: { } chosen })
        {
            Replace(before, chosen, wish.Answer);
            return;
        }

        if ((wish.Happened ?? (wish.Request is { } request ? SetupEvent.Of(request) : null)) is { } happened)
        {
            if (_undone.Count < MostUndone || happened is SetupEvent.DeadlinePassed)
            {
                var followed = Follow(_mode.Next(_state, happened, _live.Elapsed), wish.PassphraseHash);
                wish.Answer?.TrySetResult(followed);
            }

            return;
        }

        switch (wish.Request)
        {
            case PanelRequest.ChooseLanguage { Language: var language }:
                Note(_settings.Set("office.language", new SettingValue.Text(language)), "office.language");
                break;
            case PanelRequest.ChangeAddress { Wish: var address }:
                Note(_addresses.Try(address));
                break;
            case PanelRequest.KeepAddress { Trial: var trial }:
                _addresses.Keep(trial);
                break;
            case PanelRequest.AcknowledgeEmergency { CallId: var call }:
                _live.Acknowledge(call);
                break;
            case PanelRequest.PreviousVersion:
                LogEvents.PreviousVersionAsked(_log);
                break;
        }
    }

    private ImmutableArray<SetupOutput> Follow(SetupTransition next, string? passphraseHash = null)
    {
        Volatile.Write(ref _state, next.State);
        foreach (var output in next.Outputs)
            _undone.Enqueue(output);
        if (_tryAgainAt is not { } at || _live.Elapsed >= at)
            CarryOut();
        foreach (var listener in _listeners)
            listener();
        return next.Outputs.OfType<SetupOutput.StorePassphrase>().FirstOrDefault() is { } store
            ? [.. next.Outputs, .. Store(store.Record, passphraseHash)]
            : next.Outputs;
    }

    private void Replace(string before, string chosen, TaskCompletionSource<ImmutableArray<SetupOutput>>? answer)
    {
        if (_undone.Count > 0 || PassphraseHash != before)
            return;
        if (_owner.StorePassphrase(_state.Record, chosen) is { } why)
            LogEvents.OwnerFileTrouble(_log, why);
        else
            answer?.TrySetResult([]);
    }

    /// <summary>The time of the newest secret there is, when a passphrase was forgotten: who stands at the box may choose another, but gets at none of them.</summary>
    private DateTime? Sealing() => _state.Record.Ownership is Ownership.PasswordForgotten && !_settings.Secrets.Stamps.IsEmpty
        ? _settings.Secrets.Stamps.Values.Max(static one => one.Written)
        : null;

    /// <summary>Only one that is on the card makes an owner.</summary>
    private ImmutableArray<SetupOutput> Store(SetupRecord record, string? passphraseHash)
    {
        // What was asked for before may yet remove the passphrase, and comes first.
        var why = passphraseHash is null || _undone.Count > 0 ? "Something else has to be written first." : _owner.StorePassphrase(record, passphraseHash, Sealing());
        if (why is null)
            return Follow(_mode.Next(_state, new SetupEvent.Claimed(), _live.Elapsed));

        LogEvents.OwnerFileTrouble(_log, why);
        return [new SetupOutput.Refused()];
    }

    /// <summary>In their order; one that cannot be written holds up those after it, so that nothing is done half.</summary>
    private void CarryOut()
    {
        _tryAgainAt = _live.Elapsed + TryAgainAfter;
        while (_undone.TryPeek(out var output))
        {
            if (CarryOut(output) is { } why)
            {
                if (_trouble is null)
                    LogEvents.SetupNotKept(_log, why);
                Volatile.Write(ref _trouble, why);
                return;
            }

            _undone.Dequeue();
        }

        _tryAgainAt = null;
        Volatile.Write(ref _trouble, null);
    }

    /// <summary>Null: done; otherwise why it has to be tried again.</summary>
    private string? CarryOut(SetupOutput output)
    {
        switch (output)
        {
            case SetupOutput.Keep { Record: var record }:
                return _owner.Keep(record);
            case SetupOutput.RemovePassphrase { Record: var record }:
                return _owner.RemovePassphrase(record);
            case SetupOutput.EndAllSessions:
                EndSessions?.Invoke();
                break;
            case SetupOutput.NetworkToDhcp:
                _addresses.GiveUp();
                var outcome = AddressEdit.BackToDhcp(_settings);
                if (outcome is SettingsOutcome.NotWritten { Why: var unwritten })
                    return unwritten;
                Note(outcome, "network.address");
                break;
            case SetupOutput.RemoveFile when _card.Remove() is { } why:
                LogEvents.ResetFileStays(_log, why);
                break;
            case SetupOutput.EraseEverything:
                _erase.TrySetResult();
                break;
            case SetupOutput.WindowOpened { Reason: var reason }:
                LogEvents.SetupOpened(_log, reason);
                break;
            case SetupOutput.WindowClosed { Why: var end }:
                LogEvents.SetupClosed(_log, end);
                break;
            case SetupOutput.Tell { Fact: var fact }:
                LogEvents.SetupTold(_log, fact);
                break;
        }

        return null;
    }

    private void LookAtCard()
    {
        if (!_card.CanLook)
            return;
        SetupEvent seen = _card.Mark() is { } mark ? new SetupEvent.FileFound(mark) : new SetupEvent.NoFileFound();
        Follow(_mode.Next(_state, seen, _live.Elapsed));
    }

    private void Note(SettingsOutcome outcome, string setting)
    {
        switch (outcome)
        {
            case SettingsOutcome.Refused refused:
                LogEvents.SettingNotChanged(_log, setting, ConfigCheck.Describe(refused.Faults));
                break;
            case SettingsOutcome.NotWritten { Why: var why }:
                LogEvents.SettingNotChanged(_log, setting, why);
                break;
            case SettingsOutcome.NotFound { What: var why }:
                LogEvents.SettingNotChanged(_log, setting, why);
                break;
        }
    }

    private void Note(TryOutcome outcome)
    {
        switch (outcome)
        {
            case TryOutcome.Refused { Faults: var faults }:
                LogEvents.SettingNotChanged(_log, "network.address", ConfigCheck.Describe(faults));
                break;
            case TryOutcome.NotFound { What: var why }:
                LogEvents.SettingNotChanged(_log, "network.address", why);
                break;
        }
    }

    private readonly record struct Wish(
        PanelRequest? Request, SetupEvent? Happened, string? PassphraseHash, TaskCompletionSource<ImmutableArray<SetupOutput>>? Answer)
    {
        /// <summary>The hash of the passphrase that is replaced.</summary>
        public string? Before { get; init; }
    }

    private sealed class Subscription(SetupDesk desk, Action listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref desk._listeners, static (all, one) => all.Remove(one), listener);
    }
}
