using System.Runtime.CompilerServices;
using Hal.Devices;
using Hal.Devices.Gpio;
using Hal.Tests.Devices.Support;

namespace Hal.Tests.Devices;

public sealed class GpioChipTests
{
    [Fact]
    public void The_blocks_and_requests_are_those_of_the_kernel()
    {
        Assert.Equal((68, 256, 592, 16, 48), (Unsafe.SizeOf<ChipDescription>(), Unsafe.SizeOf<LineDescription>(), Unsafe.SizeOf<LineRequestBlock>(), Unsafe.SizeOf<LineValues>(), Unsafe.SizeOf<LineEvent>()));
        Assert.Equal(
            [0x8044B401, 0xC100B405, 0xC250B407, 0xC010B40E, 0xC010B40F],
            new[] { GpioAbi.GetChip, GpioAbi.GetLineDescription, GpioAbi.GetLine, GpioAbi.GetValues, GpioAbi.SetValues }.Select(request => (uint)request));
    }

    [Fact]
    public void Where_there_is_no_chip_that_is_told()
    {
        using var kernel = new KernelTree();
        var missing = Assert.Throws<DeviceException>(() => GpioChip.Open(kernel.Roots, ["pinctrl-bcm2711", "gpiochip0"]));

        Assert.Equal((FaultCodes.ChipMissing, "no GPIO chip is called pinctrl-bcm2711 or gpiochip0; there are none"), (missing.Code, missing.Message));
        Assert.False(GpioChip.IsThere(kernel.Roots, ["gpiochip0"]));
    }

    [Fact]
    public void A_file_that_is_no_chip_is_told_with_the_systems_own_words()
    {
        using var kernel = new KernelTree();
        kernel.Add("dev/gpiochip0", "");
        var wrong = Assert.Throws<DeviceException>(() => GpioChip.Open(kernel.Roots, ["gpiochip0"]));

        Assert.Equal(FaultCodes.ChipMissing, wrong.Code);
        Assert.EndsWith("Inappropriate ioctl for device (25)", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chips_are_looked_through_in_the_order_of_their_numbers()
    {
        using var kernel = new KernelTree();
        foreach (var name in (string[])["gpiochip10", "gpiochip2", "gpiochip0"])
            kernel.Add($"dev/{name}", "");

        Assert.Equal(["gpiochip0", "gpiochip2", "gpiochip10"], GpioChip.Paths(kernel.Roots).Select(Path.GetFileName));
    }
}
