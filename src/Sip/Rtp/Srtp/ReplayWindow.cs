namespace Sip.Rtp.Srtp;

/// <summary>Which of the newest <see cref="Size"/> packet indices have been seen (RFC 3711 section 3.3.2).</summary>
internal struct ReplayWindow
{
    /// <summary>Twice the least the RFC asks for: a Wi-Fi phone may reorder by more than a second.</summary>
    public const int Size = 128;

    private UInt128 _seen;
    private bool _any;

    /// <summary>The highest index marked.</summary>
    public ulong Highest { get; private set; }

    /// <summary>True when the index has not been seen and is not too old to tell.</summary>
    public readonly bool IsFresh(ulong index)
    {
        if (!_any || index > Highest)
            return true;

        var age = Highest - index;
        return age < Size && (_seen >> (int)age & 1) == 0;
    }

    /// <summary>Marks an index that <see cref="IsFresh"/>, after its packet proved authentic.</summary>
    public void Mark(ulong index)
    {
        if (!_any || index > Highest)
        {
            var step = _any ? index - Highest : Size;
            _seen = step < Size ? _seen << (int)step | 1 : 1;
            Highest = index;
            _any = true;
            return;
        }

        _seen |= UInt128.One << (int)(Highest - index);
    }
}
