namespace Sip.Media.Linux;

/// <summary>
/// Under many calls, waking for each packet costs more than the packets. Above <see cref="Busy"/> packets a second the thread
/// rests until a millisecond has passed since its last turn; below, it wakes at once.
/// </summary>
internal sealed unsafe class Coalescing
{
    private const int Busy = 5000;
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);

    private Instant _sampleEnd;
    private Instant _lastTurn;
    private int _packets;
    private bool _isBusy;

    public void Count() => _packets++;

    /// <summary>Rests if it is worth it. Call before looking for packets.</summary>
    public void Rest(Instant now)
    {
        if (now >= _sampleEnd)
        {
            _isBusy = _packets > Busy * Sample.TotalSeconds;
            _packets = 0;
            _sampleEnd = now + Sample;
        }

        var rested = now - _lastTurn;
        _lastTurn = now;
        if (!_isBusy || rested >= Turn)
            return;

        var rest = stackalloc long[2] { 0, (Turn - rested).Ticks * 100 };
        _ = LibC.Sleep(rest, null);
        _lastTurn = now + (Turn - rested);
    }
}
