using System.Collections.Immutable;
using Appliance.Access;
using Appliance.Calls;
using Sip.Media;

namespace Appliance.Hosting;

/// <summary>What is going on in the box at this moment, for the page, the panel and the log. Immutable.</summary>
public sealed record LiveSnapshot
{
    /// <summary>Nothing has happened yet.</summary>
    public static readonly LiveSnapshot Empty = new();

    // More than anybody will read; the oldest ended one goes first.
    private const int KeptEmergencies = 50;


    /// <summary>The ways out and how they are.</summary>
    public ImmutableSortedDictionary<string, LiveTrunk> Trunks { get; init; } = ImmutableSortedDictionary<string, LiveTrunk>.Empty;

    /// <summary>Accounts and who is registered with each.</summary>
    public ImmutableSortedDictionary<string, LivePhone> Phones { get; init; } = ImmutableSortedDictionary<string, LivePhone>.Empty;

    /// <summary>Devices in the office that want to be phones of this box and are not yet, those known longest first.</summary>
    public ImmutableList<LiveDevice> Strangers { get; init; } = [];

    /// <summary>Calls going on.</summary>
    public ImmutableSortedDictionary<string, LiveCall> Calls { get; init; } = ImmutableSortedDictionary<string, LiveCall>.Empty;

    /// <summary>Emergency calls, oldest first: those going on, and ended ones until somebody has seen them.</summary>
    public ImmutableList<LiveEmergency> Emergencies { get; init; } = [];

    /// <summary>Calls that ended since the box started.</summary>
    public long Finished { get; init; }

    /// <summary>Calls refused before they became one since the box started.</summary>
    public long TurnedAway { get; init; }

    /// <summary>What has been spoken to the world today by calls that are over; counts until <see cref="SpokenUntil"/>.</summary>
    public TimeSpan Spoken { get; init; }

    /// <summary>When that day is over, on the monotonic clock.</summary>
    public TimeSpan SpokenUntil { get; init; }

    /// <summary>True while an emergency call goes on.</summary>
    public bool IsEmergency => Emergencies.Exists(call => call.IsGoingOn);

    /// <summary>The snapshot after this report.</summary>
    /// <param name="report">What happened.</param>
    /// <param name="now">When, on the monotonic clock.</param>
    /// <param name="clock">The time of day as <c>14:05</c>, or null.</param>
    public LiveSnapshot With(GatewayReport report, TimeSpan now, string? clock) => report switch
    {
        GatewayReport.OfTrunk trunk => this with { Trunks = Trunks.SetItem(trunk.Trunk, new(trunk.Health, trunk.Why, trunk.HasSilentAddress)) },
        GatewayReport.Registered { Contacts: 0 } gone => this with { Phones = Phones.Remove(gone.Account) },
        GatewayReport.Registered phone => this with
        {
            Phones = Phones.SetItem(phone.Account, new(phone.Contacts, phone.Device)),
            Strangers = Strangers.RemoveAll(device => device.Account == phone.Account),
        },
        GatewayReport.DeviceSeen seen => this with { Strangers = LiveDevice.With(Strangers, seen, now) },
        GatewayReport.EmergencyDialled emergency => WithEmergency(new(emergency.CallId, NameOf(emergency.Origin), emergency.Number, now, clock, IsGoingOn: true, IsSeen: false)),
        GatewayReport.TurnedAway => this with { TurnedAway = TurnedAway + 1 },
        GatewayReport.Spoken spoken => this with { Spoken = spoken.Finished, SpokenUntil = now + spoken.DayEndsIn },
        GatewayReport.OfCall { Event: CallReport.DialogBegan } => this,
        GatewayReport.OfCall { Event: CallReport.Over over } => Ended(over.CallId),
        GatewayReport.OfCall { Event: var happened } => this with { Calls = After(happened, now) },
        _ => this,
    };

    /// <summary>All that counts against the daily limit by now, the calls that are going on included.</summary>
    public TimeSpan SpokenToday(TimeSpan now) => Calls.Values
        .Where(call => call is { Direction: CallDirection.Outbound, Answered: not null } && call.Target.StartsWith("trunk:", StringComparison.Ordinal) && !Emergencies.Exists(emergency => emergency.CallId == call.Id))
        .Aggregate(now < SpokenUntil ? Spoken : TimeSpan.Zero, (sum, call) => sum + (now - call.Answered!.Value));

    /// <summary>The snapshot after an answered call was described.</summary>
    public LiveSnapshot With(CallSnapshot call, TimeSpan now)
    {
        var known = LiveCall.Of(call, Calls.GetValueOrDefault(call.Record.Id), now);
        var after = this with { Calls = Calls.SetItem(known.Id, known) };
        return call.Record.Emergency && !Emergencies.Exists(emergency => emergency.CallId == known.Id)
            ? after.WithEmergency(new(known.Id, known.Inside, known.Number, known.Began, null, IsGoingOn: true, IsSeen: false))
            : after;
    }

