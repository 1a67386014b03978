using System.Reflection;

namespace Appliance.Hosting;

/// <summary>The version of the program, as the build wrote it.</summary>
public static class BoxVersion
{
    /// <summary>Three numbers: 0.1.0.</summary>
    public static string Text { get; } =
        typeof(BoxVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
