using Hal.Boards;
using Hal.Devices;

namespace Hal.Tests.Devices;

public sealed class KernelHardwareTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("landline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Raspberry Pi 4 Model B Rev 1.4\0", true)]
    [InlineData("Some other board\0", false)]
    [InlineData(null, false)]
    public void A_Raspberry_Pi_whose_header_may_not_be_opened_has_one_all_the_same(string? model, bool hasHeader)
    {
        var tree = Directory.CreateDirectory(Path.Combine(_folder, "sys", "firmware", "devicetree", "base")).FullName;
        if (model is not null)
            File.WriteAllText(Path.Combine(tree, "model"), model);
        var hardware = new KernelHardware(new DeviceRoots(Directory.CreateDirectory(Path.Combine(_folder, "dev")).FullName, Path.Combine(_folder, "sys")), Board.HeaderChips);

        Assert.Equal(hasHeader, hardware.Look().HasHeader);
    }
}
