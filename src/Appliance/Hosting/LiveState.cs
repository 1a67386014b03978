using System.Collections.Immutable;
using Appliance.Calls;

namespace Appliance.Hosting;

/// <summary>What is going on in the box at this moment, for the page, the panel and the log. Immutable.</summary>
public sealed record LiveSnapshot
{
    /// <summary>Nothing has happened yet.</summary>
    public static readonly LiveSnapshot Empty = new();

    /// <summary>The ways out and how they are.</summary>
    public ImmutableSortedDictionary<string, TrunkHealth> Trunks { get; init; } = ImmutableSortedDictionary<string, TrunkHealth>.Empty;

    /// <summary>Accounts and how many phones are registered with each.</summary>
    public ImmutableSortedDictionary<string, int> Phones { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Calls going on; true for those that are answered.</summary>
    public ImmutableSortedDictionary<string, bool> Calls { get; init; } = ImmutableSortedDictionary<string, bool>.Empty;

    /// <summary>Emergency calls going on.</summary>
    public ImmutableHashSet<string> EmergencyCalls { get; init; } = [];

    /// <summary>Calls that ended since the box started.</summary>
    public long Finished { get; init; }

    /// <summary>Calls refused before they became one since the box started.</summary>
    public long TurnedAway { get; init; }

    /// <summary>The snapshot after this report.</summary>
    public LiveSnapshot With(GatewayReport report) => report switch
    {
        GatewayReport.OfTrunk trunk => this with { Trunks = Trunks.SetItem(trunk.Trunk, trunk.Health) },
        GatewayReport.Registered { Contacts: 0 } gone => this with { Phones = Phones.Remove(gone.Account) },
        GatewayReport.Registered phone => this with { Phones = Phones.SetItem(phone.Account, phone.Contacts) },
        GatewayReport.EmergencyDialled emergency => this with { EmergencyCalls = EmergencyCalls.Add(emergency.CallId) },
        GatewayReport.TurnedAway => this with { TurnedAway = TurnedAway + 1 },
        GatewayReport.OfCall { Event: CallReport.Began began } => this with { Calls = Calls.SetItem(began.CallId, false) },
        GatewayReport.OfCall { Event: CallReport.Answered answered } => this with { Calls = Calls.SetItem(answered.CallId, true) },
        GatewayReport.OfCall { Event: CallReport.Over over } => this with
        {
            Calls = Calls.Remove(over.CallId),
            EmergencyCalls = EmergencyCalls.Remove(over.CallId),
            Finished = Finished + 1,
        },
        _ => this,
    };
}

/// <summary>Holds the newest <see cref="LiveSnapshot"/>. Written by the signalling loop, read by everyone.</summary>
public sealed class LiveState
{
    private LiveSnapshot _now = LiveSnapshot.Empty;

    /// <summary>The newest snapshot.</summary>
    public LiveSnapshot Now => Volatile.Read(ref _now);

    /// <summary>Called on the signalling loop after each report; it must be quick.</summary>
    public Action<GatewayReport>? Reported { get; set; }

    /// <summary>Takes a report of the gateway.</summary>
    public void Take(GatewayReport report)
    {
        Volatile.Write(ref _now, Now.With(report));
        Reported?.Invoke(report);
    }
}
