using System.Collections.Immutable;

namespace Sip.Routing;

/// <summary>Why there is no address to try.</summary>
public enum NoTarget
{
    /// <summary>The name does not exist, or has no address.</summary>
    NameUnknown,

    /// <summary>The name servers do not answer.</summary>
    DnsFailed,

    /// <summary>The domain says that it does not offer this service.</summary>
    NotOffered,
}

/// <summary>How to plan.</summary>
public sealed record TargetPlanSettings
{
    /// <summary>True to ask for NAPTR records when no transport is given.</summary>
    public bool AsksNaptr { get; init; } = true;

    /// <summary>True to use IPv6 addresses, after IPv4 ones. Twilio has none.</summary>
    public bool UsesIpv6 { get; init; }

    /// <summary>The transports that we can use, in the order tried when the domain does not say.</summary>
    public ImmutableArray<TransportKind> Transports { get; init; } = [TransportKind.Udp, TransportKind.Tcp, TransportKind.Tls];
}

/// <summary>
/// Where to send a request (RFC 3263 section 4). A function of what DNS has said so far: ask what is missing, put the replies
/// into the cache, plan again. It ends after three rounds, because a failure is a reply too.
/// </summary>
public abstract record TargetPlan
{
    private TargetPlan()
    {
    }

    /// <summary>These questions must be answered first.</summary>
    public sealed record Ask(ImmutableArray<DnsQuestion> Questions) : TargetPlan;

    /// <summary>Try these in order; ask the questions in the background, their replies are past their time.</summary>
    public sealed record Ready(ImmutableArray<TransportTarget> Targets, ImmutableArray<DnsQuestion> Refresh) : TargetPlan;

    /// <summary>There is nowhere to go.</summary>
    public sealed record Nowhere(NoTarget Why) : TargetPlan;

    /// <summary>Plans by what is known now.</summary>
    public static TargetPlan For(
        RouteTarget target, TargetPlanSettings settings, DnsCache cache, TargetHealth health, ITokenSource tokens, Instant now) =>
        new TargetSearch(target, settings, cache, tokens, now).Find(health);
}
