using System.Text;
using Sip.Messages;
using Sip.Sdp;

namespace Appliance.Traces;

/// <summary>What one SIP message says, as far as a ladder shows it.</summary>
public sealed record SignalStep
{
    private const int LongestReason = 60;

    /// <summary>The method: of a request its own, of a response that of its CSeq.</summary>
    public required string Method { get; init; }

    /// <summary>100 to 699; 0 for a request.</summary>
    public int Status { get; init; }

    /// <summary>The number of the CSeq.</summary>
    public uint Sequence { get; init; }

    /// <summary>What stands on the arrow: <c>INVITE</c>, <c>180 Ringing</c>.</summary>
    public required string Label { get; init; }

    /// <summary>What its session description asks for.</summary>
    public VoiceOffer Voice { get; init; } = VoiceOffer.None;

    /// <summary>True for a request.</summary>
    public bool IsRequest => Status is 0;

    /// <summary>True for a refusal. A challenge for a password is none.</summary>
    public bool IsRefusal => Status is >= 400 and not (401 or 407 or 487);

    /// <summary>Reads a message.</summary>
    public static SignalStep Of(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var cseq = message.CSeq;
        var voice = message.Body.IsEmpty ? VoiceOffer.None : VoiceOffer.Of(message.Body);
        return message is SipResponse response
            ? new()
            {
                Method = cseq.Method.Text ?? "",
                Status = response.StatusCode,
                Sequence = cseq.Number,
                Label = $"{response.StatusCode} {Cut(Encoding.UTF8.GetString(response.ReasonPhrase))}".TrimEnd(),
                Voice = voice,
            }
            : new() { Method = ((SipRequest)message).Method.Text, Sequence = cseq.Number, Label = Cut(((SipRequest)message).Method.Text), Voice = voice };
    }

    private static string Cut(string text) => text.Length <= LongestReason ? text : string.Concat(text.AsSpan(0, LongestReason - 1), "…");
}

/// <summary>What a session description asks for.</summary>
/// <param name="Kind">Whether there is voice, and encrypted or not.</param>
/// <param name="Codecs">Its voice codecs by their SDP names, best first, at most eight.</param>
/// <param name="IsHeld">True when it stops the voice, one way or both.</param>
public sealed record VoiceOffer(VoiceKind Kind, ValueList<string> Codecs, bool IsHeld)
{
    /// <summary>No session description.</summary>
    public static readonly VoiceOffer None = new(VoiceKind.None, [], IsHeld: false);

    private const int MostCodecs = 8;

    /// <summary>Reads a body; <see cref="None"/> when it is no session description with an audio line.</summary>
    public static VoiceOffer Of(ReadOnlySpan<byte> body)
    {
        if (!SdpParser.TryParse(body, out var session, out _) || session.Media.FirstOrDefault(media => media.IsOpenAudio) is not { } audio)
            return None;

        var codecs = audio.Codecs.Where(codec => codec.IsVoice).Select(codec => codec.Name).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostCodecs);
        return new(audio.IsSecureProfile ? VoiceKind.Encrypted : VoiceKind.Clear, ValueList.Create<string>([.. codecs]), session.DirectionOf(audio) is not MediaDirection.SendReceive);
    }
}

/// <summary>Whether a message speaks of voice.</summary>
public enum VoiceKind
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Plain RTP.</summary>
    Clear,

    /// <summary>SRTP.</summary>
    Encrypted,
}
