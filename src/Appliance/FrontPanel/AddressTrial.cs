namespace Appliance.FrontPanel;

/// <summary>
/// A new address on trial: used for a while, and given up again by itself unless somebody keeps it. The settings hold the one before until
/// then, so that a power cut ends the trial too.
/// </summary>
/// <param name="Number">Tells it from others, from 1.</param>
/// <param name="Wish">What is tried.</param>
/// <param name="Before">What comes back.</param>
/// <param name="BeginsAt">When the system is told, on the monotonic clock.</param>
/// <param name="EndsAt">When it is given up, on the monotonic clock.</param>
/// <param name="IsInUse">The system has taken it.</param>
/// <param name="IsBeingKept">Somebody has kept it, and it is being written.</param>
public sealed record AddressTrial(int Number, AddressWish Wish, AddressWish Before, TimeSpan BeginsAt, TimeSpan EndsAt, bool IsInUse = false, bool IsBeingKept = false)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>How many seconds are left, begun ones counted whole.</summary>
    public int SecondsLeft(TimeSpan now) => now >= EndsAt ? 0 : (int)Math.Ceiling((EndsAt - now) / Second);
}

/// <summary>How a trial of an address ended.</summary>
public enum TrialEnd
{
    /// <summary>The new address was kept.</summary>
    Kept,

    /// <summary>Somebody gave it up.</summary>
    GivenUp,

    /// <summary>Nobody kept it in time.</summary>
    NotKept,

    /// <summary>The system did not take it.</summary>
    NotTaken,

    /// <summary>The settings were changed meanwhile, and hold.</summary>
    Overtaken,
}

/// <summary>A trial that is over.</summary>
/// <param name="Trial">Which.</param>
/// <param name="End">How it ended.</param>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="Why">The system's own words where it did not take the address, else empty.</param>
public sealed record EndedTrial(AddressTrial Trial, TrialEnd End, TimeSpan At, string Why = "");

/// <summary>The trials of addresses: at most one at a time. A fold over what happens; immutable.</summary>
/// <param name="Now">The one going on, or null.</param>
/// <param name="Last">The last one that ended, or null.</param>
public sealed record AddressTrials(AddressTrial? Now, EndedTrial? Last)
{
    /// <summary>How long an address is on trial: long enough to log in at it, short enough to wait for the old one.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(120);

    /// <summary>So long the old address stays, so that whoever asked is answered.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(2);

    /// <summary>There has been none.</summary>
    public static readonly AddressTrials None = new(null, null);

    /// <summary>When <see cref="At"/> makes a difference, or <see cref="WantedAt"/>; null: never.</summary>
    public TimeSpan? DeadlineAfter(TimeSpan now) => Now switch
    {
        null or { IsBeingKept: true } => null,
        { BeginsAt: var begins } when now < begins => begins,
        { EndsAt: var ends } => ends,
    };

    /// <summary>What the system is to be given in place of what the settings say, or null.</summary>
    public AddressTrial? WantedAt(TimeSpan now) => Now is { } trial && now >= trial.BeginsAt ? trial : null;

    /// <summary>Begins one, if none goes on.</summary>
    public AddressTrials Begin(AddressWish wish, AddressWish before, TimeSpan now) =>
        Now is not null ? this : new(new((Last?.Trial.Number ?? 0) + 1, wish, before, now + HeadStart, now + HeadStart + Length), Last);

    /// <summary>The system has taken it.</summary>
    public AddressTrials Take(int number) => Now is { IsInUse: false } trial && trial.Number == number ? this with { Now = trial with { IsInUse = true } } : this;

    /// <summary>Somebody keeps it, if it is in use: from now on time does not end it.</summary>
    public AddressTrials Keep(int number, TimeSpan now) =>
        At(now) is { Now: { IsInUse: true, IsBeingKept: false } trial } still && trial.Number == number ? still with { Now = trial with { IsBeingKept = true } } : At(now);

    /// <summary>It could not be written: it goes on as before.</summary>
    public AddressTrials NotWritten(int number) => Now is { IsBeingKept: true } trial && trial.Number == number ? this with { Now = trial with { IsBeingKept = false } } : this;

    /// <summary>It ends.</summary>
    public AddressTrials End(int number, TrialEnd end, TimeSpan now, string why = "") => Now is { } trial && trial.Number == number ? new(null, new(trial, end, now, why)) : this;

    /// <summary>The settings wish for something else now: they are the truth. What is being kept makes them so itself.</summary>
    public AddressTrials Overtake(TimeSpan now) => Now is { IsBeingKept: false } trial ? End(trial.Number, TrialEnd.Overtaken, now) : this;

    /// <summary>As it is at this time.</summary>
    public AddressTrials At(TimeSpan now) => Now is { IsBeingKept: false } trial && now >= trial.EndsAt ? End(trial.Number, TrialEnd.NotKept, now) : this;
}
