using Hal.Devices;
using Hal.Devices.Watchdog;
using Hal.Tests.Devices.Support;

namespace Hal.Tests.Devices;

public sealed class WatchdogPartTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly FakeWatchdog _watchdog = new();

    public void Dispose() => _watchdog.Dispose();

    [Fact]
    public void It_is_fed_three_times_within_its_patience()
    {
        var part = new WatchdogPart(() => _watchdog, () => true, _desk.Faults, _desk.Log);
        var at = TimeSpan.Zero;
        while (at < TimeSpan.FromSeconds(15))
            at = part.Turn(at)!.Value;

        Assert.Equal(3, _watchdog.Meals);
    }

    [Fact]
    public void A_program_that_is_not_well_is_not_covered_for()
    {
        var isWell = true;
        var part = new WatchdogPart(() => _watchdog, () => isWell, _desk.Faults, _desk.Log);
        part.Turn(TimeSpan.Zero);
        isWell = false;
        part.Turn(TimeSpan.FromSeconds(5));
        part.Turn(TimeSpan.FromSeconds(10));

        Assert.Equal(1, _watchdog.Meals);
        Assert.Single(_desk.Log.All, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public void Nor_is_one_whose_health_cannot_be_asked()
    {
        var part = new WatchdogPart(() => _watchdog, () => throw new InvalidOperationException("a fault of ours"), _desk.Faults, _desk.Log);
        part.Turn(TimeSpan.Zero);

        Assert.Equal(0, _watchdog.Meals);
    }

    [Fact]
    public void An_orderly_end_stops_it()
    {
        var part = new WatchdogPart(() => _watchdog, () => true, _desk.Faults, _desk.Log);
        part.Turn(TimeSpan.Zero);
        part.Dispose();

        Assert.True(_watchdog.IsStopped);
    }

    [Fact]
    public void One_that_somebody_else_has_is_a_fault_and_is_tried_again()
    {
        var isBusy = true;
        var part = new WatchdogPart(() => isBusy ? throw new DeviceException(FaultCodes.WatchdogBusy, "/dev/watchdog: Device or resource busy (16)") : _watchdog, () => true, _desk.Faults, _desk.Log);
        Assert.Equal(TimeSpan.FromSeconds(1), part.Turn(TimeSpan.Zero));
        Assert.Equal([FaultCodes.WatchdogBusy], _desk.Codes);

        isBusy = false;
        part.Turn(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _watchdog.Meals);
        Assert.Empty(_desk.Codes);
    }

    [Fact]
    public void Where_there_is_none_that_is_told()
    {
        using var kernel = new KernelTree();

        Assert.Equal(FaultCodes.WatchdogMissing, Assert.Throws<DeviceException>(() => new KernelWatchdog(kernel.Roots)).Code);
    }

    [Fact]
    public void The_letter_V_before_the_end_is_the_magic_close()
    {
        using var kernel = new KernelTree();
        kernel.Add("dev/watchdog", "");
        using (var watchdog = new KernelWatchdog(kernel.Roots))
        {
            watchdog.Feed();
            watchdog.Stop();
        }

        Assert.Equal("\0V", kernel.Read("dev/watchdog"));
    }
}
