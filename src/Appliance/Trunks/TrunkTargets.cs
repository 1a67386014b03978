using Sip;

namespace Appliance.Trunks;

/// <summary>One address a call may be sent to.</summary>
/// <param name="LineId">The trunk, or the PBX that serves as one.</param>
/// <param name="Host">The host (edge) the address belongs to.</param>
/// <param name="Hop">The address itself, with the host as the name to verify.</param>
public sealed record TrunkAddress(string LineId, string Host, Hop Hop);

/// <summary>How far a call goes to find a line that works.</summary>
public sealed record FailoverLimits
{
    /// <summary>An address that sends nothing at all for so long is left (Twilio's failover page: 4 seconds).</summary>
    public TimeSpan NextAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Addresses tried for one call.</summary>
    public int MostAttempts { get; init; } = 12;

    /// <summary>After so long nothing more is begun; the caller has heard silence all the while.</summary>
    public TimeSpan LongestSearch { get; init; } = TimeSpan.FromSeconds(24);

    /// <summary>The wait before a call refused for its rate is offered again (Twilio counts by the second).</summary>
    public TimeSpan ShortestWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A longer Retry-After is not waited for: the next trunk is.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often one call waits.</summary>
    public int MostWaits { get; init; } = 3;

    /// <summary>Refusals that speak of our standing with the trunk, not of the called number: another trunk may do.</summary>
    public ValueList<int> NextTrunkOn { get; init; } = [401, 407];
}

/// <summary>How an attempt ended.</summary>
public abstract record AttemptResult
{
    private AttemptResult()
    {
    }

    /// <summary>Nothing came back in time, not even 100.</summary>
    public sealed record Silence : AttemptResult;

    /// <summary>No connection, or it broke before a final answer.</summary>
    public sealed record TransportFailed : AttemptResult;

    /// <summary>A final answer of 300 or more. 401 and 407 arrive here only when their answer was refused.</summary>
    public sealed record Rejected(int Status, string Phrase, TimeSpan? RetryAfter = null) : AttemptResult;
}

/// <summary>What to do next for a call.</summary>
public abstract record FailoverStep
{
    private FailoverStep()
    {
    }

    /// <summary>Send the INVITE to this address; report <see cref="AttemptResult.Silence"/> when nothing at all has come back by then.</summary>
    public sealed record Try(TrunkAddress Address, Instant SilentUntil) : FailoverStep;

    /// <summary>Send nothing until then, and the INVITE to this address after that: <see cref="TrunkTargets.Resume"/>.</summary>
    public sealed record Wait(TrunkAddress Address, Instant Until) : FailoverStep;

    /// <summary>Over. The result is the most telling one of all attempts, null when there was no address to try.</summary>
    public sealed record Stop(AttemptResult? Result) : FailoverStep;
}

/// <summary>
/// Which address a call tries next: the addresses of the first host in order, the next host, the next trunk. A value; every step makes a new
/// one. Nobody's phone rings twice: once the far end alerts, there is no other attempt.
/// </summary>
public sealed record TrunkTargets
{
    private readonly ValueList<TrunkAddress> _addresses;
    private readonly FailoverLimits _limits;
    private readonly Instant _startedAt;
    private readonly bool _emergency;
    private int _at;
    private int _attempts;
    private int _waits;
    private AttemptResult? _telling;

    private TrunkTargets(ValueList<TrunkAddress> addresses, FailoverLimits limits, bool emergency, Instant now) =>
        (_addresses, _limits, _emergency, _startedAt) = (addresses, limits, emergency, now);

    /// <summary>Begins a call.</summary>
    /// <param name="addresses">All addresses in order: trunk by trunk, host by host.</param>
    /// <param name="limits">How far to go.</param>
    /// <param name="emergency">An emergency call tries everything and waits for nothing while something is left to try.</param>
    /// <param name="now">The present.</param>
    public static (TrunkTargets State, FailoverStep Step) Begin(ValueList<TrunkAddress> addresses, FailoverLimits limits, bool emergency, Instant now)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        ArgumentNullException.ThrowIfNull(limits);
        return new TrunkTargets(addresses, limits, emergency, now).TryAt(0, now);
    }

    /// <summary>After a <see cref="FailoverStep.Wait"/>.</summary>
    public (TrunkTargets State, FailoverStep Step) Resume(Instant now) => TryAt(_at, now);

    /// <summary>After an attempt has failed.</summary>
    /// <param name="result">How.</param>
    /// <param name="alerted">True when a 180 or 183 came from any address: somebody's phone rings or speaks.</param>
    /// <param name="now">The present.</param>
    public (TrunkTargets State, FailoverStep Step) Next(AttemptResult result, bool alerted, Instant now)
    {
        ArgumentNullException.ThrowIfNull(result);
        var next = this with { _telling = result is AttemptResult.Rejected || _telling is null ? result : _telling };
        return (alerted, result) switch
        {
            (true, _) => (next, new FailoverStep.Stop(result)),
            (_, AttemptResult.Rejected rejected) => next.AfterRejection(rejected, now),
            _ => next.TryAt(_at + 1, now),
        };
    }

    private (TrunkTargets State, FailoverStep Step) AfterRejection(AttemptResult.Rejected result, Instant now) => result switch
    {
        { Status: 503 } when LimitPhrase.IsConcurrency(result.Phrase) => TryAt(NextTrunk, now),
        { Status: 503 } when LimitPhrase.IsRate(result.Phrase) || result.RetryAfter is not null => Wait(result.RetryAfter ?? _limits.ShortestWait, now),
        { Status: 408 or (>= 500 and < 600) } => TryAt(_at + 1, now),
        _ when _emergency || _limits.NextTrunkOn.Contains(result.Status) => TryAt(NextTrunk, now),
        _ => (this, new FailoverStep.Stop(result)),
    };

    // A limit is no outage: other addresses of the same trunk have the same limit.
    private (TrunkTargets State, FailoverStep Step) Wait(TimeSpan asked, Instant now)
    {
        var until = now + (asked < _limits.ShortestWait ? _limits.ShortestWait : asked);
        var elsewhere = NextTrunk < _addresses.Count;
        if (asked > _limits.LongestWait || _waits >= _limits.MostWaits || until - _startedAt > _limits.LongestSearch || (_emergency && elsewhere))
            return TryAt(NextTrunk, now);
        return (this with { _waits = _waits + 1 }, new FailoverStep.Wait(_addresses[_at], until));
    }

    private int NextTrunk
    {
        get
        {
            var next = _at;
            while (next < _addresses.Count && _addresses[next].LineId == _addresses[_at].LineId)
                next++;
            return next;
        }
    }

    private (TrunkTargets State, FailoverStep Step) TryAt(int index, Instant now)
    {
        var end = _startedAt + _limits.LongestSearch;
        if (index >= _addresses.Count || _attempts >= _limits.MostAttempts || (_attempts > 0 && now >= end))
            return (this, new FailoverStep.Stop(_telling));

        // The last address has nobody behind it to hurry for.
        var soon = now + _limits.NextAfter;
        var isLast = index == _addresses.Count - 1 || _attempts == _limits.MostAttempts - 1;
        return (this with { _at = index, _attempts = _attempts + 1 }, new FailoverStep.Try(_addresses[index], isLast && end > soon ? end : soon));
    }
}