    /// <summary>The snapshot after the engine has counted a port.</summary>
    public LiveSnapshot With(PortId port, PortCounters counters) =>
        Calls.Values.FirstOrDefault(call => call.CallerVoice?.Port == port || call.CalledVoice?.Port == port) is { } owner
            ? this with { Calls = Calls.SetItem(owner.Id, owner.With(port, counters)) }
            : this;

    /// <summary>The snapshot after somebody has seen that there was an emergency call.</summary>
    public LiveSnapshot Seen(string callId) => this with
    {
        Emergencies = [.. Emergencies.Where(call => call.CallId != callId || call.IsGoingOn).Select(call => call.CallId == callId ? call with { IsSeen = true } : call)],
    };

    /// <summary>The snapshot after a device was made a phone, or got another password.</summary>
    public LiveSnapshot Adopted(string account, string address, string number, TimeSpan now) => this with
    {
        Strangers = [.. Strangers.Select(device => device.Account == account && device.Address == address ? device with { Adopted = number, AdoptedAt = now } : device)],
    };

    private ImmutableSortedDictionary<string, LiveCall> After(CallReport happened, TimeSpan now)
    {
        if (happened is CallReport.Began began)
            return Calls.SetItem(began.CallId, LiveCall.Of(began, now));
        if (!Calls.TryGetValue(happened.CallId, out var call))
            return Calls;

        return happened switch
        {
            CallReport.Trying trying => Calls.SetItem(call.Id, call with { Target = call.Target.Length is 0 ? trying.Target : call.Target }),
            CallReport.Ringing ringing => Calls.SetItem(call.Id, call with { Target = ringing.Target }),
            CallReport.Answered answered => Calls.SetItem(call.Id, call with { Target = answered.Target, Answered = call.Answered ?? now }),
            _ => Calls,
        };
    }

    private LiveSnapshot Ended(string callId) => this with
    {
        Calls = Calls.Remove(callId),
        Emergencies = [.. Emergencies.Where(call => call.CallId != callId || !call.IsSeen).Select(call => call.CallId == callId ? call with { IsGoingOn = false } : call)],
        Finished = Finished + 1,
    };

    private LiveSnapshot WithEmergency(LiveEmergency emergency)
    {
        // One that goes on is never forgotten: the page would take it for a call like any other.
        var ended = Emergencies.Count < KeptEmergencies ? -1 : Emergencies.FindIndex(static call => !call.IsGoingOn);
        return this with { Emergencies = (ended < 0 ? Emergencies : Emergencies.RemoveAt(ended)).Add(emergency) };
    }

    private static string NameOf(string party) => party[(party.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

/// <summary>Holds the newest <see cref="LiveSnapshot"/>. Written mostly by the signalling loop, read by everyone.</summary>
/// <param name="time">The clock that says when something happened.</param>
public sealed class LiveState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private LiveSnapshot _now = LiveSnapshot.Empty;
    private ImmutableArray<Action> _listeners = [];

    /// <summary>Reads the monotonic clock of everything in the snapshots: the time since the computer started, as the buttons' drivers stamp it.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(0);

    /// <summary>The newest snapshot.</summary>
    public LiveSnapshot Now => Volatile.Read(ref _now);

    /// <summary>Who was turned away since the start.</summary>
    public BlockedAttempts Blocked { get; } = new();

    /// <summary>Called on the signalling loop after each report; it must be quick.</summary>
    public Action<GatewayReport>? Reported { get; set; }

    /// <summary>Calls back after every change, on the thread that made it, until disposed. The callback must return at once.</summary>
    public IDisposable Subscribe(Action changed)
    {
        lock (_gate)
            _listeners = _listeners.Add(changed);
        return new Subscription(this, changed);
    }

    /// <summary>Takes a report of the gateway.</summary>
    public void Take(GatewayReport report)
    {
        var clock = new WallClock(time);
        Change(now => now.With(report, Elapsed, clock.Text));
        if (report is GatewayReport.TurnedAway away)
            Blocked.Add(away.From, away.Status, away.Why, time.GetUtcNow());
        Reported?.Invoke(report);
    }

    /// <summary>Takes what is known of an answered call.</summary>
    public void Take(CallSnapshot call) => Change(now => now.With(call, Elapsed));

    /// <summary>Takes what the engine counted.</summary>
    public void Take(PortId port, PortCounters counters) => Change(now => now.With(port, counters));

    /// <summary>Somebody has seen that there was an emergency call.</summary>
    public void Acknowledge(string callId) => Change(now => now.Seen(callId));

    /// <summary>Somebody made a device a phone of this number.</summary>
    public void Adopt(string account, string address, string number) => Change(now => now.Adopted(account, address, number, Elapsed));

    private void Change(Func<LiveSnapshot, LiveSnapshot> step)
    {
        ImmutableArray<Action> listeners;
        lock (_gate)
        {
            var next = step(_now);
            if (ReferenceEquals(next, _now))
                return;

            Volatile.Write(ref _now, next);
            listeners = _listeners;
        }

        foreach (var listener in listeners)
            listener();
    }

    private sealed class Subscription(LiveState state, Action listener) : IDisposable
    {
        public void Dispose()
        {
            lock (state._gate)
                state._listeners = state._listeners.Remove(listener);
        }
    }
}
