using System.Collections.Immutable;
using Sip;

namespace Appliance.Calls;

/// <summary>One peer at one address, ready to be called.</summary>
public sealed record CallTarget
{
    /// <summary>As records write it: <c>extension:101</c>, <c>trunk:twilio</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required PeerKind Kind { get; init; }

    /// <summary>The id in the settings.</summary>
    public required string Id { get; init; }

    /// <summary>The host its address belongs to: an edge of the trunk.</summary>
    public string Host { get; init; } = "";

    /// <summary>The INVITE without its offer.</summary>
    public required InviteRequest Invite { get; init; }

    /// <summary>How to speak with it.</summary>
    public required LegTerms Terms { get; init; }

    /// <summary>The number it shows as caller.</summary>
    public string CallerShown { get; init; } = "";
}

/// <summary>Targets called at the same moment; the first to answer wins. The next stage follows when all of them failed or the time is over.</summary>
/// <param name="Targets">One or more.</param>
/// <param name="RingFor">How long to ring. Null: as long as the call may ring at all.</param>
public sealed record CallStage(ImmutableArray<CallTarget> Targets, TimeSpan? RingFor = null);

/// <summary>What is to become of a call, decided before anything is sent.</summary>
public abstract record CallPlan
{
    private CallPlan()
    {
    }

    /// <summary>Ring phones: these stages in order.</summary>
    public sealed record Dial(ImmutableArray<CallStage> Stages) : CallPlan
    {
        /// <summary>Played when nobody answered. Null: a plain refusal.</summary>
        public string? ThenAnnouncement { get; init; }
    }

    /// <summary>Look for a line that works: these addresses in order, as <see cref="Trunks.TrunkTargets"/> decides.</summary>
    public sealed record Search(ImmutableArray<CallTarget> Targets) : CallPlan
    {
        /// <summary>Played when no line worked. Null: a plain refusal.</summary>
        public string? ThenAnnouncement { get; init; }
    }

    /// <summary>Answer, and let the caller hear itself.</summary>
    public sealed record Echo : CallPlan;

    /// <summary>Answer, play the file, hang up.</summary>
    public sealed record Announce(string Announcement, CallCause Cause) : CallPlan;

    /// <summary>Refuse with this cause.</summary>
    public sealed record Refuse(CallCause Cause) : CallPlan;
}
