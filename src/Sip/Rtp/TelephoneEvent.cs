using System.Buffers.Binary;

namespace Sip.Rtp;

/// <summary>The payload of one telephone-event packet (RFC 4733 section 2.3).</summary>
/// <param name="Event">The event: 0 to 9, 10 star, 11 pound, 12 to 15 A to D, 16 flash.</param>
/// <param name="IsEnd">True in the packets that end the event.</param>
/// <param name="Volume">The level below 0 dBm0 in dB, 0 to 63.</param>
/// <param name="Duration">How long it has lasted, in timestamp units.</param>
public readonly record struct TelephoneEvent(byte Event, bool IsEnd, byte Volume, ushort Duration)
{
    /// <summary>Bytes of the payload.</summary>
    public const int Length = 4;

    /// <summary>The digits by their event number.</summary>
    public const string Digits = "0123456789*#ABCD";

    /// <summary>The digit as it is dialled, or NUL when the event is none.</summary>
    public char Digit => Event < Digits.Length ? Digits[Event] : '\0';

    /// <summary>False when the payload is too short.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out TelephoneEvent telephoneEvent)
    {
        telephoneEvent = default;
        if (payload.Length < Length)
            return false;

        telephoneEvent = new(payload[0], (payload[1] & 0x80) != 0, (byte)(payload[1] & 0x3F), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    /// <summary>Writes the payload.</summary>
    public void Write(Span<byte> payload)
    {
        payload = payload[..Length];
        payload[0] = Event;
        payload[1] = (byte)((IsEnd ? 0x80 : 0) | Volume & 0x3F);
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }

    /// <summary>The event number of a digit (0 to 9, *, #, A to D). False for any other character.</summary>
    public static bool TryFromDigit(char digit, out byte number)
    {
        var index = Digits.IndexOf(char.ToUpperInvariant(digit), StringComparison.Ordinal);
        number = (byte)Math.Max(index, 0);
        return index >= 0;
    }
}
