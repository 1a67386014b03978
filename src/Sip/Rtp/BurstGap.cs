namespace Sip.Rtp;

/// <summary>
/// Tells losses in bursts from losses here and there, after RFC 3611 section 4.7.2 with the Gmin of 16 it recommends: fewer than
/// 16 packets between two losses make them one burst.
/// </summary>
public struct BurstGap
{
    private const int GapThreshold = 16;

    private long _gapPackets;
    private long _gapLosses;
    private long _burstReceived;
    private long _burstLosses;
    private long _bursts;
    private long _runs;
    private long _sinceLoss;
    private bool _anyLoss;
    private bool _inBurst;
    private bool _lastWasLost;

    /// <summary>Bursts so far.</summary>
    public readonly long Bursts => _bursts;

    /// <summary>Share of packets lost within bursts, 0 to 1.</summary>
    public readonly double BurstDensity => Share(_burstLosses, _burstReceived);

    /// <summary>Share of packets lost between bursts, 0 to 1.</summary>
    public readonly double GapDensity => Share(_gapLosses, _gapPackets + _sinceLoss);

    /// <summary>Packets that were lost.</summary>
    public readonly long Losses => _burstLosses + _gapLosses;

    /// <summary>
    /// BurstR of ITU-T G.107: the mean number of packets lost in a row, relative to what chance alone would make of the same loss. At least 1.
    /// </summary>
    public readonly double BurstRatio
    {
        get
        {
            if (_runs == 0)
                return 1;

            var loss = Share(Losses, _burstReceived + _gapPackets + _sinceLoss);
            return Math.Max(1, (double)Losses / _runs * (1 - loss));
        }
    }

    /// <summary>One packet arrived.</summary>
    public void Arrived()
    {
        _sinceLoss++;
        _lastWasLost = false;
    }

    /// <summary>One packet is missing.</summary>
    public void Missed()
    {
        if (!_lastWasLost)
            _runs++;

        if (_anyLoss && _sinceLoss < GapThreshold)
        {
            if (!_inBurst)
            {
                // The loss before was the burst's first.
                _inBurst = true;
                _bursts++;
                _gapLosses--;
                _burstLosses++;
            }

            _burstReceived += _sinceLoss;
            _burstLosses++;
        }
        else
        {
            _inBurst = false;
            _gapPackets += _sinceLoss;
            _gapLosses++;
        }

        _anyLoss = true;
        _lastWasLost = true;
        _sinceLoss = 0;
    }

    private static double Share(long lost, long received) => lost + received == 0 ? 0 : (double)lost / (lost + received);
}
