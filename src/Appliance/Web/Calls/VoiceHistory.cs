using Appliance.Hosting;

namespace Appliance.Web.Calls;

/// <summary>How a call sounded as time went on.</summary>
/// <param name="Caller">The calling side's voice, as we received it.</param>
/// <param name="Called">The called side's.</param>
public sealed record CallVoices(ValueList<VoicePoint> Caller, ValueList<VoicePoint> Called)
{
    /// <summary>Nothing was counted.</summary>
    public static readonly CallVoices None = new([], []);

    /// <summary>True when there is nothing to be drawn.</summary>
    public bool IsEmpty => Caller.Count + Called.Count < 2;
}

/// <summary>Remembers how calls sounded since the start: those going on, and the latest that ended. In memory alone.</summary>
internal sealed class VoiceHistory : IDisposable
{
    /// <summary>How many calls are remembered: at two full series of 40 bytes a point, 4 MB.</summary>
    public const int Most = 200;

    private readonly LiveState _live;
    private readonly IDisposable _subscription;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Voices> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();

    /// <summary>Listens to what goes on.</summary>
    public VoiceHistory(LiveState live)
    {
        _live = live;
        _subscription = live.Subscribe(Look);
    }

    /// <summary>How this call sounded.</summary>
    public CallVoices Of(string callId)
    {
        lock (_gate)
            return _calls.TryGetValue(callId, out var voices) ? new(voices.Caller.Points, voices.Called.Points) : CallVoices.None;
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    /// <summary>Runs on the thread that changed something.</summary>
    private void Look()
    {
        var now = _live.Now;
        if (now.Calls.IsEmpty)
            return;

        lock (_gate)
        {
            foreach (var call in now.Calls.Values)
            {
                if (call.CallerVoice?.Counted is null && call.CalledVoice?.Counted is null)
                    continue;

                var voices = VoicesOf(call.Id);
                var since = _live.Elapsed - call.Began;
                if (call.CallerVoice?.Counted is { } caller)
                    voices.Caller.Add(since, caller);
                if (call.CalledVoice?.Counted is { } called)
                    voices.Called.Add(since, called);
            }
        }
    }

    private Voices VoicesOf(string callId)
    {
        if (_calls.TryGetValue(callId, out var known))
            return known;

        while (_oldest.Count >= Most)
            _calls.Remove(_oldest.Dequeue());
        _oldest.Enqueue(callId);
        return _calls[callId] = new(new VoiceSeries(), new VoiceSeries());
    }

    private sealed record Voices(VoiceSeries Caller, VoiceSeries Called);
}
