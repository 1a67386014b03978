using System.Net;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Network;
using Appliance.Tests.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Network;

/// <summary>The desk, the office's network and the files for networkd together, in simulated time with real files.</summary>
public sealed class AddressDeskTests : IAsyncDisposable
{
    private const string Old = "[office]\nname = \"Test\" # ours\n\n[network.address]\nmode = \"fixed\"\naddress = \"192.168.1.2/24\"\ngateway = \"192.168.1.1\"\n";
    private static readonly AddressWish New = new(new FixedAddress(IPAddress.Parse("192.168.1.9"), 24, IPAddress.Parse("192.168.1.1"), IPAddress.Parse("192.168.1.53")), null);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly NetworkReading _reading = OfficeCardTests.Reading([OfficeCardTests.Card("eth0", "192.168.1.2")], ("eth0", 100));
    private CancellationTokenSource _stop = new();
    private SettingsStore _settings = null!;
    private AddressDesk _desk = null!;
    private OfficeNetwork _network = null!;
    private Task _running = Task.CompletedTask;
    private string _program = "true";

    public AddressDeskTests() => File.WriteAllText(_folder.File(SettingsStore.FileName), Old);

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_address_nobody_keeps_goes_by_itself()
    {
        await BeginAsync();

        Assert.IsType<TryOutcome.Begun>(_desk.Try(New));
        await UntilAsync("192.168.1.9/24");
        Assert.Equal(Old, Written);
        await UntilAsync("192.168.1.2/24");

        Assert.Equal(TrialEnd.NotKept, _desk.Current.Last!.End);
        Assert.Equal(Old, Written);
        await UntilAsync(() => _network.Now.Trial is null);
    }

