namespace Sip.Rtp.Srtp;

/// <summary>What a context remembers of one SSRC: the cryptographic context of RFC 3711 section 3.2.3 less its keys.</summary>
internal struct SrtpStream
{
    private ReplayWindow _rtp;
    private ReplayWindow _rtcp;

    public uint Ssrc { get; init; }

    /// <summary>When the context last used it, counted in uses.</summary>
    public long UsedAt { get; set; }

    /// <summary>True once an RTP packet has counted.</summary>
    public bool HasRtp { get; private set; }

    /// <summary>True once an RTCP packet has counted.</summary>
    public bool HasRtcp { get; private set; }

    /// <summary>The highest RTP index: rollover counter and sequence number.</summary>
    public readonly ulong HighestRtp => _rtp.Highest;

    /// <summary>The RTCP index after the highest one.</summary>
    public readonly ulong NextRtcp => HasRtcp ? _rtcp.Highest + 1 : 0;

    public readonly bool IsFreshRtp(ulong index) => _rtp.IsFresh(index);

    public readonly bool IsFreshRtcp(ulong index) => _rtcp.IsFresh(index);

    public void MarkRtp(ulong index)
    {
        _rtp.Mark(index);
        HasRtp = true;
    }

    public void MarkRtcp(ulong index)
    {
        _rtcp.Mark(index);
        HasRtcp = true;
    }

    /// <summary>The index that a sequence number most likely stands for: RFC 3711 section 3.3.1 and appendix A.</summary>
    public static ulong Guess(ulong highest, ushort sequence)
    {
        var rollover = highest >> 16;
        var newest = (int)(highest & 0xFFFF);
        if (newest < 0x8000)
        {
            // Before the first rollover there is none to go back to.
            if (sequence - newest > 0x8000 && rollover > 0)
                rollover--;
        }
        else if (newest - 0x8000 > sequence)
        {
            rollover++;
        }

        return rollover << 16 | sequence;
    }
}
