namespace Sip.Rtp;

/// <summary>The numbers a stream of ours begins with, unpredictable as RFC 3550 section 5.1 asks.</summary>
/// <param name="Ssrc">The synchronisation source.</param>
/// <param name="Sequence">
/// The first sequence number, below 32,768: were the first packets lost, a receiver of SRTP could not tell the rollover counter
/// of a higher one (RFC 3711 section 3.3.1).
/// </param>
/// <param name="Timestamp">The first timestamp.</param>
public readonly record struct RtpStreamStart(uint Ssrc, ushort Sequence, uint Timestamp)
{
    /// <summary>Draws a new start.</summary>
    public static RtpStreamStart Draw(ITokenSource tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Span<byte> random = stackalloc byte[10];
        tokens.Fill(random);
        return new(BitConverter.ToUInt32(random), (ushort)(BitConverter.ToUInt16(random[4..]) & 0x7FFF), BitConverter.ToUInt32(random[6..]));
    }
}
