using Sip.Rtp;

namespace Sip.Media;

/// <summary>What a payload type stands for on one port.</summary>
internal enum PayloadMeaning
{
    MuLaw,
    ALaw,
    TelephoneEvent,
    ComfortNoise,
}

/// <summary>The payload types of the two sides of a path (RFC 3264 section 5.1: each direction has its own numbers).</summary>
internal static class PayloadTypes
{
    private const byte StaticMuLaw = 0;
    public const byte StaticALaw = 8;
    private const byte ComfortNoise = 13;

    /// <summary>
    /// What a peer may send. Both static G.711 types are always among them: peers change from one to the other without a new
    /// offer, and the number says what it is.
    /// </summary>
    public static IEnumerable<(byte PayloadType, PayloadMeaning Meaning, int Clock)> Received(PortSettings settings)
    {
        yield return (StaticMuLaw, PayloadMeaning.MuLaw, 8000);
        yield return (StaticALaw, PayloadMeaning.ALaw, 8000);
        if (settings.ComfortNoise)
            yield return (ComfortNoise, PayloadMeaning.ComfortNoise, 8000);
        if (settings.ReceiveTelephoneEvent is { } format)
            yield return (format.PayloadType, PayloadMeaning.TelephoneEvent, format.ClockRate);
        yield return (settings.ReceivePayloadType, MeaningOf(settings.Codec), 8000);
    }

    /// <summary>Fills the map of a path from the peer of one port to the peer of another, which may be the same.</summary>
    public static void Fill(PayloadMap map, PortSettings from, PortSettings to)
    {
        map.Clear();
        foreach (var (type, meaning, clock) in Received(from))
        {
            switch (meaning)
            {
                case PayloadMeaning.TelephoneEvent when to.SendTelephoneEvent is { } format:
                    map.TrySet(new(type, format.PayloadType, clock, format.ClockRate, PayloadConversion.TelephoneEvent));
                    break;
                case PayloadMeaning.ComfortNoise when to.ComfortNoise:
                    map.TrySet(new(type, ComfortNoise));
                    break;
                case PayloadMeaning.MuLaw or PayloadMeaning.ALaw:
                    map.TrySet(new(type, to.SendPayloadType, Conversion: Between(meaning, MeaningOf(to.Codec))));
                    break;
            }
        }
    }

    private static PayloadMeaning MeaningOf(AudioCodec codec) =>
        codec is AudioCodec.Pcma ? PayloadMeaning.ALaw : PayloadMeaning.MuLaw;

    private static PayloadConversion Between(PayloadMeaning from, PayloadMeaning to) => (from, to) switch
    {
        (PayloadMeaning.MuLaw, PayloadMeaning.ALaw) => PayloadConversion.MuLawToALaw,
        (PayloadMeaning.ALaw, PayloadMeaning.MuLaw) => PayloadConversion.ALawToMuLaw,
        _ => PayloadConversion.None,
    };
}
