using System.Threading.Channels;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Hosting;
using Appliance.Network;
using Appliance.Tests.Configuration;
using Hal;
using Hal.Buttons;
using Hal.Emulation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sip;

namespace Appliance.Tests.Hosting;

/// <summary>A panel's loop and set-up desk in simulated time, with real files. Time moves only when the test says so.</summary>
internal sealed class PanelBed : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Channel<IReadOnlyList<PanelFault>> _faults = Channel.CreateUnbounded<IReadOnlyList<PanelFault>>();

    public PanelBed(string settings = "", bool isReal = false, string? owner = null)
    {
        Time.AutoAdvanceAmount = TimeSpan.Zero;
        File.WriteAllText(_folder.File(SettingsStore.FileName), settings);
        if (owner is not null)
            File.WriteAllText(_folder.File(OwnerFile.FileName), owner);
        Boot = Directory.CreateDirectory(_folder.File("boot")).FullName;
        Settings = SettingsStore.Open(Folder, Time);
        Live = new LiveState(Time);
        Addresses = new AddressDesk(Settings, Time, NullLogger.Instance);
        Panel = new EmulatedFrontPanel();
        Shown = isReal ? new EmulatedFrontPanel() : Panel;
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 14, 5, 0, TimeSpan.Zero));

    public SettingsStore Settings { get; }

    public LiveState Live { get; }

    public AddressDesk Addresses { get; }

    public EmulatedFrontPanel Panel { get; }

    public EmulatedFrontPanel Shown { get; }

    public SetupDesk Desk { get; private set; } = null!;

    public PanelLoop Loop { get; private set; } = null!;

    /// <summary>Throws in place of the facts while it is set.</summary>
    public Exception? Breaks { get; set; }

    /// <summary>True while the card has no room for whose the box is.</summary>
    public bool IsCardFull { get; set; }

    public string Folder => _folder.Path;

    public string Boot { get; }

    public string Text => File.ReadAllText(_folder.File(SettingsStore.FileName));

    public ChannelReader<IReadOnlyList<PanelFault>> Faults => _faults.Reader;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public PanelBed Start()
    {
        Desk = new SetupDesk(Settings, Live, new OwnerFile(Folder, Card()), new ResetFile(Boot), Addresses, new CountingTokens(), Time, NullLogger.Instance);
        var network = new NetworkFact { HasLink = true, Address = System.Net.IPAddress.Parse("192.168.1.45"), PrefixLength = 24 };
        var facts = new PanelFactsSource(Settings, Live, () => network, () => [], () => Desk.View, Time) { Boot = BootStep.Ready };
        Loop = new PanelLoop(
            new PanelSurroundings
            {
                Panel = Panel,
                Shown = Shown,
                Facts = () => Breaks is { } fault ? throw fault : facts.Now(),
                FactsDeadline = () => facts.Deadline,
                Ask = request => Desk.Post(request),
                Tell = happened => Desk.Post(happened),
                TellFaults = faults => _faults.Writer.TryWrite(faults),
            },
            Time,
            NullLogger.Instance);
        _subscriptions.AddRange([Settings.Subscribe(_ => Loop.Look()), Live.Subscribe(Loop.Look), Desk.Subscribe(Loop.Look)]);
        _running.Add(Loop.RunAsync(_stop.Token));
        _running.Add(Desk.RunAsync(_stop.Token));
        return this;
    }

    /// <summary>Waits, in real time, until the panel shows this.</summary>
    public async Task<PanelSnapshot> SeeAsync(Func<PanelSnapshot, bool> what, EmulatedFrontPanel? where = null)
    {
        var panel = where ?? Panel;
        for (var revision = -1L; ;)
        {
            var seen = await panel.ChangeAfterAsync(revision, Stop).WaitAsync(TimeSpan.FromSeconds(60), Stop);
            if (what(seen))
                return seen;
            revision = seen.Revision;
        }
    }

    /// <summary>Waits, in real time, until this is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var look = 0; !isSo(); look++)
        {
            Assert.True(look < 12_000, "It did not come to be so.");
            await tick.WaitForNextTickAsync(Stop);
        }
    }

    /// <summary>Moves time, second by second, until this is so: a loop that is behind has not yet set its alarm, and sets it later.</summary>
    public async Task AdvanceUntilAsync(Func<bool> isSo)
    {
        for (var second = 0; !isSo(); second++)
        {
            Assert.True(second < 600, "It did not come to be so.");
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Holds a button down for so long, and lets it go; the loop sees every step of time.</summary>
    public async Task HoldAsync(Button button, TimeSpan length, ButtonSource source = ButtonSource.Panel)
    {
        var panel = source is ButtonSource.Panel ? Panel : Shown;
        Assert.True(panel.Press(button, source, Now));
        var step = TimeSpan.FromMilliseconds(100);
        for (var held = TimeSpan.Zero; held < length; held += step)
            await AdvanceAsync(length - held < step ? length - held : step);
        Assert.True(panel.Release(button, source, Now));
        await AdvanceAsync(TimeSpan.FromMilliseconds(10));
    }

    public Task PressAsync(Button button, ButtonSource source = ButtonSource.Panel) => HoldAsync(button, TimeSpan.FromMilliseconds(100), source);

    /// <summary>Moves time and gives the loops the processor; that they keep up is for the tests to see.</summary>
    public async Task AdvanceAsync(TimeSpan step)
    {
        await Task.Yield();
        Time.Advance(step);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        await tick.WaitForNextTickAsync(Stop);
    }

    private SafeFile Card() => new((path, options) => IsCardFull ? throw new IOException("No space left on device", 28) : new FileStream(path, options));

    public TimeSpan Now => Time.GetElapsedTime(0);

    public async ValueTask DisposeAsync()
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        await Panel.DisposeAsync();
        await Shown.DisposeAsync();
        Addresses.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>Other tokens every time, the same in every run.</summary>
    private sealed class CountingTokens : ITokenSource
    {
        private byte _next;

        public void Fill(Span<byte> bytes)
        {
            foreach (ref var one in bytes)
                one = ++_next;
        }

        public int Next(int exclusiveMaximum) => ++_next % exclusiveMaximum;
    }
}
