namespace Sip.Sdp;

/// <summary>
/// A voice coding or event format under a payload type number (RFC 3551, RFC 8866 section 6.6). Two codecs are the same
/// coding when <see cref="IsSameAs"/> says so, whatever their numbers: each direction has its own.
/// </summary>
/// <param name="Name">The encoding name; compared without regard to case.</param>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="ClockRate">Ticks of the RTP timestamp per second.</param>
/// <param name="Channels">Number of audio channels.</param>
/// <param name="Fmtp">The a=fmtp parameters behind the number, or null.</param>
public sealed record Codec(string Name, int PayloadType, int ClockRate, int Channels = 1, string? Fmtp = null)
{
    /// <summary>G.711 µ-law, RFC 3551 section 4.5.14.</summary>
    public static readonly Codec Pcmu = new("PCMU", 0, 8000);

    /// <summary>G.711 A-law, RFC 3551 section 4.5.14.</summary>
    public static readonly Codec Pcma = new("PCMA", 8, 8000);

    /// <summary>G.722; 16 kHz sound, but the clock says 8000 for historical reasons (RFC 3551 section 4.5.2).</summary>
    public static readonly Codec G722 = new("G722", 9, 8000);

    /// <summary>Comfort noise, RFC 3389.</summary>
    public static readonly Codec ComfortNoise = new("CN", 13, 8000);

    // RFC 3551 tables 4 and 5.
    private static readonly Codec?[] Assigned =
    [
        Pcmu, null, null, new("GSM", 3, 8000), new("G723", 4, 8000), new("DVI4", 5, 8000), new("DVI4", 6, 16000),
        new("LPC", 7, 8000), Pcma, G722, new("L16", 10, 44100, 2), new("L16", 11, 44100), new("QCELP", 12, 8000),
        ComfortNoise, new("MPA", 14, 90000), new("G728", 15, 8000), new("DVI4", 16, 11025), new("DVI4", 17, 22050),
        new("G729", 18, 8000),
    ];

    /// <summary>Digits and flash as events, RFC 4733 section 2.4; <paramref name="events"/> lists what the sayer understands.</summary>
    public static Codec TelephoneEvent(int payloadType = 101, int clockRate = 8000, string events = "0-16") =>
        new("telephone-event", payloadType, clockRate, 1, events);

    /// <summary>The codec a payload type stands for without a=rtpmap (RFC 3551 section 6), or null.</summary>
    public static Codec? OfStaticType(int payloadType) =>
        payloadType >= 0 && payloadType < Assigned.Length ? Assigned[payloadType] : null;

    /// <summary>True for RFC 4733 events.</summary>
    public bool IsTelephoneEvent => Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when it carries voice: neither events, nor comfort noise, nor redundancy.</summary>
    public bool IsVoice => !IsTelephoneEvent && Name.ToUpperInvariant() is not ("CN" or "RED" or "ULPFEC");

    /// <summary>True when both name the same coding, whatever their payload types and parameters.</summary>
    public bool IsSameAs(Codec other) =>
        ClockRate == other.ClockRate && Channels == other.Channels && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);
}
