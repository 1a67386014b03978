using System.Reflection;

namespace Appliance.Web;

/// <summary>The files of the page that are part of the program.</summary>
internal static class WebAssets
{
    /// <summary>The file of this name.</summary>
    public static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
