using System.Net;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Health;
using Appliance.Hosting;
using Appliance.Network;
using Appliance.Tests.Configuration;
using Hal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Health;

public sealed class HealthWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_comes_and_goes_is_told_logged_once_and_remembered()
    {
        var log = new LinesOfLog();
        var evidence = new HealthEvidence { Lines = [new("Tokyo", TrunkHealth.Up)] };
        var watch = new HealthWatch(_ => Volatile.Read(ref evidence), _time, log);
        var running = watch.RunAsync(_stop.Token);

        Volatile.Write(ref evidence, evidence with { IsEngineUp = false });
        await UntilAsync(() => watch.Current is [{ Code: "media.engine-down" }]);
        Volatile.Write(ref evidence, evidence with { IsEngineUp = true });
        await UntilAsync(() => watch.Current.IsEmpty);

        await _stop.CancelAsync();
        await running;
        Assert.Equal([true, false], watch.History.Select(turn => turn.IsRaised));
        Assert.All(watch.History, turn => Assert.NotNull(turn.Clock));
        Assert.Equal(["Warning Problem media.engine-down", "Information Problem media.engine-down"], log.Lines.Select(line => string.Join(' ', line.Split(' ', ':').Take(3))));
    }

    [Fact]
    public async Task A_box_is_watched_by_its_settings_its_network_and_what_others_tell()
    {
        var settings = SettingsStore.Open(_folder.Path, _time);
        var card = new NetworkCard("eth0", 0, true, true, "", [new CardAddress(IPAddress.Parse("192.168.1.45"), 24)]);
        var network = new OfficeNetwork(settings, new AddressDesk(settings, _time, NullLogger.Instance), new NoAddressApplier(), () => new NetworkReading([card], [], null), _time, NullLogger.Instance);
        var watch = new HealthWatch(_folder.Path, settings, network, new LiveState(_time), _time, NullLogger.Instance);
        var told = 0;
        using var listening = watch.Subscribe(_ => Interlocked.Increment(ref told));
        var running = watch.RunAsync(_stop.Token);

        await UntilAsync(() => Codes(watch).SequenceEqual(["line.none", "phone.none"]));
        watch.TellSetup(isClaimed: false, trouble: "No room.");
        watch.TellPanel([new PanelFault(PanelPart.Buttons, "panel.button-stuck", "KEY1")]);
        File.WriteAllText(_folder.File(SettingsStore.FileName), "[netwrok]\n");
        settings.Look();
        await UntilAsync(() => Codes(watch).SequenceEqual(["setup.not-kept", "panel.button-stuck", "settings.never-right", "box.unclaimed", "line.none", "phone.none"]));

        await _stop.CancelAsync();
        await running;
        Assert.True(told >= 2);
        Assert.Equal("192.168.1.45\n", File.ReadAllText(_folder.File("last-address")));
    }

    [Fact]
    public void The_address_of_before_is_known_after_a_restart_and_for_a_day()
    {
        var (old, now) = (IPAddress.Parse("192.168.1.9"), IPAddress.Parse("192.168.1.45"));
        Assert.Null(new LastAddress(_folder.Path).Note(old, TimeSpan.Zero));

        var after = new LastAddress(_folder.Path);

        Assert.Equal(old, after.Note(now, TimeSpan.FromMinutes(1)));
        Assert.Equal(old, after.Note(null, TimeSpan.FromHours(23)));
        Assert.Null(after.Note(now, TimeSpan.FromHours(25)));
    }

    [Fact]
    public void Emergency_numbers_that_nothing_carries_are_found_and_acknowledged_ones_are_not()
    {
        const string line = """
            [office]
            country = "TW"

            [[trunk]]
            id = "twilio"
            kind = "twilio-trunk"
            termination-host = "my-office.pstn.twilio.com"
            numbers = ["+886223456789"]

            """;

        Assert.Contains("119", EmergencyReach.Unreached(ConfigReader.Read(line).Config));
        Assert.DoesNotContain("119", EmergencyReach.Unreached(ConfigReader.Read(line + "[[dial-plan.emergency]]\nnumber = \"119\"\nnot-reached-acknowledged = true\n").Config));
        Assert.Empty(EmergencyReach.Unreached(ConfigReader.Read(line + "[[pbx]]\nid = \"asterisk\"\naddresses = [\"192.168.1.20\"]\n").Config));
    }

    [Theory]
    [InlineData("/var/lib/landline", true)]
    [InlineData("/var/lib/landline-other", false)]
    [InlineData("/home/a b/c", true)]
    [InlineData("/", false)]
    public void A_file_system_that_takes_no_writes_is_known(string folder, bool isReadOnly) => Assert.Equal(
        isReadOnly,
        MountTable.IsReadOnly("/dev/root / ext4 rw,relatime 0 0\n/dev/sda3 /var/lib/landline ext4 rw 0 0\n/dev/sda3 /var/lib/landline ext4 ro,errors=remount-ro 0 0\nx /home/a\\040b vfat ro 0 0\nnoise\n", folder));

    private async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static IEnumerable<string> Codes(HealthWatch watch) => watch.Current.Select(problem => problem.Code);

    private sealed class LinesOfLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
