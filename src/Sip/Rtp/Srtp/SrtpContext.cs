using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sip.Rtp.Srtp;

/// <summary>
/// SRTP and SRTCP under one master key, in one direction (RFC 3711). It belongs to one thread. Rollover counter and replay
/// window are kept per SSRC as long as the context lives, and it must live through hold, refresh and a change of address. A new
/// key is a new context. Packets are changed in place and nothing is allocated for them.
/// </summary>
public sealed class SrtpContext : IDisposable
{
    /// <summary>How many sources a context keeps apart. A receiver then forgets the one unheard for longest; a sender takes no more.</summary>
    public const int StreamLimit = 8;

    private const int RtcpHeaderLength = 8;
    private const int RtcpIndexLength = 4;
    private const uint RtcpEncrypted = 0x8000_0000;
    private const ulong RtpIndexLimit = 1UL << 48;
    private const ulong RtcpIndexLimit = 1UL << 31;

    private readonly SrtpStream[] _streams = new SrtpStream[StreamLimit];
    private readonly SrtpStream[] _former;
    private readonly bool _isSending;
    private readonly int _rtpTagLength;
    private readonly SessionKeys _rtp;
    private readonly SessionKeys _rtcp;
    private int _streamCount;
    private long _uses;

    internal SrtpContext(SrtpKeys keys, bool isSending, SrtpContext? predecessor, PacketCrypto.Factory create)
    {
        _isSending = isSending;
        _rtpTagLength = keys.Suite.RtpTagLength;
        _former = predecessor is null ? [] : predecessor._streams[..predecessor._streamCount];
        _rtp = SessionKeys.ForRtp(keys, create);
        _rtcp = SessionKeys.ForRtcp(keys, create);
        Suite = keys.Suite;
    }

    /// <summary>The suite of the keys.</summary>
    public SrtpSuite Suite { get; }

    /// <summary>A context that seals what we send. The keys are not needed afterwards.</summary>
    public static SrtpContext ForSending(SrtpKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new(keys, isSending: true, predecessor: null, PacketCrypto.Create);
    }

    /// <summary>A context that opens what we receive. The keys are not needed afterwards.</summary>
    /// <param name="keys">The peer's keys.</param>
    /// <param name="predecessor">
    /// The context under the peer's former key. Peers that keep their SSRC disagree on whether its rollover counter goes on under
    /// the new key (RFC 3711 section 8.1) or begins at 0, so both are tried.
    /// </param>
    public static SrtpContext ForReceiving(SrtpKeys keys, SrtpContext? predecessor = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new(keys, isSending: false, predecessor, PacketCrypto.Create);
    }

    /// <summary>Seals an RTP packet in place.</summary>
    /// <param name="buffer">The packet, with room for <see cref="SrtpSuites.MaximumRtpOverhead"/> bytes behind it.</param>
    /// <param name="length">The packet's length.</param>
    /// <param name="sealedLength">The length to send, 0 unless done.</param>
    public SrtpVerdict Protect(Span<byte> buffer, int length, out int sealedLength)
    {
        sealedLength = 0;
        var packet = buffer[..length];
        if (!RtpHeader.TryMeasure(packet, out var headerLength))
            return SrtpVerdict.Malformed;
        if (buffer.Length - length < _rtpTagLength)
            return SrtpVerdict.NoRoom;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var at = Find(ssrc);
        if (at < 0 && _streamCount == StreamLimit)
            return SrtpVerdict.Exhausted;

        var index = at >= 0 && _streams[at].HasRtp ? SrtpStream.Guess(_streams[at].HighestRtp, sequence) : sequence;
        if (at >= 0 && !_streams[at].IsFreshRtp(index))
            return SrtpVerdict.Replayed;
        if (index >= RtpIndexLimit)
            return SrtpVerdict.Exhausted;

        Crypt(_rtp, ssrc, index, packet[headerLength..]);
        Span<byte> tag = stackalloc byte[PacketCrypto.HashLength];
        AuthenticateRtp(packet, index, tag);
        tag[.._rtpTagLength].CopyTo(buffer[length..]);
        Claim(at, ssrc).MarkRtp(index);
        sealedLength = length + _rtpTagLength;
        return SrtpVerdict.Done;
    }

    /// <summary>Opens an SRTP packet in place. Nothing is remembered of a packet that is not authentic.</summary>
    /// <param name="packet">The packet as received.</param>
    /// <param name="length">The length of the RTP packet, 0 unless done.</param>
    public SrtpVerdict Unprotect(Span<byte> packet, out int length)
    {
        length = 0;
        if (!RtpHeader.TryMeasure(packet, out var headerLength) || packet.Length < headerLength + _rtpTagLength)
            return SrtpVerdict.Malformed;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var covered = packet[..^_rtpTagLength];
        var tag = packet[^_rtpTagLength..];
        var at = Find(ssrc);
        ulong index;
        if (at >= 0 && _streams[at].HasRtp)
        {
            index = SrtpStream.Guess(_streams[at].HighestRtp, sequence);
            if (!_streams[at].IsFreshRtp(index))
                return SrtpVerdict.Replayed;
            if (index >= RtpIndexLimit)
                return SrtpVerdict.Exhausted;
            if (!IsAuthenticRtp(covered, index, tag))
                return SrtpVerdict.NotAuthentic;
        }
        else if (!TryJoin(covered, ssrc, sequence, tag, out index))
        {
            return SrtpVerdict.NotAuthentic;
        }

        Claim(at, ssrc).MarkRtp(index);
        Crypt(_rtp, ssrc, index, covered[headerLength..]);
        length = covered.Length;
        return SrtpVerdict.Done;
    }

