namespace Hal.Devices.Fan;

/// <summary>The processor's temperature as the kernel tells it (<c>/sys/class/thermal</c>, thousandths of a degree).</summary>
internal sealed class Thermometer(DeviceRoots roots)
{
    /// <summary>The temperature in degrees Celsius, or null.</summary>
    public double? Read()
    {
        var all = Path.Combine(roots.Sys, "class", "thermal");
        if (!Directory.Exists(all))
            return null;

        var zones = Directory.EnumerateFileSystemEntries(all, "thermal_zone*").Order(StringComparer.Ordinal).ToArray();
        var zone = zones.FirstOrDefault(IsProcessor) ?? zones.FirstOrDefault();
        return zone is not null && KernelFile.TryReadNumber(Path.Combine(zone, "temp")) is { } thousandths ? thousandths / 1000.0 : null;
    }

    private static bool IsProcessor(string zone)
    {
        try
        {
            return KernelFile.Read(Path.Combine(zone, "type")).Contains("cpu", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