    [Fact]
    public async Task An_address_somebody_keeps_is_written_and_stays()
    {
        await BeginAsync();
        _desk.Try(New);
        await UntilAsync(() => _desk.Current.Now is { IsInUse: true });

        Assert.Equal(KeepOutcome.Kept, _desk.Keep(1));

        Assert.Equal(New, _settings.Current.Config.Network.Address.Wish);
        Assert.Contains("name = \"Test\" # ours", Written, StringComparison.Ordinal);
        Assert.Equal(KeepOutcome.NotOnTrial, _desk.Keep(1));
        await PassAsync(TimeSpan.FromMinutes(5));
        Assert.Contains("192.168.1.9/24", Files, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_system_has_taken_it_nobody_can_keep_it()
    {
        await BeginAsync();
        _desk.Try(New);

        Assert.Equal(KeepOutcome.NotOnTrial, _desk.Keep(1));
        Assert.Equal(Old, Written);
    }

    [Fact]
    public async Task After_a_power_cut_at_any_step_before_it_is_kept_the_old_address_is_back_and_after_it_the_new_one()
    {
        // Tried, but the system has not been told.
        await BeginAsync();
        _desk.Try(New);
        await AgainAsync("192.168.1.2/24");

        // In use.
        _desk.Try(New);
        await UntilAsync("192.168.1.9/24");
        await CutAsync();
        Assert.Contains("192.168.1.9/24", Files, StringComparison.Ordinal);
        await AgainAsync("192.168.1.2/24");
        Assert.Equal(Old, Written);

        // The files for the system were written in part: the new one is there, and nobody told networkd.
        await CutAsync();
        foreach (var file in NetworkdFile.Write(New with { Vlan = 20 }, "eth0"))
            File.WriteAllText(Path.Combine(_folder.File("network"), file.Name), file.Text);
        await AgainAsync("192.168.1.2/24");
        Assert.DoesNotContain("VLAN", Files, StringComparison.Ordinal);

        // Kept.
        _desk.Try(New);
        await UntilAsync(() => _desk.Current.Now is { IsInUse: true });
        _desk.Keep(1);
        await AgainAsync("192.168.1.9/24");
        Assert.Equal(New, _settings.Current.Config.Network.Address.Wish);
    }

    [Fact]
    public async Task What_the_system_does_not_take_ends_at_once_in_its_own_words()
    {
        await BeginAsync();
        await UntilAsync("192.168.1.2/24");
        File.WriteAllText(_program, $"#!/bin/sh\ngrep -q 192.168.1.9 {_folder.File("network")}/* && {{ echo No such device >&2; exit 1; }}\nexit 0\n");

        _desk.Try(New);
        await UntilAsync(() => _desk.Current.Last is not null);

        Assert.Equal(TrialEnd.NotTaken, _desk.Current.Last!.End);
        Assert.Contains("No such device", _desk.Current.Last.Why, StringComparison.Ordinal);
        await UntilAsync("192.168.1.2/24");
        await UntilAsync(() => _network.Trouble is null);
    }

    [Fact]
    public async Task Settings_changed_by_hand_meanwhile_hold()
    {
        await BeginAsync();
        _desk.Try(New);
        await UntilAsync("192.168.1.9/24");

        File.WriteAllText(_folder.File(SettingsStore.FileName), Old.Replace("1.2/24", "1.77/24", StringComparison.Ordinal));
        _settings.Look();

        Assert.Equal(TrialEnd.Overtaken, _desk.Current.Last!.End);
        await UntilAsync("192.168.1.77/24");
    }

    [Fact]
    public async Task Only_one_is_on_trial_and_what_cannot_be_is_not_tried()
    {
        await BeginAsync();
        Assert.IsType<TryOutcome.Same>(_desk.Try(_settings.Current.Config.Network.Address.Wish));
        var wrong = New with { Fixed = New.Fixed! with { Gateway = IPAddress.Parse("10.0.0.1") } };
        Assert.Contains(Assert.IsType<TryOutcome.Refused>(_desk.Try(wrong)).Faults, fault => fault.Key == "network.address.gateway");
        Assert.IsType<TryOutcome.Begun>(_desk.Try(New));

        Assert.Equal(New, Assert.IsType<TryOutcome.Busy>(_desk.Try(AddressWish.Automatic)).Trial.Wish);
        Assert.True(_desk.GiveUp(1));
        Assert.False(_desk.GiveUp(1));
        File.WriteAllText(_folder.File(SettingsStore.FileName), "[office");
        Assert.IsType<TryOutcome.Refused>(_desk.Try(New));
    }

    [Fact]
    public async Task When_the_settings_cannot_be_written_it_stays_on_trial_until_its_time_is_over()
    {
        await BeginAsync();
        _desk.Try(New);
        await UntilAsync(() => _desk.Current.Now is { IsInUse: true });
        File.WriteAllText(_folder.File(SettingsStore.FileName), "[office");
        _settings.Look();

        Assert.Equal(KeepOutcome.NotWritten, _desk.Keep(1));

        Assert.NotNull(_desk.Current.Now);
        await UntilAsync(() => _desk.Current.Last is { End: TrialEnd.NotKept });
    }

    private string Written => File.ReadAllText(_folder.File(SettingsStore.FileName));

    private string Files => string.Concat(NetworkdFile.Names.Select(name => TextOf(Path.Combine(_folder.File("network"), name))));

    private Task BeginAsync()
    {
        _program = _folder.File("networkctl");
        File.WriteAllText(_program, "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _stop = new CancellationTokenSource();
        _settings = SettingsStore.Open(_folder.Path, _time);
        _desk = new AddressDesk(_settings, _time, NullLogger.Instance);
        _network = new OfficeNetwork(_settings, _desk, new NetworkdApplier(_folder.File("network"), _program), () => _reading, _time, NullLogger.Instance);
        _running = _network.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    private async Task CutAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _desk?.Dispose();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
    }

    /// <summary>The power goes and comes back: what is on the card is all there is.</summary>
    private async Task AgainAsync(string address)
    {
        await CutAsync();
        await BeginAsync();
        await UntilAsync(address);
        Assert.Null(_desk.Current.Now);
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    private Task UntilAsync(string address) => UntilAsync(() => Files.Contains($"Address={address}\n", StringComparison.Ordinal));

    private async Task UntilAsync(Func<bool> isSo)
    {
        for (var second = 0; !isSo(); second++)
        {
            Assert.True(second < 3000, "It did not come to be so.");
            await PassAsync(TimeSpan.FromSeconds(0.5));
        }
    }

    private async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
