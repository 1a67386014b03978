using System.Collections.Immutable;

namespace Appliance.Configuration;

/// <summary>
/// Owns the settings: reads <c>appliance.toml</c>, notices when somebody changes it, accepts only texts without a fault,
/// and keeps the last good ones. A bad file never replaces a good one. Safe to use from any thread.
/// </summary>
public sealed class SettingsStore
{
    /// <summary>The name of the settings file in the data folder.</summary>
    public const string FileName = "appliance.toml";

    /// <summary>The name of a faulty settings file that gave way to the last good settings.</summary>
    public const string SetAsideName = "appliance.toml.set-aside";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly RevisionFolder _revisions;
    private readonly SafeFile _files;
    private readonly TimeProvider _time;
    private ImmutableArray<Action<SettingsUpdate>> _listeners = [];
    private (DateTime Written, long Length)? _seen;
    private ImmutableDictionary<string, (DateTime, long)> _seenSecrets;
    private volatile SettingsSnapshot _current = new(0, Config.Empty, "", []);
    private volatile ValueList<ConfigFault> _faults = [];
    private volatile string? _trouble;

    private SettingsStore(string dataFolder, TimeProvider time, SafeFile files)
    {
        _file = Path.Combine(dataFolder, FileName);
        _files = files;
        _time = time;
        _revisions = new(Path.Combine(dataFolder, "revisions"), files);
        Secrets = new(Path.Combine(dataFolder, "secrets"), files);
        _seenSecrets = Secrets.Stamps;
    }

    /// <summary>The settings in use.</summary>
    public SettingsSnapshot Current => _current;

    /// <summary>What is wrong with the file as it lies on the card now; empty when it is the one in use.</summary>
    public ValueList<ConfigFault> Faults => _faults;

    /// <summary>A sentence when the box can read its settings but not keep revisions of them, or not read them at all; otherwise null.</summary>
    public string? Trouble => _trouble;

    /// <summary>The secrets that the settings refer to.</summary>
    public SecretStore Secrets { get; }

    /// <summary>The texts that can be restored, the newest first; 20 at most.</summary>
    public ImmutableArray<SettingsRevision> Revisions => Guarded(() => _revisions.All);

    /// <summary>
    /// Opens the settings in a data folder. Never fails: without a file the box starts with <see cref="Config.Empty"/>,
    /// with a bad one on its last good revision, and <see cref="Faults"/> says why.
    /// </summary>
    public static SettingsStore Open(string dataFolder, TimeProvider time) => Open(dataFolder, time, new SafeFile());

    internal static SettingsStore Open(string dataFolder, TimeProvider time, SafeFile files)
    {
        var store = new SettingsStore(dataFolder, time, files);
        lock (store._gate)
            store.Start();
        return store;
    }

    /// <summary>Calls back with every update, in order, until disposed. The callback must return at once: post, do not work.</summary>
    public IDisposable Subscribe(Action<SettingsUpdate> listener)
    {
        lock (_gate)
            _listeners = _listeners.Add(listener);
        return new Subscription(this, listener);
    }

