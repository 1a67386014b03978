using Sip.Media;

namespace Appliance.Hosting;

/// <summary>Asks the media engine how the calls sound, every few seconds while there are any.</summary>
internal sealed class VoiceWatch : IDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    private readonly LiveState _live;
    private readonly IMediaEngine _engine;
    private readonly ITimer _timer;
    private readonly IDisposable _subscription;
    private readonly Lock _gate = new();
    private bool _isAsking;

    public VoiceWatch(LiveState live, IMediaEngine engine, TimeProvider time)
    {
        (_live, _engine) = (live, engine);
        _timer = time.CreateTimer(_ => Ask(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = live.Subscribe(Look);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _timer.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            var anybodyTalks = _live.Now.Calls.Values.Any(call => call.CallerVoice is not null);
            if (anybodyTalks == _isAsking)
                return;

            _isAsking = anybodyTalks;
            var period = anybodyTalks ? AskEvery : Timeout.InfiniteTimeSpan;
            _timer.Change(period, period);
        }
    }

    private void Ask()
    {
        foreach (var call in _live.Now.Calls.Values)
        {
            foreach (var voice in new[] { call.CallerVoice, call.CalledVoice })
            {
                if (voice is not null)
                    _engine.Send(new MediaCommand.ReadCounters(voice.Port));
            }
        }
    }
}
