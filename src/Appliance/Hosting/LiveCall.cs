using Appliance.Calls;
using Sip.Media;

namespace Appliance.Hosting;

/// <summary>A call going on, as far as it has been told of.</summary>
public sealed record LiveCall
{
    /// <summary>Our identifier; unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>Which way it goes.</summary>
    public CallDirection Direction { get; init; }

    /// <summary>Who calls: <c>extension:101</c>, <c>trunk:twilio</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Who is called by now: <c>extension:101</c>, <c>trunk:twilio</c>; empty while nobody is tried.</summary>
    public string Target { get; init; } = "";

    /// <summary>The +E.164 number called, or what it is when it is none.</summary>
    public string Number { get; init; } = "";

    /// <summary>The caller's number as we were told.</summary>
    public string Caller { get; init; } = "";

    /// <summary>When it began, on the monotonic clock.</summary>
    public required TimeSpan Began { get; init; }

    /// <summary>When it was answered, or null.</summary>
    public TimeSpan? Answered { get; init; }

    /// <summary>The caller's voice, once there is any.</summary>
    public LiveVoice? CallerVoice { get; init; }

    /// <summary>The called side's voice, once there is any.</summary>
    public LiveVoice? CalledVoice { get; init; }

    /// <summary>The party inside the office, without what kind it is; empty while it is not known.</summary>
    public string Inside => NameOf(Direction is CallDirection.Inbound ? Target : Origin);

    /// <summary>The number outside, or the one called inside.</summary>
    public string Outside => Direction is CallDirection.Inbound ? Caller : Number;

    /// <summary>The voice toward the line; inside the office, the called side's.</summary>
    public LiveVoice? LineVoice => Direction is CallDirection.Inbound ? CallerVoice : CalledVoice;

    /// <summary>The worse side's mean opinion score, or null.</summary>
    public double? MeanOpinion => (CallerVoice?.MeanOpinion, CalledVoice?.MeanOpinion) switch
    {
        ({ } one, { } other) => Math.Min(one, other),
        ({ } one, null) => one,
        (null, var other) => other,
    };

    /// <summary>A call that has just begun.</summary>
    public static LiveCall Of(CallReport.Began began, TimeSpan now) => new()
    {
        Id = began.CallId,
        Direction = began.Setup.Direction,
        Origin = began.Setup.Origin,
        Number = began.Setup.Number,
        Caller = began.Setup.Caller,
        Began = now,
    };

    /// <summary>What an answered call, perhaps one of an earlier run, is by now.</summary>
    public static LiveCall Of(CallSnapshot known, LiveCall? before, TimeSpan now)
    {
        var record = known.Record;
        var answered = before?.Answered ?? now - record.Duration;
        return new()
        {
            Id = record.Id,
            Direction = record.Direction,
            Origin = record.Origin,
            Target = record.Target.Length > 0 ? record.Target : before?.Target ?? "",
            Number = record.Number,
            Caller = record.Caller,
            Began = before?.Began ?? answered - (record.AnsweredAfter ?? TimeSpan.Zero),
            Answered = answered,
            CallerVoice = LiveVoice.Of(known.Caller, before?.CallerVoice),
            CalledVoice = known.Called is { } called ? LiveVoice.Of(called, before?.CalledVoice) : null,
        };
    }

    /// <summary>The call after the engine has counted one of its ports.</summary>
    public LiveCall With(PortId port, PortCounters counters) => this with
    {
        CallerVoice = CallerVoice?.With(port, counters),
        CalledVoice = CalledVoice?.With(port, counters),
    };

    private static string NameOf(string party) => party[(party.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

/// <summary>One side's voice.</summary>
/// <param name="Port">Its port in the media engine.</param>
/// <param name="Codec">The codec by its SDP name.</param>
/// <param name="IsSecure">True when it is SRTP.</param>
/// <param name="MeanOpinion">What it sounds like, 1 to 4.5 (ITU-T G.107); null until it was counted.</param>
public sealed record LiveVoice(PortId Port, string Codec, bool IsSecure, double? MeanOpinion)
{
    /// <summary>What the engine has counted since the port was opened; null until it did.</summary>
    public PortCounters? Counted { get; init; }

    internal static LiveVoice Of(LegSnapshot leg, LiveVoice? before) => new(leg.PortId, leg.Codec, leg.Secure, before?.MeanOpinion) { Counted = before?.Counted };

    internal LiveVoice With(PortId port, PortCounters counters) =>
        port == Port ? this with { MeanOpinion = counters.Mos > 0 ? Math.Round(counters.Mos, 1) : MeanOpinion, Counted = counters } : this;
}

/// <summary>An emergency call: kept after its end until somebody has seen it.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Who">The extension or PBX that called.</param>
/// <param name="Number">The number called.</param>
/// <param name="Began">When, on the monotonic clock.</param>
/// <param name="Clock">The time of day it began, as <c>14:05</c>, or null.</param>
/// <param name="IsGoingOn">True until it ends.</param>
/// <param name="IsSeen">True once somebody has acknowledged it.</param>
public sealed record LiveEmergency(string CallId, string Who, string Number, TimeSpan Began, string? Clock, bool IsGoingOn, bool IsSeen);

/// <summary>A phone or PBX that has registered.</summary>
/// <param name="Contacts">How many devices under this account.</param>
/// <param name="Device">What the first of them calls itself.</param>
public sealed record LivePhone(int Contacts, string Device);

/// <summary>A way out.</summary>
/// <param name="Health">How it is.</param>
/// <param name="Why">In words, when it is not well.</param>
/// <param name="HasSilentAddress">It works, and one of its several addresses does not answer.</param>
public sealed record LiveTrunk(TrunkHealth Health, string Why, bool HasSilentAddress = false);
