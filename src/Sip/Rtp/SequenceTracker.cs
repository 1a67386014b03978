namespace Sip.Rtp;

/// <summary>How a packet stands to those before it.</summary>
public enum SequenceOrder
{
    /// <summary>It begins the stream, or begins it anew after a jump that a second packet confirmed.</summary>
    First,

    /// <summary>It follows; <see cref="SequenceTracker.Skipped"/> packets before it are missing so far.</summary>
    Next,

    /// <summary>It is older than the newest one, and had not arrived before.</summary>
    Late,

    /// <summary>It had arrived before.</summary>
    Duplicate,

    /// <summary>It is far from the others: the next one will tell whether the source began anew.</summary>
    Suspect,
}

/// <summary>Extends the 16-bit sequence numbers of one source and counts its packets: RFC 3550 appendices A.1 and A.3.</summary>
public struct SequenceTracker
{
    private const int MaximumDropout = 3000;
    private const int MaximumMisorder = 100;
    private const int NoRestart = -1;

    private ulong _arrived;
    private uint _base;
    private int _restart;

    /// <summary>The highest sequence number, with its cycles in the upper 16 bits.</summary>
    public uint ExtendedHighest { get; private set; }

    /// <summary>Packets that arrived, duplicates included.</summary>
    public long Received { get; private set; }

    /// <summary>Packets that arrived again, as far as the newest 64 tell.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Packets that arrived after a newer one.</summary>
    public long Late { get; private set; }

    /// <summary>How many packets are missing just before the newest one.</summary>
    public int Skipped { get; private set; }

    /// <summary>Packets the source has sent, as far as can be told.</summary>
    public readonly long Expected => Received == 0 ? 0 : ExtendedHighest - _base + 1L;

    /// <summary>Expected less received; negative when duplicates outnumber losses.</summary>
    public readonly long Lost => Expected - Received;

    /// <summary>Counts one packet.</summary>
    public SequenceOrder See(ushort sequence)
    {
        if (Received == 0)
            return Begin(sequence);

        var step = (short)(sequence - (ushort)ExtendedHighest);
        if (step is > 0 and <= MaximumDropout)
        {
            ExtendedHighest += (uint)step;
            _arrived = step < 64 ? _arrived << step | 1 : 1;
            _restart = NoRestart;
            Skipped = step - 1;
            Received++;
            return SequenceOrder.Next;
        }

        if (step <= 0 && step > -MaximumMisorder)
            return SeeOld(-step);

        if (sequence == _restart)
            return Begin(sequence);

        _restart = (ushort)(sequence + 1);
        return SequenceOrder.Suspect;
    }

    private SequenceOrder SeeOld(int age)
    {
        Received++;
        if (age < 64)
        {
            if ((_arrived >> age & 1) != 0)
            {
                Duplicates++;
                return SequenceOrder.Duplicate;
            }

            _arrived |= 1UL << age;
        }

        Late++;
        return SequenceOrder.Late;
    }

    private SequenceOrder Begin(ushort sequence)
    {
        this = new() { ExtendedHighest = sequence, Received = 1 };
        _base = sequence;
        _arrived = 1;
        _restart = NoRestart;
        return SequenceOrder.First;
    }
}
