using System.Net.Sockets;

namespace Guest.Bed;

/// <summary>All the glass has shown, in order, as it came out of the guest.</summary>
public sealed class Screen : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Picture> _pictures = [];
    private readonly NetworkStream _stream;
    private readonly Task _reading;

    /// <summary>The screen at the other end of this socket.</summary>
    public Screen(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reading = ReadAsync();
    }

    /// <summary>How many pictures there have been.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _pictures.Count;
        }
    }

    /// <summary>The picture there is now; null before the first.</summary>
    public Picture? Now
    {
        get
        {
            lock (_lock)
                return _pictures.Count == 0 ? null : _pictures[^1];
        }
    }

    /// <summary>The pictures since one, by number.</summary>
    public IReadOnlyList<Picture> Since(int first)
    {
        lock (_lock)
            return _pictures.GetRange(first, _pictures.Count - first);
    }

    /// <summary>The first picture since <paramref name="first"/> that is right. Page by page a picture is there in parts first.</summary>
    public Task<Picture> ShowsAsync(Func<Picture, bool> isRight, TimeSpan within, string what, int first = 0)
    {
        var next = first;
        return Eventually.Async(
            () =>
            {
                var pictures = Since(next);
                next += pictures.Count;
                return pictures.FirstOrDefault(isRight);
            },
            within,
            () => $"the screen did not show {what}; it shows now: {Now}");
    }

    /// <summary>Writes the last pictures there were into a file, for people.</summary>
    public void Keep(string file)
    {
        var pictures = Since(0);
        File.WriteAllText(file, string.Join("\n\n", pictures.TakeLast(300)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var record = new byte[Picture.RecordSize];
        try
        {
            while (true)
            {
                await _stream.ReadExactlyAsync(record);
                var picture = Picture.Read(record);
                lock (_lock)
                    _pictures.Add(picture);
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException)
        {
        }
    }
}
