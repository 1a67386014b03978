using System.Text.Encodings.Web;
using System.Text.Json;
using Appliance.Hosting;

namespace Appliance.Web.Live;

/// <summary>
/// What pages show live: its topics, who looks, and the beat at which they are told. A part is written once for all viewers of a language.
/// While nobody looks, nothing is done.
/// </summary>
internal sealed class LiveFeed : IDisposable
{
    /// <summary>How many may look at the same time: browsers, not pages. Each costs a connection.</summary>
    public const int Most = 60;

    /// <summary>How many topics one viewer may have.</summary>
    public const int MostTopics = 32;

    /// <summary>The longest name of a topic with what it is of.</summary>
    public const int LongestName = 100;

    /// <summary>How often viewers are told at most, so that what changes is seen within a second.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(900);

    private const int TurnsKept = 20;

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LiveState _live;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LiveTopic> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Topic, string Language), Shown> _shown = [];
    private readonly ITimer _timer;
    private readonly IDisposable _subscription;
    private TaskCompletionSource _turned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _lastTurn;
    private long _turn;
    private long _revision;
    private long _written;
    private int _viewers;

    /// <summary>The feed of what goes on in this box.</summary>
    public LiveFeed(LiveState live, TimeProvider time)
    {
        _live = live;
        _timer = time.CreateTimer(_ => Turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = live.Subscribe(Changed);
    }

    /// <summary>How many look.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>How often a part was written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Ends at the next beat. To be taken before the parts are asked for, so that no change is missed.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
                return _turned.Task;
        }
    }

    /// <summary>Adds a topic. Before anybody looks.</summary>
    public void Add(LiveTopic topic) => _topics.Add(topic.Name, topic);

    /// <summary>True when there is such a topic.</summary>
    public bool Has(string name) => name.Length <= LongestName && _topics.ContainsKey(Split(name).Name);

    /// <summary>True when telephone numbers stand whole in this topic.</summary>
    public bool ShowsNumbers(string name) => Has(name) && _topics[Split(name).Name].ShowsNumbers;

    /// <summary>A viewer more, until disposed; null: there are too many.</summary>
    public IDisposable? TryOpen()
    {
        lock (_gate)
        {
            if (_viewers >= Most)
                return null;
            if (++_viewers == 1)
                _timer.Change(Pace, Pace);
            return new Viewer(this);
        }
    }

    /// <summary>The part as it is now.</summary>
    public async Task<LivePart> PartAsync(string name, PageWords words, CancellationToken stop)
    {
        var (topicName, of) = Split(name);
        var topic = _topics[topicName];
        Shown shown;
        lock (_gate)
        {
            if (!_shown.TryGetValue((name, words.Language), out shown!))
                _shown.Add((name, words.Language), shown = new Shown());
            shown.AskedAt = _turn;
        }

        await shown.Writing.WaitAsync(stop);
        try
        {
            var stamp = topic.Stamp(of);
            if (Equals(stamp, shown.Part.Stamp))
                return shown.Part;

            var html = await topic.Write(of, words);
            Interlocked.Increment(ref _written);
            return shown.Part = html == shown.Part.Html && shown.Part.Revision > 0
                ? shown.Part with { Stamp = stamp }
                : new LivePart(Interlocked.Increment(ref _revision), stamp, html, MessageOf(name, html));
        }
        finally
        {
            shown.Writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        _timer.Dispose();
    }

    private static (string Name, string Of) Split(string name) =>
        name.IndexOf('/', StringComparison.Ordinal) is var stroke and >= 0 ? (name[..stroke], name[(stroke + 1)..]) : (name, "");

    private static ReadOnlyMemory<byte> MessageOf(string topic, string html) =>
        (byte[])[.. "event: part\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(new { topic, html }, Wire), .. "\n\n"u8];

    /// <summary>Runs on the thread that changed something: the timer's takes over.</summary>
    private void Changed()
    {
        lock (_gate)
        {
            if (_viewers > 0 && _live.Elapsed - _lastTurn >= Pace)
            {
                _lastTurn = _live.Elapsed;
                _timer.Change(TimeSpan.Zero, Pace);
            }
        }
    }

    private void Turn()
    {
        TaskCompletionSource turned;
        lock (_gate)
        {
            turned = _turned;
            _turned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _turn++;
            if (_shown.Count > 0 && _turn % TurnsKept == 0)
                Forget();
        }

        turned.TrySetResult();
    }

    /// <summary>Lets go what nobody asks for any more.</summary>
    private void Forget()
    {
        foreach (var (key, shown) in _shown.Where(one => _turn - one.Value.AskedAt > TurnsKept).ToArray())
            _shown.Remove(key);
    }

    private void Close()
    {
        lock (_gate)
        {
            if (--_viewers > 0)
                return;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _shown.Clear();
        }
    }

    private sealed class Shown
    {
        // Never asked for its wait handle, so that there is nothing to dispose of.
        public SemaphoreSlim Writing { get; } = new(1);

        public LivePart Part { get; set; } = LivePart.None;

        public long AskedAt { get; set; }
    }

    private sealed class Viewer(LiveFeed feed) : IDisposable
    {
        private int _isGone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGone, 1) is 0)
                feed.Close();
        }
    }
}
