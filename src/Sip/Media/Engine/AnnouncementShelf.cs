using System.Buffers;
using System.Collections.Concurrent;
using Sip.Rtp.Audio;

namespace Sip.Media;

/// <summary>
/// The sound files of one folder. Each is read once, on a thread of its own time, because a slow card must not hold up a packet;
/// who asked is told when it is there.
/// </summary>
internal sealed class AnnouncementShelf(string? folder)
{
    private const int MostFiles = 32;
    private const int LongestName = 96;
    private const long LargestFile = 4L << 20;

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    private readonly Dictionary<string, WavFile?> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Name, WavFile? Sound)> _read = new();

    /// <summary>Called from another thread when <see cref="Collect"/> has something to do.</summary>
    public Action? Ready { get; set; }

    /// <summary>
    /// True when it is known whether the file can be played; <paramref name="file"/> is null when it cannot.
    /// False: it is being read.
    /// </summary>
    public bool TryGet(string name, out WavFile? file)
    {
        if (_files.TryGetValue(name, out file))
            return true;
        if (folder is null || !IsPlainName(name) || _files.Count + _underWay.Count >= MostFiles)
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
            _files[done.Name] = done.Sound;
            any = true;
        }

        return any;
    }

    /// <summary>Forgets files that could not be played, so that a mended one is read anew.</summary>
    public void ForgetFailures()
    {
        foreach (var (name, file) in _files)
        {
            if (file is null)
                _files.Remove(name);
        }
    }

    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] is not '.'
        && name.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0;

    private void Fetch(string name)
    {
        WavFile? file = null;
        try
        {
            var path = Path.Combine(folder!, name);
            if (new FileInfo(path) is { Exists: true, Length: <= LargestFile })
                _ = WavFile.TryParse(File.ReadAllBytes(path), out file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The same as a file that is not there.
        }

        _read.Enqueue((name, file));
        Ready?.Invoke();
    }
}
