using Sip.Rtp;
using Sip.Rtp.Srtp;

namespace Sip.Media;

/// <summary>
/// The incoming half of a port: is the source our peer, is the packet authentic, is its payload type agreed? What passes is
/// counted and handed on in clear.
/// </summary>
internal sealed class PortReceiver : IDisposable
{
    // A peer changes its key when it sends the offer or gets the answer; packets under the old one are on their way meanwhile.
    private static readonly TimeSpan KeyOverlap = TimeSpan.FromSeconds(5);

    private const int ClockRate = 8000;

    private readonly bool[] _known = new bool[128];
    private int _eventType;
    private RtpLatch? _latch;
    private LatchPolicy _policy;
    private bool _secure;
    private SrtpMaterial? _key;
    private SrtpContext? _open;
    private SrtpContext? _formerOpen;
    private Instant _formerUntil;
    private bool _sendingGranted;
    private long _strangersBefore;

    public RtpStatistics Statistics { get; } = new();

    public long Packets { get; private set; }

    public long Octets { get; private set; }

    public long AuthenticationFailures { get; private set; }

    public long Replayed { get; private set; }

    public long Malformed { get; set; }

    public long UnknownPayload { get; private set; }

    public long Strangers => _strangersBefore + (_latch?.Strangers ?? 0);

    /// <summary>Where the peer is to be sent to; unspecified when nowhere.</summary>
    public MediaAddress Target => _latch?.Target ?? default;

    public MediaAddress Signalled => _latch?.Signalled ?? default;

    public void Configure(PortSettings settings, Instant now)
    {
        SetKey(settings.ReceiveKey, now);
        Expect(settings);
        _eventType = settings.ReceiveTelephoneEvent?.PayloadType ?? -1;
        Array.Clear(_known);
        foreach (var type in PayloadTypes.Received(settings))
            _known[type.PayloadType] = true;
    }

    /// <summary>A learned address may be sent to from now on.</summary>
    public void GrantSending()
    {
        _sendingGranted = true;
        _latch?.GrantSending();
    }

    /// <summary>True when the packet is the peer's; <paramref name="length"/> is then that of the packet in clear.</summary>
    public bool TryTake(Span<byte> buffer, ref int length, in MediaAddress source, Instant now)
    {
        if (_latch is null)
        {
            _strangersBefore++;
            return false;
        }

        if (!_latch.IsEligible(source))
        {
            _latch.CountStranger();
            return false;
        }

        if (_open is not null && !TryOpen(buffer, ref length, now))
            return false;

        if (!RtpPacket.TryParse(buffer[..length], out var packet))
        {
            Malformed++;
            return false;
        }

        var known = _known[packet.PayloadType];
        if (_latch.See(source, packet.Sequence, packet.Ssrc, known, isAuthentic: _open is not null, now) is not LatchVerdict.Accepted)
            return false;

        if (!known)
        {
            UnknownPayload++;
            return false;
        }

        Packets++;
        Octets += packet.Payload.Length;
        Statistics.See(packet, ClockRate, packet.PayloadType == _eventType, now);
        return true;
    }

    /// <summary>True when the report is the peer's; <paramref name="length"/> is then that of the report in clear.</summary>
    public bool TryTakeReport(Span<byte> buffer, ref int length, in MediaAddress source)
    {
        if (_latch is null || !_latch.AcceptsRtcp(source))
        {
            if (_latch is null)
                _strangersBefore++;
            else
                _latch.CountStranger();
            return false;
        }

        if (_open is null)
            return true;

        var verdict = _open.UnprotectRtcp(buffer[..length], out var clear);
        if (verdict is SrtpVerdict.NotAuthentic && _formerOpen is not null)
            verdict = _formerOpen.UnprotectRtcp(buffer[..length], out clear);

        length = clear;
        return Passed(verdict);
    }

    public void Dispose()
    {
        _open?.Dispose();
        _formerOpen?.Dispose();
        _open = null;
        _formerOpen = null;
        _key = null;
        _strangersBefore = Strangers;
        _latch = null;
    }

    private bool TryOpen(Span<byte> buffer, ref int length, Instant now)
    {
        var verdict = _open!.Unprotect(buffer[..length], out var clear);
        if (verdict is SrtpVerdict.NotAuthentic && _formerOpen is not null)
        {
            if (now < _formerUntil)
            {
                verdict = _formerOpen.Unprotect(buffer[..length], out clear);
            }
            else
            {
                _formerOpen.Dispose();
                _formerOpen = null;
            }
        }

        length = clear;
        return Passed(verdict);
    }

    private bool Passed(SrtpVerdict verdict)
    {
        switch (verdict)
        {
            case SrtpVerdict.Done:
                return true;
            case SrtpVerdict.Replayed:
                Replayed++;
                return false;
            case SrtpVerdict.NotAuthentic:
                AuthenticationFailures++;
                return false;
            default:
                Malformed++;
                return false;
        }
    }

    private void SetKey(SrtpMaterial? key, Instant now)
    {
        if (Equals(key, _key))
            return;

        _key = key;
        _formerOpen?.Dispose();
        _formerOpen = _open;
        _formerUntil = now + KeyOverlap;
        _open = key is null ? null : key.ForReceiving(_formerOpen);
    }

    private void Expect(PortSettings settings)
    {
        if (settings.Remote is null)
        {
            _strangersBefore = Strangers;
            _latch = null;
            return;
        }

        var secure = settings.ReceiveKey is not null;
        if (_latch is null || _policy != settings.Latch || _secure != secure)
        {
            _strangersBefore = Strangers;
            (_policy, _secure) = (settings.Latch, secure);
            _latch = new(_policy, secure);
        }

        _latch.Expect(
            MediaAddress.From(settings.Remote),
            settings.Signalling is { } signalling ? MediaAddress.From(signalling, 0) : default);
        if (_sendingGranted)
            _latch.GrantSending();
    }
}
