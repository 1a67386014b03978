using Appliance.Health;

namespace Appliance.Hosting;

/// <summary>
/// Feels the box's pulse for the hardware watchdog: asks every loop to turn, and sees by the next time whether it did. Asked by one thread;
/// nothing here waits.
/// </summary>
internal sealed class BoxPulse(Func<TimeSpan> clock, ILogger log)
{
    private volatile Func<long>? _signalling;
    private volatile Func<long> _panel = static () => 0;
    private volatile bool _isEngineUp;
    private Vitality? _vitality;
    private string? _told;

    /// <summary>Asks the panel's loop to turn, and says how often it has.</summary>
    public void FeelPanel(Func<long> beat) => _panel = beat;

    /// <summary>Asks the signalling loop to turn, and says how often it has.</summary>
    public void FeelSignalling(Func<long> beat) => _signalling = beat;

    /// <summary>The voice engine came up or went away.</summary>
    public void TellEngine(bool isUp) => _isEngineUp = isUp;

    /// <summary>Whether the program is well.</summary>
    public bool IsWell()
    {
        var now = clock();
        var seen = new LifeSigns(_signalling?.Invoke(), _panel(), _isEngineUp);
        _vitality = _vitality?.See(seen, now) ?? Vitality.Begin(seen, now);
        var still = _vitality.Still(now);
        if (still is not null && still != _told)
            LogEvents.StandsStill(log, still);
        _told = still;
        return still is null;
    }
}
