using System.Text;
using Sip;
using Sip.Messages;
using Sip.Rtp;

namespace Appliance.Calls;

/// <summary>One key press as it goes from one leg to the other when they do not both speak RFC 4733.</summary>
/// <param name="Digit">0-9 * # A-D.</param>
/// <param name="Length">40 ms to 5 s.</param>
public readonly record struct KeyPress(char Digit, TimeSpan Length)
{
    /// <summary>What a person's key press lasts when nobody says.</summary>
    public static readonly TimeSpan UsualLength = TimeSpan.FromMilliseconds(160);

    /// <summary>The key press in an INFO request, or null when it carries none.</summary>
    public static KeyPress? FromInfo(SipRequest info) =>
        Ascii.EqualsIgnoreCase(info.ContentType[..Math.Min(info.ContentType.Length, Kinds.Length)], Kinds) && DtmfRelay.TryParse(info.Body, out var digit, out var length)
            ? new KeyPress(digit, length)
            : null;

    /// <summary>The body of an INFO that carries this press.</summary>
    public MessageBody ToInfo() => new(DtmfRelay.ContentType, Encoding.ASCII.GetBytes(DtmfRelay.Write(Digit, Length)));

    // Both kinds of body, application/dtmf and application/dtmf-relay, begin so.
    private static ReadOnlySpan<byte> Kinds => "application/dtmf"u8;
}
