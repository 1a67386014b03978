using System.Collections.Immutable;
using System.Net;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Numbers;
using Appliance.Records;
using Appliance.Traces;
using Sip;
using Sip.Media;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>What a box is started with.</summary>
public sealed record BoxOptions
{
    /// <summary>The folder everything is kept in.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Sees every SIP message, or null.</summary>
    public ISipTrace? Trace { get; init; }

    /// <summary>How the media engine is started. Null: as this program in another role.</summary>
    public MediaEngineProgram? Engine { get; init; }

    /// <summary>Called when the media engine came up (true) or went away; it must return at once. Null: nobody asks.</summary>
    public Action<bool>? EngineChanged { get; init; }
}

/// <summary>
/// The running box: settings, signalling sockets, the gateway's loop, the media engine and the records, put together. Contains no
/// rule of the product.
/// </summary>
public sealed class Box : IAsyncDisposable
{
    private static readonly TimeSpan LastWordsWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    private readonly SettingsStore _settings;
    private readonly CallLog _records;
    private readonly CallSnapshotFolder _inProgress;
    private readonly LiveState _live;
    private readonly ILogger _log;
    private readonly SipTransports _transports;
    private readonly SignallingLoop<GatewayInput, GatewayOutput> _loop;
    private readonly PeerLocator _locator;
    private readonly MediaEngineProcess _media;
    private readonly VoiceWatch _voice;
    private readonly TraceFeed _feed;
    private readonly IDisposable _subscription;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly OncePerWhile _told;
    private readonly Action<bool>? _engineChanged;
    private readonly Task _running;
    private volatile bool _isClosing;

    private Box(BoxOptions options, SettingsStore settings, LiveState live, TimeProvider time, ILoggerFactory logs)
    {
        (_settings, _live, _log, _time) = (settings, live, logs.CreateLogger("Landline"), time);
        _told = new OncePerWhile(TimeSpan.FromMinutes(1), time);
        var config = settings.Current.Config;
        var tokens = new SystemTokens();
        var dns = config.Network.NameServers.IsEmpty
            ? DnsLookup.System(time, _log)
            : DnsLookup.Over([.. config.Network.NameServers.Select(address => new IPEndPoint(address, 53))], time, _log);

        _records = CallLog.Open(Path.Combine(options.DataFolder, "calls.db"), config.Records, time);
        _inProgress = new CallSnapshotFolder(Path.Combine(options.DataFolder, "calls-in-progress"), time);
        var limits = new TraceLimits();
        Traces = new CallTraces(limits);
        _feed = new TraceFeed(Traces, limits, time, options.Trace);
        Certificate = OwnCertificate.Open(options.DataFolder, config.Network, time, trouble => LogEvents.CertificateTrouble(_log, trouble));
        _transports = new SipTransports(
            BoxSockets.Of(options.DataFolder, config, Certificate, _log), input => Post(new GatewayInput.FromNetwork(input)), dns, time, logs.CreateLogger<SipTransports>(), _feed);
        Gateway? gateway = null;
        var stack = new SipStack(
            new SipStackSettings
            {
                Product = $"Landline/{BoxVersion.Text}",
                ProfileOf = (request, from) => gateway!.ProfileOf(request, from),
                IsNeverRefused = (request, _) => gateway!.IsEmergency(request),
            },
            _transports,
            tokens);
        gateway = new Gateway(OfficeOf(settings), stack, tokens, _transports, new WallClock(time));
        _loop = new SignallingLoop<GatewayInput, GatewayOutput>(gateway, CarryOut, time, _log);
        _locator = new PeerLocator(dns, tokens, Post, time, _log);
        Post(new GatewayInput.TakeOver(_inProgress.Read()));
        try
        {
            _transports.Start();
        }
        catch
        {
            _records.Dispose();
            _inProgress.Dispose();
            _locator.Dispose();
            throw;
        }

        // Until it is reached it is not there.
        _engineChanged = options.EngineChanged;
        _engineChanged?.Invoke(false);
        var engine = new MediaEngineSettings
        {
            Ports = new PortRange(config.Media.FirstPort, config.Media.LastPort),
            DifferentiatedServices = config.Media.Dscp,
            Announcements = AnnouncementFolder.Prepare(options.DataFolder, config.Office.Language),
        };
        _media = new MediaEngineProcess(Path.Combine(options.DataFolder, "media.socket"), engine, options.Engine ?? MediaEngineProgram.ThisOne(), Heard, time);
        _voice = new VoiceWatch(live, _media, time);

        _subscription = settings.Subscribe(Changed);
        _locator.Use(OfficeOf(settings));
        _running = Task.WhenAll(
            Task.Run(() => NumberLibrary.Knows(config.Office.Country)), TrimAsync(_stop.Token), _loop.RunAsync(_stop.Token), _locator.RunAsync(_stop.Token), _feed.RunAsync(_stop.Token), settings.RunAsync(_stop.Token), _records.RunAsync(_stop.Token), _inProgress.RunAsync(_stop.Token), _media.RunAsync(_stop.Token));
        Post(new GatewayInput.DeadlinePassed());
    }

    /// <summary>Ends when the box does: by being disposed, or with the fault of one of its parts.</summary>
    public Task Running => _running;

    /// <summary>Where it listens.</summary>
    public ImmutableArray<SipListener> Listening => _transports.Listening;

