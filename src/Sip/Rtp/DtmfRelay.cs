using System.Buffers.Text;
using System.Text;

namespace Sip.Rtp;

/// <summary>
/// The bodies that carry a digit in a SIP INFO: application/dtmf-relay with Signal and Duration lines, and application/dtmf with
/// the bare digit. Neither is a standard; phones agree on them all the same.
/// </summary>
public static class DtmfRelay
{
    /// <summary>The type of the body <see cref="Write"/> makes.</summary>
    public const string ContentType = "application/dtmf-relay";

    private const int LongestBody = 256;

    private static readonly TimeSpan UsualDuration = TimeSpan.FromMilliseconds(160);
    private static readonly TimeSpan ShortestDuration = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromSeconds(5);

    /// <summary>Reads either kind of body. False when it names no digit.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out char digit, out TimeSpan duration)
    {
        digit = '\0';
        duration = UsualDuration;
        if (body.Length > LongestBody)
            return false;

        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \t\r\0"u8);
            var equals = line.IndexOf((byte)'=');
            var name = equals < 0 ? default : line[..equals].TrimEnd(" \t"u8);
            var value = equals < 0 ? line : line[(equals + 1)..].TrimStart(" \t"u8);

            if (equals < 0 || Ascii.EqualsIgnoreCase(name, "Signal"u8))
                digit = digit == '\0' ? ReadDigit(value) : digit;
            else if (Ascii.EqualsIgnoreCase(name, "Duration"u8) && Utf8Parser.TryParse(value, out uint milliseconds, out _))
                duration = Clamp(milliseconds);
        }

        return digit != '\0';
    }

    /// <summary>Writes an application/dtmf-relay body.</summary>
    public static string Write(char digit, TimeSpan duration) =>
        $"Signal={digit}\r\nDuration={(int)duration.TotalMilliseconds}\r\n";

    private static char ReadDigit(ReadOnlySpan<byte> value) => value switch
    {
        [var one] when TelephoneEvent.TryFromDigit((char)one, out var number) => TelephoneEvent.Digits[number],
        [(byte)'1', var unit and >= (byte)'0' and <= (byte)'5'] => TelephoneEvent.Digits[10 + unit - '0'],
        _ => '\0',
    };

    private static TimeSpan Clamp(uint milliseconds) => milliseconds switch
    {
        < 40 => ShortestDuration,
        > 5000 => LongestDuration,
        _ => TimeSpan.FromMilliseconds(milliseconds),
    };
}
