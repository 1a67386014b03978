using System.Collections.Concurrent;

namespace Sip.Net;

/// <summary>Lets the same sentence pass once in a while, so that a dead peer or a scanner does not fill the log.</summary>
public sealed class OncePerWhile(TimeSpan pause, TimeProvider time)
{
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<string, long> _said = new(StringComparer.Ordinal);

    /// <summary>True when this was not said lately; it counts as said from now on.</summary>
    public bool IsNew(string text)
    {
        if (_said.TryGetValue(text, out var at) && time.GetElapsedTime(at) < pause)
            return false;

        if (_said.Count >= MostKept)
            _said.Clear();
        _said[text] = time.GetTimestamp();
        return true;
    }
}
