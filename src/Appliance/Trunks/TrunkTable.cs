using System.Collections.Immutable;
using System.Net;
using Appliance.Calls;
using Sip;
using Sip.Messages;

namespace Appliance.Trunks;

/// <summary>
/// What is known of every way out at this moment: where it is, whether it answers, when the next call may start. Probes and
/// calls share one list of addresses, so that neither trusts an address the other found dead.
/// </summary>
public sealed class TrunkTable(CallNumbers numbers) : ITrunkPace
{
    // twilio.md 1.4: faster than one OPTIONS in 10 to 15 seconds gets the source banned.
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ProbeSoonerWhenDown = TimeSpan.FromSeconds(20);

    /// <summary>An address that did not answer goes to the end of the list for this long.</summary>
    private static readonly TimeSpan SuspectFor = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, TrunkState> _states = [];
    private readonly Dictionary<RequestId, (string Trunk, Hop Hop)> _probes = [];
    private readonly Dictionary<(string Host, int Port, TransportKind Transport), Instant> _suspects = [];
    private readonly HashSet<(string Host, int Port, TransportKind Transport)> _silent = [];

    /// <summary>When the next probe is due. Null: no trunk.</summary>
    public Instant? Deadline => _states.Values.Where(state => state.Config.Enabled && !state.Hops.IsEmpty).Select(state => (Instant?)state.ProbeAt).Min();

    /// <summary>Takes the trunks of new settings; what is known of those that stay is kept.</summary>
    public void Use(IEnumerable<TrunkConfig> trunks)
    {
        var kept = trunks.ToDictionary(trunk => trunk.Id);
        foreach (var gone in _states.Keys.Where(id => !kept.ContainsKey(id)).ToArray())
            _states.Remove(gone);
        foreach (var (id, trunk) in kept)
        {
            if (_states.TryGetValue(id, out var state))
                state.Config = trunk;
            else
                _states.Add(id, new TrunkState(trunk));
        }
    }

    /// <summary>Takes the addresses the name servers gave. True when the id is a trunk's.</summary>
    public bool Located(string id, ImmutableArray<Hop> hops)
    {
        if (!_states.TryGetValue(id, out var state))
            return false;

        state.Hops = hops;
        _silent.RemoveWhere(key => !_states.Values.Any(known => known.Hops.Any(hop => KeyOf(hop) == key)));
        return true;
    }

    /// <summary>How the trunk is.</summary>
    public TrunkHealth HealthOf(string id) => _states.TryGetValue(id, out var state) ? state.Health : TrunkHealth.Unknown;

    /// <summary>True while the trunk works and one of its several addresses has not answered when it was last asked.</summary>
    public bool HasSilentAddress(string id) =>
        _states.TryGetValue(id, out var state) && state.Health is TrunkHealth.Up && state.Hops.Any(hop => _silent.Contains(KeyOf(hop)));

    /// <summary>The addresses of a trunk, those that lately failed last.</summary>
    public ImmutableArray<Hop> HopsOf(string id, Instant now)
    {
        if (!_states.TryGetValue(id, out var state))
            return [];

        return [.. state.Hops.Where(hop => !IsSuspect(hop, now)), .. state.Hops.Where(hop => IsSuspect(hop, now))];
    }

    /// <summary>True when this address is one of the trunk's.</summary>
    public bool IsAt(string id, IPAddress address) =>
        _states.TryGetValue(id, out var state) && state.Hops.Any(hop => IPAddress.TryParse(hop.Host.Trim('[', ']'), out var known) && known.Equals(address));

    /// <summary>This address did not answer a call.</summary>
    public void Failed(Hop hop, Instant now)
    {
        _suspects[KeyOf(hop)] = now + SuspectFor;
        _silent.Add(KeyOf(hop));
    }

    /// <summary>This address answered something.</summary>
    public void Answered(Hop hop)
    {
        _suspects.Remove(KeyOf(hop));
        _silent.Remove(KeyOf(hop));
    }

    /// <inheritdoc/>
    public TimeSpan Take(CallTarget target, Instant now)
    {
        if (target.Kind is not (PeerKind.Twilio or PeerKind.Provider) || !_states.TryGetValue(target.Id, out var state))
            return TimeSpan.Zero;

        var start = state.NextCallAt is { } next && next > now ? next : now;
        state.NextCallAt = start + TimeSpan.FromSeconds(1.0 / Math.Max(1, state.Config.CallsPerSecond));
        return start - now;
    }

