using Appliance.Calls;
using Appliance.Hosting;
using Appliance.Texts;
using Appliance.Traces;
using Appliance.Web.Help;

namespace Appliance.Web.Calls;

/// <summary>One side of a call.</summary>
/// <param name="Party">Who: <c>extension:101</c>, <c>trunk:twilio</c>; empty while nobody is tried.</param>
/// <param name="Codec">The codec by its SDP name; empty while there is no voice.</param>
/// <param name="IsSecure">True when its voice is SRTP.</param>
/// <param name="Mos">Mean opinion score by the E-model, 1 to 4.5; null until it was counted.</param>
/// <param name="LossPercent">Packets that did not arrive from there, 0 to 100; null until it was counted.</param>
/// <param name="JitterMilliseconds">Interarrival jitter; null until it was counted.</param>
/// <param name="RoundTripMilliseconds">The round trip by RTCP; null when that side sends no reports.</param>
/// <param name="PacketsReceived">Packets that came from there.</param>
/// <param name="PacketsSent">Packets that we sent there.</param>
public sealed record LegView(
    string Party, string Codec, bool IsSecure, double? Mos, double? LossPercent, double? JitterMilliseconds, double? RoundTripMilliseconds, long PacketsReceived, long PacketsSent)
{
    internal static LegView Of(string party, LiveVoice? voice)
    {
        var counted = voice?.Counted;
        return new(
            party, voice?.Codec ?? "", voice is { IsSecure: true }, voice?.MeanOpinion, Rounded(counted?.LossPercent), Rounded(counted?.Jitter.TotalMilliseconds),
            counted is { RoundTrip.Ticks: > 0 } ? Rounded(counted.RoundTrip.TotalMilliseconds) : null, counted?.PacketsReceived ?? 0, counted?.PacketsSent ?? 0);
    }

    internal static LegView? Of(string party, LegQuality? quality) => quality is null
        ? null
        : new(
            party, quality.Codec, quality.Secure, quality.Mos is { } mos ? Math.Round(mos, 1) : null, Rounded(100 * quality.Loss), Rounded(quality.Jitter.TotalMilliseconds),
            Rounded(quality.RoundTrip?.TotalMilliseconds), quality.PacketsReceived, quality.PacketsSent);

    private static double? Rounded(double? value) => value is { } known ? Math.Round(Math.Max(0, known), 1) : null;
}

/// <summary>A call going on.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Direction"><c>outbound</c>, <c>inbound</c> or <c>internal</c>.</param>
/// <param name="Number">The number called.</param>
/// <param name="Caller">The caller's number.</param>
/// <param name="Seconds">Since it began.</param>
/// <param name="TalkedSeconds">Since it was answered; null while it rings.</param>
/// <param name="IsEmergency">True for a call to an emergency number, which nobody but the talkers can end.</param>
/// <param name="CallerLeg">The calling side.</param>
/// <param name="CalledLeg">The called side.</param>
public sealed record LiveCallView(
    string Id, string Direction, string Number, string Caller, int Seconds, int? TalkedSeconds, bool IsEmergency, LegView CallerLeg, LegView CalledLeg)
{
    /// <summary>The same without what tells whose numbers they are.</summary>
    internal LiveCallView Masked => this with { Number = NumberMask.Digits(Number), Caller = NumberMask.Digits(Caller) };

    internal static LiveCallView Of(LiveCall call, LiveSnapshot now, TimeSpan elapsed) => new(
        call.Id,
        CallWords.NameOf(call.Direction),
        call.Number,
        call.Caller,
        (int)(elapsed - call.Began).TotalSeconds,
        call.Answered is { } answered ? (int)(elapsed - answered).TotalSeconds : null,
        now.Emergencies.Exists(emergency => emergency.CallId == call.Id),
        LegView.Of(call.Origin, call.CallerVoice),
        LegView.Of(call.Target, call.CalledVoice));
}

/// <summary>A call that is over.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="StartedAt">When; null when the box did not know the time of day.</param>
/// <param name="Direction"><c>outbound</c>, <c>inbound</c> or <c>internal</c>.</param>
/// <param name="Origin">Who called: <c>extension:101</c>, <c>trunk:twilio</c>.</param>
/// <param name="Target">Who was reached last; empty when nobody was tried.</param>
/// <param name="Trunk">The line that carried it, or null.</param>
/// <param name="Dialled">What was dialled.</param>
/// <param name="Number">The number called.</param>
/// <param name="Caller">The caller's number.</param>
/// <param name="CallerShown">The number shown to the called side.</param>
/// <param name="Rang">True when a phone rang.</param>
/// <param name="AnsweredAfterSeconds">Null when nobody answered.</param>
/// <param name="Seconds">How long it lasted: from the answer, or, unanswered, from the first message.</param>
/// <param name="EndedBy"><c>caller</c>, <c>called</c>, <c>box</c> or <c>network</c>.</param>
/// <param name="Cause">The code of why it ended.</param>
/// <param name="Sentence">The same in words.</param>
/// <param name="Remedy">What to do, or empty.</param>
/// <param name="SipStatus">The SIP status; 0 for a normal end.</param>
/// <param name="Q850">The cause of Q.850.</param>
/// <param name="IsEmergency">True for a call to an emergency number.</param>
/// <param name="PeerCallId">The provider's own name of the call, for support.</param>
/// <param name="CallerLeg">The calling side's voice; null when there was none.</param>
/// <param name="CalledLeg">The called side's voice; null when there was none.</param>
public sealed record RecordView(
    string Id, DateTimeOffset? StartedAt, string Direction, string Origin, string Target, string? Trunk, string Dialled, string Number, string Caller, string CallerShown,
    bool Rang, double? AnsweredAfterSeconds, double Seconds, string EndedBy, string Cause, string Sentence, string Remedy, int SipStatus, int Q850, bool IsEmergency,
    string? PeerCallId, LegView? CallerLeg, LegView? CalledLeg)
{
    /// <summary>The same without what tells whose numbers they are.</summary>
    internal RecordView Masked => this with
    {
        Dialled = NumberMask.Digits(Dialled),
        Number = NumberMask.Digits(Number),
        Caller = NumberMask.Digits(Caller),
        CallerShown = NumberMask.Digits(CallerShown),
    };

    internal static RecordView Of(CallRecord record, string language) => new(
        record.Id,
        record.ClockNotSet ? null : record.StartedAt,
        CallWords.NameOf(record.Direction),
        record.Origin,
        record.Target,
        record.Trunk,
        record.Dialled,
        record.Number,
        record.Caller,
        record.CallerShown,
        record.Rang,
        record.AnsweredAfter is { } after ? Math.Round(after.TotalSeconds, 1) : null,
        Math.Round(record.Duration.TotalSeconds, 1),
        CallWords.NameOf(record.EndedBy),
        record.Cause.Sentence,
        Sentences.Say(record.Cause.Sentence, language, [record.Dialled]),
        record.Cause.Sentence is "normal" ? "" : FaultDictionary.RemedyOf(record.Cause.Sentence, language),
        record.Cause.SipStatus,
        record.Cause.Q850,
        record.Emergency,
        record.PeerCallId,
        LegView.Of(record.Origin, record.CallerLeg),
        LegView.Of(record.Target, record.CalledLeg));
}

/// <summary>Some records, the latest first.</summary>
/// <param name="Calls">The records.</param>
/// <param name="Older">To be sent as <c>before</c> for older ones; null when there are none.</param>
public sealed record RecordsView(RecordView[] Calls, long? Older);
