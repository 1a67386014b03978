using System.Collections.Concurrent;

namespace Sip.Media;

/// <summary>
/// The sound files of one folder. Each is read once, on a thread of its own time, because a slow card must not hold up a packet;
/// who asked is told when it is there.
/// </summary>
internal sealed class AnnouncementShelf(string? folder)
{
    private const int MostFiles = 64;
    private const int LongestName = 96;
    private const long LargestFile = 8L << 20;

    private readonly Dictionary<string, Clip?> _clips = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Name, Clip? Clip)> _read = new();

    /// <summary>Called from another thread when <see cref="Collect"/> has something to do.</summary>
    public Action? Ready { get; set; }

    /// <summary>
    /// True when it is known whether the file can be played; <paramref name="clip"/> is null when it cannot.
    /// False: it is being read.
    /// </summary>
    public bool TryGet(string name, out Clip? clip)
    {
        if (_clips.TryGetValue(name, out clip))
            return true;
        if (folder is null || !IsPlainName(name) || _clips.Count + _underWay.Count >= MostFiles)
            return true;

        if (_underWay.Add(name))
            ThreadPool.UnsafeQueueUserWorkItem(Fetch, name, preferLocal: false);
        return false;
    }

    /// <summary>Takes in what was read meanwhile. True when there was anything. A file that cannot be played is tried again next time.</summary>
    public bool Collect()
    {
        var any = false;
        while (_read.TryDequeue(out var done))
        {
            _underWay.Remove(done.Name);
            _clips[done.Name] = done.Clip;
            any = true;
        }

        return any;
    }

    /// <summary>Forgets files that could not be played, so that a mended one is read anew.</summary>
    public void ForgetFailures()
    {
        foreach (var (name, clip) in _clips)
        {
            if (clip is null)
                _clips.Remove(name);
        }
    }

    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] is not '.'
        && name.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> PlainCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    private void Fetch(string name)
    {
        Clip? clip = null;
        try
        {
            var path = Path.Combine(folder!, name);
            if (new FileInfo(path) is { Exists: true, Length: <= LargestFile })
                clip = WavFile.Read(File.ReadAllBytes(path), out _);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The same as a file that is not there.
        }

        _read.Enqueue((name, clip));
        Ready?.Invoke();
    }
}
