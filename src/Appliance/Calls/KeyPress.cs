using System.Globalization;
using System.Text;
using Sip;
using Sip.Messages;

namespace Appliance.Calls;

/// <summary>One key press as it travels in INFO (<c>application/dtmf-relay</c> or <c>application/dtmf</c>).</summary>
/// <param name="Digit">0-9 * # A-D.</param>
/// <param name="Length">40 ms to 5 s.</param>
public readonly record struct KeyPress(char Digit, TimeSpan Length)
{
    private const string Digits = "0123456789*#ABCD";
    private const int LongestBody = 256;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>What a person's key press lasts when nobody says.</summary>
    public static readonly TimeSpan UsualLength = TimeSpan.FromMilliseconds(160);

    /// <summary>The key press in an INFO request, or null when it carries none.</summary>
    public static KeyPress? FromInfo(SipRequest info)
    {
        if (info.Body.IsEmpty || info.Body.Length > LongestBody)
            return null;

        var type = Encoding.ASCII.GetString(info.ContentType);
        var body = Encoding.ASCII.GetString(info.Body);
        return type.StartsWith("application/dtmf-relay", StringComparison.OrdinalIgnoreCase) ? FromRelay(body)
            : type.StartsWith("application/dtmf", StringComparison.OrdinalIgnoreCase) ? Of(body.Trim(), UsualLength)
            : null;
    }

    /// <summary>The body of an INFO that carries this press.</summary>
    public MessageBody ToInfo() => new(
        "application/dtmf-relay",
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Signal={Digit}\r\nDuration={(int)Length.TotalMilliseconds}\r\n")));

    private static KeyPress? FromRelay(string body)
    {
        string? signal = null;
        var length = UsualLength;
        foreach (var line in body.Split('\n', StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                continue;

            var value = line[(equals + 1)..].Trim();
            if (line[..equals].Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))
                signal = value;
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
                length = TimeSpan.FromMilliseconds(milliseconds);
        }

        return signal is null ? null : Of(signal, length);
    }

    // Some phones write the event's number instead of its sign: 10 for *, 11 for #.
    private static KeyPress? Of(string signal, TimeSpan length) => signal.ToUpperInvariant() switch
    {
        [var digit] when Digits.Contains(digit, StringComparison.Ordinal) => new KeyPress(digit, length < Shortest ? Shortest : length > Longest ? Longest : length),
        "10" => Of("*", length),
        "11" => Of("#", length),
        _ => null,
    };
}