    /// <summary>Seals a compound RTCP packet in place; it is always encrypted.</summary>
    /// <param name="buffer">The packet, with room for <see cref="SrtpSuites.MaximumRtcpOverhead"/> bytes behind it.</param>
    /// <param name="length">The packet's length.</param>
    /// <param name="sealedLength">The length to send, 0 unless done.</param>
    public SrtpVerdict ProtectRtcp(Span<byte> buffer, int length, out int sealedLength)
    {
        sealedLength = 0;
        if (length < RtcpHeaderLength || buffer[0] >> 6 != 2)
            return SrtpVerdict.Malformed;
        if (buffer.Length - length < SrtpSuites.MaximumRtcpOverhead)
            return SrtpVerdict.NoRoom;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        var at = Find(ssrc);
        if (at < 0 && _streamCount == StreamLimit)
            return SrtpVerdict.Exhausted;

        var index = at >= 0 ? _streams[at].NextRtcp : 0;
        if (index >= RtcpIndexLimit)
            return SrtpVerdict.Exhausted;

        Crypt(_rtcp, ssrc, index, buffer[RtcpHeaderLength..length]);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], (uint)index | RtcpEncrypted);
        var covered = length + RtcpIndexLength;
        Span<byte> tag = stackalloc byte[PacketCrypto.HashLength];
        _rtcp.Crypto.Authenticate(buffer[..covered], [], tag);
        tag[..SrtpSuites.RtcpTagLength].CopyTo(buffer[covered..]);
        Claim(at, ssrc).MarkRtcp(index);
        sealedLength = covered + SrtpSuites.RtcpTagLength;
        return SrtpVerdict.Done;
    }

    /// <summary>Opens an SRTCP packet in place.</summary>
    /// <param name="packet">The packet as received.</param>
    /// <param name="length">The length of the compound RTCP packet, 0 unless done.</param>
    public SrtpVerdict UnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < RtcpHeaderLength + RtcpIndexLength + SrtpSuites.RtcpTagLength || packet[0] >> 6 != 2)
            return SrtpVerdict.Malformed;

        var covered = packet[..^SrtpSuites.RtcpTagLength];
        var content = covered[..^RtcpIndexLength];
        var word = BinaryPrimitives.ReadUInt32BigEndian(covered[^RtcpIndexLength..]);
        var index = (ulong)(word & ~RtcpEncrypted);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var at = Find(ssrc);
        if (at >= 0 && !_streams[at].IsFreshRtcp(index))
            return SrtpVerdict.Replayed;

        Span<byte> tag = stackalloc byte[PacketCrypto.HashLength];
        _rtcp.Crypto.Authenticate(covered, [], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag[..SrtpSuites.RtcpTagLength], packet[^SrtpSuites.RtcpTagLength..]))
            return SrtpVerdict.NotAuthentic;

        Claim(at, ssrc).MarkRtcp(index);
        if ((word & RtcpEncrypted) != 0)
            Crypt(_rtcp, ssrc, index, content[RtcpHeaderLength..]);

        length = content.Length;
        return SrtpVerdict.Done;
    }

    /// <summary>Wipes and frees the session keys.</summary>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>The suite only.</summary>
    public override string ToString() => Suite.SdpName;

    // A source begins with rollover counter 0. If it began close below a rollover and its first packets were lost, the one we
    // hear first has 1 already.
    private bool TryJoin(ReadOnlySpan<byte> covered, uint ssrc, ushort sequence, ReadOnlySpan<byte> tag, out ulong index)
    {
        index = sequence;
        if (IsAuthenticRtp(covered, index, tag))
            return true;

        foreach (ref readonly var former in _former.AsSpan())
        {
            if (former.Ssrc != ssrc || !former.HasRtp)
                continue;

            index = SrtpStream.Guess(former.HighestRtp, sequence);
            if (index >> 16 != 0 && index < RtpIndexLimit && IsAuthenticRtp(covered, index, tag))
                return true;
        }

        index = 1UL << 16 | sequence;
        return sequence < 0x8000 && IsAuthenticRtp(covered, index, tag);
    }

    private bool IsAuthenticRtp(ReadOnlySpan<byte> covered, ulong index, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[PacketCrypto.HashLength];
        AuthenticateRtp(covered, index, expected);
        return CryptographicOperations.FixedTimeEquals(expected[..tag.Length], tag);
    }

    private void AuthenticateRtp(ReadOnlySpan<byte> covered, ulong index, Span<byte> tag)
    {
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        _rtp.Crypto.Authenticate(covered, rollover, tag);
    }

    private static void Crypt(SessionKeys keys, uint ssrc, ulong index, Span<byte> content)
    {
        if (content.IsEmpty)
            return;

        Span<byte> counter = stackalloc byte[PacketCrypto.BlockLength];
        keys.WriteCounter(counter, ssrc, index);
        keys.Crypto.Crypt(counter, content);
    }

    private int Find(uint ssrc)
    {
        for (var i = 0; i < _streamCount; i++)
        {
            if (_streams[i].Ssrc == ssrc)
                return i;
        }

        return -1;
    }

    private ref SrtpStream Claim(int at, uint ssrc)
    {
        if (at < 0)
        {
            at = _streamCount < StreamLimit ? _streamCount++ : LongestUnused();
            _streams[at] = new() { Ssrc = ssrc };
        }

        _streams[at].UsedAt = ++_uses;
        return ref _streams[at];
    }

    private int LongestUnused()
    {
        System.Diagnostics.Debug.Assert(!_isSending, "A sender that forgets an index would use its key stream twice.");
        var oldest = 0;
        for (var i = 1; i < _streamCount; i++)
        {
            if (_streams[i].UsedAt < _streams[oldest].UsedAt)
                oldest = i;
        }

        return oldest;
    }
}
