namespace Sip.Rtp;

/// <summary>What a rewritten packet's payload must go through besides its header.</summary>
public enum PayloadConversion
{
    /// <summary>Nothing: the payload passes as it is.</summary>
    None,

    /// <summary>A telephone-event: passes, with its duration in the other clock (RFC 4733 section 2.3).</summary>
    TelephoneEvent,

    /// <summary>µ-law to A-law, byte by byte.</summary>
    MuLawToALaw,

    /// <summary>A-law to µ-law, byte by byte.</summary>
    ALawToMuLaw,
}

/// <summary>One line of a payload map: what a payload type of the source becomes toward the destination.</summary>
/// <param name="From">The payload type the source sends, 0 to 127.</param>
/// <param name="To">The payload type the destination expects, 0 to 127.</param>
/// <param name="FromClock">The source's RTP clock, in hertz.</param>
/// <param name="ToClock">The destination's RTP clock, in hertz.</param>
/// <param name="Conversion">What happens to the payload.</param>
public readonly record struct PayloadMapping(byte From, byte To, int FromClock = 8000, int ToClock = 8000, PayloadConversion Conversion = PayloadConversion.None);

/// <summary>
/// What each payload type of the source becomes toward the destination. Payload types are numbers of one direction of one leg
/// (RFC 3264 section 5.1), so every direction of a path has its own map. An empty map passes nothing.
/// </summary>
public sealed class PayloadMap
{
    private const int Count = 128;

    private readonly PayloadMapping[] _mappings = new PayloadMapping[Count];

    /// <summary>Forgets every line.</summary>
    public void Clear() => Array.Clear(_mappings);

    /// <summary>Adds or replaces the line of one payload type. False when a payload type or a clock is out of range.</summary>
    public bool TrySet(PayloadMapping mapping)
    {
        if (mapping.From >= Count || mapping.To >= Count || !IsClock(mapping.FromClock) || !IsClock(mapping.ToClock))
            return false;

        _mappings[mapping.From] = mapping;
        return true;
    }

    /// <summary>True when the source may send this payload type.</summary>
    public bool Knows(byte payloadType) => payloadType < Count && _mappings[payloadType].FromClock != 0;

    internal ref readonly PayloadMapping Find(byte payloadType) => ref _mappings[payloadType & 0x7F];

    private static bool IsClock(int hertz) => hertz is >= 8000 and <= 192_000;
}