    /// <summary>The settings.</summary>
    public SettingsStore Settings => _settings;

    /// <summary>The records of finished calls.</summary>
    public CallLog Records => _records;

    /// <summary>What is going on.</summary>
    public LiveState Live => _live;

    /// <summary>What was said for the latest calls.</summary>
    public CallTraces Traces { get; }

    /// <summary>Its certificate, where none was uploaded or got for the page.</summary>
    internal OwnCertificate Certificate { get; }

    /// <summary>Starts a box.</summary>
    /// <exception cref="SipListenException">A port is taken; the message is for the installer.</exception>
    public static Box Start(BoxOptions options, SettingsStore settings, LiveState live, TimeProvider time, ILoggerFactory logs) =>
        new(options, settings, live, time, logs);

    /// <summary>Hands something to the gateway. False: overloaded.</summary>
    public bool Post(GatewayInput input) => _loop.TryPost(input);

    /// <summary>Asks the signalling loop to turn, and says how often it has. Returns at once.</summary>
    public long Beat()
    {
        Post(new GatewayInput.DeadlinePassed());
        return _loop.Turns;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        _voice.Dispose();
        await HangUpAsync();
        await _media.ShutdownAsync();
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // That is how some parts stop.
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogEvents.PartFailed(_log, fault);
        }

        await _transports.DisposeAsync();
        // A box that is erased must not find it in its folder afterwards.
        await Certificate.SettleAsync();
        _media.Dispose();
        _locator.Dispose();
        _records.Dispose();
        _inProgress.Dispose();
        _stop.Dispose();
    }

    /// <summary>Lets every peer have its BYE and every call its record.</summary>
    private async Task HangUpAsync()
    {
        var calls = _live.Now.Calls.Count;
        LogEvents.Stopping(_log, calls);
        _isClosing = true;
        if (!Post(new GatewayInput.ClosingDown()) || calls == 0)
            return;

        using var patience = new CancellationTokenSource(LastWordsWithin, _time);
        try
        {
            await _quiet.Task.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // A peer that does not answer its BYE hears nothing more of us.
        }
    }

    private async Task TrimAsync(CancellationToken stop)
    {
        var clock = new WallClock(_time);
        using var timer = new PeriodicTimer(TrimEvery, _time);
        try
        {
            do
            {
                await Task.Run(() => _records.Trim(clock.IsSet ? clock.Now : null), stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private void Heard(MediaEvent happened)
    {
        if (happened is MediaEvent.EngineStarted or MediaEvent.EngineLost)
            _engineChanged?.Invoke(happened is MediaEvent.EngineStarted);
        if (happened is MediaEvent.Counters counted)
            _live.Take(counted.Port, counted.Values);
        else
            Post(new GatewayInput.FromMedia(happened));
    }

    private void CarryOut(GatewayOutput output)
    {
        switch (output)
        {
            case GatewayOutput.Transmit { Message: var message }:
                _transports.Send(message);
                break;
            case GatewayOutput.Media { Command: var command }:
                _media.Send(command);
                break;
            case GatewayOutput.Record { Finished: var record }:
                _records.Post(record);
                LogEvents.CallEnded(_log, record.Direction, record.Cause.Sentence, record.Duration);
                break;
            case GatewayOutput.Remember { Call: var call }:
                _inProgress.Remember(call);
                _live.Take(call);
                break;
            case GatewayOutput.Forget { CallId: var id }:
                _inProgress.Forget(id);
                break;
            case GatewayOutput.Report { What: var report }:
                Note(report);
                _live.Take(report);
                _feed.Take(report);
                if (_isClosing && _live.Now.Calls.IsEmpty)
                    _quiet.TrySetResult();
                break;
        }
    }

    private void Note(GatewayReport report)
    {
        switch (report)
        {
            case GatewayReport.OfTrunk trunk:
                LogEvents.TrunkChanged(_log, trunk.Trunk, trunk.Health, trunk.Why);
                break;
            case GatewayReport.EmergencyDialled emergency:
                LogEvents.EmergencyDialled(_log, emergency.Origin, emergency.Number);
                break;
            case GatewayReport.TurnedAway away when _told.IsNew($"{(IPEndPoint.TryParse(away.From, out var from) ? from.Address.ToString() : away.From)} {away.Status}"):
                LogEvents.TurnedAway(_log, away.From, away.Status, away.Why);
                break;
            case GatewayReport.Registered phone:
                LogEvents.Registered(_log, phone.Account, phone.Contacts);
                break;
        }
    }

    private void Changed(SettingsUpdate update)
    {
        _records.Keep(update.Now.Config.Records);
        var office = OfficeOf(_settings);
        Post(new GatewayInput.Settings(office));
        _locator.Use(office);
        LogEvents.SettingsApplied(_log, update.Now.Revision);
        if (update.Changes.Any(change => change is ConfigChange.Network or ConfigChange.Media))
            LogEvents.RestartNeeded(_log, string.Join(", ", Listening.Select(listener => $"{listener.Transport.ToString().ToUpperInvariant()} {listener.Address}")));
    }

    private static Office OfficeOf(SettingsStore settings)
    {
        var secrets = settings.Secrets.Names.ToImmutableDictionary(name => name, name => settings.Secrets.Find(name)?.Reveal() ?? "");
        return new Office(settings.Current.Config, settings.Current.Revision, secrets);
    }
}