    /// <summary>The probes that are due.</summary>
    public IEnumerable<SipCommand> Probe(Instant now)
    {
        foreach (var (id, state) in _states)
        {
            if (!state.Config.Enabled || state.Hops.IsEmpty || state.ProbeAt > now)
                continue;

            state.ProbeAt = now + (state.Health is TrunkHealth.Down ? ProbeSoonerWhenDown : ProbeEvery);
            Hop[] asked = state.IsDoubtful ? [.. Untried(id, state)] : [HopsOf(id, now)[0]];
            state.IsDoubtful = false;
            var domain = DomainOf(state.Config);
            foreach (var hop in asked)
            {
                var request = numbers.NextRequest();
                _probes[request] = (id, hop);
                yield return new SipCommand.SendRequest(
                    request, SipMethod.Options, $"sip:{domain}", $"<sip:landline@{domain}>", $"<sip:{domain}>", hop, null, null, [], null);
            }
        }
    }

    /// <summary>An answer to a probe. Null: it was no probe of ours. Any answer shows that somebody is there. Changed: the health, or whether an address is silent.</summary>
    public (string Trunk, bool Changed)? ProbeAnswered(RequestId request) => Conclude(request, TrunkHealth.Up, default);

    /// <summary>A probe that came to nothing. The trunk is down once that is so of all its addresses: the others are asked at once.</summary>
    public (string Trunk, bool Changed)? ProbeFailed(RequestId request, Instant now) => Conclude(request, TrunkHealth.Down, now);

    /// <summary>The host of request URIs toward a trunk: its own name (twilio.md 1.1).</summary>
    public static string DomainOf(TrunkConfig trunk) => trunk switch
    {
        TrunkConfig.TwilioTrunk twilio => twilio.TerminationHost,
        TrunkConfig.TwilioDomain domain => domain.Domain,
        TrunkConfig.SipTrunk sip => sip.Domain ?? sip.Host,
        _ => "",
    };

    private (string Trunk, bool Changed)? Conclude(RequestId request, TrunkHealth health, Instant now)
    {
        if (!_probes.Remove(request, out var probe))
            return null;

        if (health is TrunkHealth.Up)
            Answered(probe.Hop);
        else
            Failed(probe.Hop, now);

        if (!_states.TryGetValue(probe.Trunk, out var state))
            return (probe.Trunk, false);

        if (health is TrunkHealth.Down && state.Health is not TrunkHealth.Down)
            Doubt(probe.Trunk, state, probe.Hop, now);
        else
            Settle(state, health);

        var told = (state.Health, HasSilentAddress(probe.Trunk));
        var changed = state.Told != told;
        state.Told = told;
        return (probe.Trunk, changed);
    }

    /// <summary>One address is silent: the others are asked, and the last one to fail decides.</summary>
    private void Doubt(string id, TrunkState state, Hop failed, Instant now)
    {
        state.Failed.Add(KeyOf(failed));
        if (state.Hops.All(hop => state.Failed.Contains(KeyOf(hop))))
            Settle(state, TrunkHealth.Down);
        else if (Untried(id, state).Any())
            (state.IsDoubtful, state.ProbeAt) = (true, now);
    }

    private static void Settle(TrunkState state, TrunkHealth health)
    {
        state.Health = health;
        state.IsDoubtful = false;
        state.Failed.Clear();
    }

    /// <summary>The addresses that have not failed since the doubt began and are not being asked.</summary>
    private IEnumerable<Hop> Untried(string id, TrunkState state) =>
        state.Hops.Where(hop => !state.Failed.Contains(KeyOf(hop)) && !_probes.Values.Any(probe => probe.Trunk == id && KeyOf(probe.Hop) == KeyOf(hop)));

    private bool IsSuspect(Hop hop, Instant now) => _suspects.TryGetValue(KeyOf(hop), out var until) && until > now;

    private static (string, int, TransportKind) KeyOf(Hop hop) => (hop.Host, hop.Port, hop.Transport);

    private sealed class TrunkState(TrunkConfig config)
    {
        public TrunkConfig Config { get; set; } = config;

        public ImmutableArray<Hop> Hops { get; set; } = [];

        public TrunkHealth Health { get; set; }

        /// <summary>One address has just failed; whether the others work is to be asked.</summary>
        public bool IsDoubtful { get; set; }

        /// <summary>The addresses that have failed since the doubt began.</summary>
        public HashSet<(string Host, int Port, TransportKind Transport)> Failed { get; } = [];

        /// <summary>What was last told of it.</summary>
        public (TrunkHealth Health, bool HasSilentAddress) Told { get; set; }

        public Instant ProbeAt { get; set; }

        public Instant? NextCallAt { get; set; }
    }
}
