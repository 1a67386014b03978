namespace Hal.Devices;

/// <summary>Where the kernel shows its devices. Another place in tests. I2C and SPI are always opened under <c>/dev</c>.</summary>
/// <param name="Dev">Device files.</param>
/// <param name="Sys">The kernel's own file system.</param>
public sealed record DeviceRoots(string Dev, string Sys)
{
    /// <summary>Those of the running system.</summary>
    public static readonly DeviceRoots System = new("/dev", "/sys");
}
