using Appliance.Numbers;

namespace Appliance.DialPlans;

/// <summary>Where a call goes, and why.</summary>
public abstract record Route
{
    private Route()
    {
    }

    /// <summary>How the decision came about.</summary>
    public required Explanation Explanation { get; init; }

    /// <summary>What the dialled text was read as; null for a call from a trunk.</summary>
    public DialledNumber? Dialled { get; init; }

    /// <summary>
    /// Not null for an emergency call: it passes every limit, is never withheld, and unless it is a test, somebody in the office is told
    /// of it at once, whatever becomes of it (DESIGN law 3).
    /// </summary>
    public EmergencyNumber? Emergency { get; init; }

    /// <summary>Out of the office, by the first line that works.</summary>
    /// <param name="Lines">The lines in the order to try; never empty.</param>
    public sealed record ToTrunks(ValueList<OutsideLine> Lines) : Route
    {
        /// <summary>The announcement played when every line has failed, or null.</summary>
        public string? ThenAnnouncement { get; init; }
    }

    /// <summary>To phones of the office.</summary>
    /// <param name="Extensions">Their ids; never empty.</param>
    /// <param name="InTurn">One after the other in this order; false: all at once.</param>
    public sealed record ToExtensions(ValueList<string> Extensions, bool InTurn) : Route
    {
        /// <summary>How long to ring each (in turn) or all (at once); null: as long as the caller waits.</summary>
        public TimeSpan? Wait { get; init; }

        /// <summary>The announcement played when nobody answers, or null: 480.</summary>
        public string? ThenAnnouncement { get; init; }
    }

    /// <summary>To a PBX inside the office.</summary>
    /// <param name="Pbx">Its id.</param>
    /// <param name="User">The user part of the request URI.</param>
    public sealed record ToPbx(string Pbx, string User) : Route;

    /// <summary>A recorded announcement.</summary>
    /// <param name="Name">Which.</param>
    public sealed record Announcement(string Name) : Route;

    /// <summary>The caller hears himself.</summary>
    public sealed record Echo : Route;

    /// <summary>Nowhere.</summary>
    /// <param name="Status">The SIP status to answer with.</param>
    /// <param name="Reason">The code of the sentence that says why.</param>
    public sealed record Refuse(int Status, string Reason) : Route;
}

/// <summary>One line out of the office, with the call as it wants it.</summary>
/// <param name="Id">The id of the trunk or PBX.</param>
/// <param name="User">The user part of the request URI: <c>+886912345678</c>, <c>911</c>.</param>
/// <param name="Caller">The caller it is shown.</param>
public abstract record OutsideLine(string Id, string User, OutboundCaller Caller)
{
    /// <summary>A trunk.</summary>
    public sealed record ByTrunk(string Id, string User, OutboundCaller Caller) : OutsideLine(Id, User, Caller);

    /// <summary>The telephone line of a PBX in the office.</summary>
    public sealed record ByPbx(string Id, string User, OutboundCaller Caller) : OutsideLine(Id, User, Caller);
}

/// <summary>The announcements the rules name themselves.</summary>
public static class AnnouncementNames
{
    /// <summary>This emergency number cannot be reached on this line; use another telephone.</summary>
    public const string EmergencyNotReached = "emergency-not-reached";
}
