namespace Sip.Tests.Messages;

/// <summary>The messages of RFC 4475, byte for byte.</summary>
internal static class TortureMessages
{
    private const string Prefix = "torture/";

    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TortureMessages).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal)];

    public static byte[] Read(string name)
    {
        using var stream = typeof(TortureMessages).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"There is no torture message {name}.", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
