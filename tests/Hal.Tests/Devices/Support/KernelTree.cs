using Hal.Devices;

namespace Hal.Tests.Devices.Support;

/// <summary>A folder that looks like the kernel's.</summary>
internal sealed class KernelTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("landline-hal-");

    public KernelTree()
    {
        Roots = new(Path.Combine(_folder.FullName, "dev"), Path.Combine(_folder.FullName, "sys"));
        Directory.CreateDirectory(Roots.Dev);
    }

    public DeviceRoots Roots { get; }

    public void Add(string path, string text)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(_folder.FullName, path));

    public void Remove(string path) => Directory.Delete(Path.Combine(_folder.FullName, path), recursive: true);

    /// <summary>A light of the LED class with these triggers.</summary>
    public void AddLed(string name, string triggers = "[none] timer pattern heartbeat", int brightest = 255)
    {
        var folder = $"sys/class/leds/{name}";
        Add($"{folder}/max_brightness", $"{brightest}\n");
        Add($"{folder}/brightness", "0\n");
        Add($"{folder}/trigger", $"{triggers}\n");
        Add($"{folder}/pattern", "");
        Add($"{folder}/delay_on", "500\n");
        Add($"{folder}/delay_off", "500\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