    /// <summary>Checks a whole new text, and if it has no fault writes it and uses it.</summary>
    public SettingsOutcome Apply(string text)
    {
        lock (_gate)
        {
            if (text == _current.Text && _faults.IsEmpty)
                return new SettingsOutcome.Unchanged();

            var reading = ConfigReader.Read(text, Secrets.Names);
            if (!reading.IsUsable)
                return new SettingsOutcome.Refused(reading.Faults);

            var number = NextNumber();
            try
            {
                DataFolder.Make(Path.GetDirectoryName(_file)!);
                _revisions.Save(number, text);
                _files.Replace(_file, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _revisions.Discard(number);
                return new SettingsOutcome.NotWritten(SafeFile.Explain(fault, _file) + " The settings stay as they were.");
            }

            _seen = Stamp();
            _trouble = null;
            return new SettingsOutcome.Applied(Use(new(number, reading.Config, text, reading.Faults), []));
        }
    }

    /// <summary>
    /// As <see cref="Apply"/>, but only when the settings are still those that somebody saw. A faulty file on the card gives way and is
    /// kept beside it under <see cref="SetAsideName"/>.
    /// </summary>
    public SettingsOutcome ApplyOver(SettingsMark seen, string text)
    {
        lock (_gate)
        {
            if (See().Mark != seen)
                return new SettingsOutcome.Overtaken();
            if (!_faults.IsEmpty && ConfigReader.Read(text, Secrets.Names).IsUsable)
                SetAside();
            return Apply(text);
        }
    }

    /// <summary>Changes one setting in the file and leaves the rest of its text alone; paths as in <see cref="SettingsEditor"/>.</summary>
    public SettingsOutcome Set(string path, SettingValue value) =>
        Edit(text => SettingsEditor.Set(text, path, value), $"There is no setting {path}.");

    /// <summary>Changes the text by a function that returns null when it cannot.</summary>
    public SettingsOutcome Edit(Func<string, string?> change, string otherwise)
    {
        lock (_gate)
        {
            if (!_faults.IsEmpty)
                return new SettingsOutcome.Refused(_faults);
            return change(_current.Text) is { } text ? Apply(text) : new SettingsOutcome.NotFound(otherwise);
        }
    }

    /// <summary>
    /// As <see cref="Edit"/>, but with a faulty file too: then the last good text is changed and written, and the faulty one is kept
    /// beside it under <see cref="SetAsideName"/>. For what somebody at the box must be able to do in any case.
    /// </summary>
    public SettingsOutcome EditLastGood(Func<string, string?> change, string otherwise)
    {
        lock (_gate)
        {
            if (change(_current.Text) is not { } text)
                return new SettingsOutcome.NotFound(otherwise);
            if (!_faults.IsEmpty)
                SetAside();
            return Apply(text);
        }
    }

    /// <summary>Uses an earlier text again, as a new revision.</summary>
    public SettingsOutcome Restore(long revision)
    {
        lock (_gate)
        {
            return _revisions.Read(revision) is { } text
                ? Apply(text)
                : new SettingsOutcome.NotFound($"Revision {revision} is not kept any more. The last {RevisionFolder.Kept} are.");
        }
    }

    /// <summary>Looks once, and says how the settings are.</summary>
    public SettingsSight See()
    {
        lock (_gate)
        {
            Look();
            var text = ReadFile();
            return new(_current, text ?? _current.Text, _faults, SettingsMark.Of(_current.Revision, text ?? _current.Text));
        }
    }

    /// <summary>The text of an earlier revision; null: it is not kept any more.</summary>
    public string? ReadRevision(long revision)
    {
        lock (_gate)
            return revision == _current.Revision ? _current.Text : _revisions.Read(revision);
    }

    /// <summary>Looks once whether the file or a secret was changed by somebody else, and takes up what is good.</summary>
    public SettingsOutcome Look()
    {
        lock (_gate)
        {
            var secrets = Secrets.Stamps;
            ValueList<ConfigChange> replaced = ValueList.Create<ConfigChange>(
            [
                .. secrets.Where(now => !_seenSecrets.TryGetValue(now.Key, out var was) || was != now.Value)
                    .Select(now => now.Key).Concat(_seenSecrets.Keys.Where(name => !secrets.ContainsKey(name)))
                    .Order(StringComparer.Ordinal).Select(name => new ConfigChange.SecretReplaced(name)),
            ]);
            _seenSecrets = secrets;

            var outcome = Stamp() != _seen || (!replaced.IsEmpty && !_faults.IsEmpty)
                ? TakeUp(replaced)
                : new SettingsOutcome.Unchanged();
            return outcome is SettingsOutcome.Applied || replaced.IsEmpty
                ? outcome
                : new SettingsOutcome.Applied(Use(_current, replaced));
        }
    }

    /// <summary>Looks every two seconds until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                Look();
        }
        catch (OperationCanceledException)
        {
            // Stopping is not a fault.
        }
    }

    private void Start()
    {
        var newest = Guarded(() => _revisions.All);
        foreach (var revision in newest)
        {
            // A secret may be gone while the text is as good as it was: one silent trunk is better than a silent office.
            if (_revisions.Read(revision.Number) is { } kept && ConfigReader.Read(kept) is { IsUsable: true } good)
            {
                _current = new(revision.Number, good.Config, kept, Softened(kept));
                break;
            }
        }

        if (Stamp() is null && _current.Revision is 0)
            return;
        TakeUp([]);
    }

    private SettingsOutcome TakeUp(ValueList<ConfigChange> replaced)
    {
        _seen = Stamp();
        if (ReadFile() is not { } text)
            return Refuse([new(0, 0, "", FaultCode.FileGone.Name, [])]);

        if (text == _current.Text)
        {
            _faults = [];
            return new SettingsOutcome.Unchanged();
        }

        var reading = ConfigReader.Read(text, Secrets.Names);
        if (!reading.IsUsable)
            return Refuse(reading.Faults);

        var number = NextNumber();
        try
        {
            _revisions.Save(number, text);
            _trouble = null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _trouble = SafeFile.Explain(fault, _file) + " The settings are used, but could not be kept as a revision.";
        }

        return new SettingsOutcome.Applied(Use(new(number, reading.Config, text, reading.Faults), replaced));
    }

    private SettingsUpdate Use(SettingsSnapshot now, ValueList<ConfigChange> further)
    {
        var before = _current;
        _current = now;
        if (!ReferenceEquals(before, now))
            _faults = [];

        var update = new SettingsUpdate(before, now, ValueList.Create<ConfigChange>([.. ConfigChange.Between(before.Config, now.Config), .. further]));
        if (!update.Changes.IsEmpty)
        {
            foreach (var listener in _listeners)
                listener(update);
        }

        return update;
    }

    private SettingsOutcome.Refused Refuse(ValueList<ConfigFault> faults)
    {
        _faults = faults;
        return new(faults);
    }

    private ValueList<ConfigFault> Softened(string text) => ValueList.Create<ConfigFault>(
        [.. ConfigReader.Read(text, Secrets.Names).Faults.Select(fault => fault with { Weight = FaultWeight.Warning })]);

    private long NextNumber() => Math.Max(_current.Revision, Guarded(() => _revisions.All) is [var newest, ..] ? newest.Number : 0) + 1;

    private void SetAside()
    {
        try
        {
            File.Copy(_file, Path.Combine(Path.GetDirectoryName(_file)!, SetAsideName), overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // There may be no file, or no room: the box must be reachable again all the same.
        }
    }

    private string? ReadFile()
    {
        try
        {
            return File.ReadAllText(_file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private (DateTime, long)? Stamp()
    {
        try
        {
            return new FileInfo(_file) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ImmutableArray<SettingsRevision> Guarded(Func<ImmutableArray<SettingsRevision>> list)
    {
        try
        {
            return list();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private sealed class Subscription(SettingsStore store, Action<SettingsUpdate> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (store._gate)
                store._listeners = store._listeners.Remove(listener);
        }
    }
}
