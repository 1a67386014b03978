namespace Sip.Rtp.Audio;

/// <summary>Listens for one tone in G.711: heard when it makes up most of the sound for <see cref="Enough"/>.</summary>
public sealed class ToneListener
{
    /// <summary>How long a tone must last.</summary>
    public static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(200);

    // 20 ms: frequencies 50 Hz apart are told from each other.
    private const int BlockLength = 160;
    private const double LeastShare = 0.6;
    private const double LeastLevel = -40;

    private Goertzel _block;
    private int _blocks;

    /// <summary>Begins to listen.</summary>
    /// <param name="hertz">20 to 3900; others are brought into that range.</param>
    public ToneListener(int hertz)
    {
        Hertz = hertz;
        _block = new(hertz);
    }

    /// <summary>The tone listened for.</summary>
    public int Hertz { get; }

    /// <summary>True once the tone was heard.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Takes the sound of one packet. True when the tone has just been heard, once.</summary>
    public bool Hear(G711Law law, ReadOnlySpan<byte> payload)
    {
        if (HasHeard)
            return false;

        foreach (var code in payload)
        {
            _block.Add(G711.Decode(law, code));
            if (_block.Count == BlockLength)
                EndBlock();
        }

        return HasHeard;
    }

    /// <summary>Begins anew, for instance when the stream changes.</summary>
    public void Clear()
    {
        _block.Clear();
        _blocks = 0;
        HasHeard = false;
    }

    private void EndBlock()
    {
        var isTone = _block.Level >= LeastLevel && _block.Share >= LeastShare;
        _blocks = isTone ? _blocks + 1 : 0;
        HasHeard |= _blocks * BlockLength >= Enough.TotalSeconds * Tone.SampleRate;
        _block.Clear();
    }
}
