namespace Sip.Rtp;

/// <summary>A straight line from the source's timestamps to ours.</summary>
internal struct TimestampScale
{
    private readonly int _fromClock;
    private readonly int _toClock;
    private uint _from;
    private uint _to;

    public TimestampScale(uint from, uint to, int fromClock, int toClock)
    {
        _from = from;
        _to = to;
        _fromClock = fromClock;
        _toClock = toClock;
    }

    public readonly bool IsOf(in PayloadMapping mapping) => _fromClock == mapping.FromClock && _toClock == mapping.ToClock;

    public uint Map(uint timestamp)
    {
        var distance = (int)(timestamp - _from);
        if (distance > int.MaxValue / 2)
        {
            // Move the line's foot along it by whole seconds, before the distance no longer fits.
            var seconds = distance / _fromClock;
            _from += (uint)(seconds * _fromClock);
            _to += (uint)((long)seconds * _toClock);
            distance = (int)(timestamp - _from);
        }

        return _to + (uint)(Math.BigMul(distance, _toClock) / _fromClock);
    }
}
