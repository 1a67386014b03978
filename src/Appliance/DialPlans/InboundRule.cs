namespace Appliance.DialPlans;

/// <summary>Who is reached at one of our numbers: <c>[[inbound]]</c> in <c>appliance.toml</c>.</summary>
public sealed record InboundRule
{
    /// <summary>An owned number, +E.164, or <c>"*"</c> for every number without a rule of its own.</summary>
    public required string Number { get; init; }

    /// <summary>What happens.</summary>
    public required InboundTarget Target { get; init; }
}

/// <summary>What happens with a call to one of our numbers.</summary>
public abstract record InboundTarget
{
    private InboundTarget()
    {
    }

    /// <summary>Phones ring, all at once or one after the other.</summary>
    public sealed record Ring(ValueList<string> Extensions) : InboundTarget
    {
        /// <summary>True: one after the other, each for <see cref="Wait"/>. False: all at once.</summary>
        public bool InTurn { get; init; }

        /// <summary>How long to ring: 5 to 180 seconds, each phone when in turn, all of them when at once.</summary>
        public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

        /// <summary>The announcement heard when nobody answers. Null: the caller hears "unavailable" from the network.</summary>
        public string? ThenAnnouncement { get; init; }
    }

    /// <summary>The telephone system inside gets the call with the dialled number.</summary>
    public sealed record ToPbx(string Pbx) : InboundTarget;

    /// <summary>The caller hears a recorded announcement, then the call ends.</summary>
    public sealed record Announce(string Announcement) : InboundTarget;
}
