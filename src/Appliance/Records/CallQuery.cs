using Appliance.Calls;

namespace Appliance.Records;

/// <summary>Which calls to list, the latest first. What is left out does not narrow the list.</summary>
public sealed record CallQuery
{
    /// <summary>The most that one page may hold.</summary>
    public const int LargestPage = 500;

    /// <summary>A part of a number, caller, origin, target or trunk.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only calls this way.</summary>
    public CallDirection? Direction { get; init; }

    /// <summary>Only emergency calls.</summary>
    public bool EmergencyOnly { get; init; }

    /// <summary>Only calls that began at this time of day or later; calls without a clock are left out then.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only calls that began before this time of day; calls without a clock are left out then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many: 1 to <see cref="LargestPage"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The <see cref="CallPage.Older"/> of the page before.</summary>
    public long? Before { get; init; }
}

/// <summary>Some calls, the latest first.</summary>
/// <param name="Calls">The records.</param>
/// <param name="Older">To be given as <see cref="CallQuery.Before"/> for the next page; null when there are no older calls.</param>
public sealed record CallPage(ValueList<CallRecord> Calls, long? Older);
