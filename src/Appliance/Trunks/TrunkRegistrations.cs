using System.Collections.Immutable;
using Appliance.Calls;
using Sip;
using Sip.Authentication;
using Sip.Messages;
using Sip.Registration;

namespace Appliance.Trunks;

/// <summary>What a response to one of our registrations leads to.</summary>
public sealed record RegistrationAdvance(ImmutableArray<SipCommand> Commands, GatewayReport? Report);

/// <summary>
/// Our registrations with SIP Domains and with providers that want one. One client for each trunk; calls that come back on the
/// flow a registration left by are that trunk's.
/// </summary>
public sealed class TrunkRegistrations(CallNumbers numbers, ITokenSource tokens, ILocalAddresses addresses)
{
    private readonly Dictionary<string, Registered> _trunks = [];
    private readonly Dictionary<RequestId, string> _requests = [];

    /// <summary>When the next REGISTER is due.</summary>
    public Instant? Deadline => _trunks.Values.Select(trunk => trunk.Client.Deadline).Min();

    /// <summary>Takes the trunks of new settings: those that no longer register are taken back, new ones wait for their address.</summary>
    public ImmutableArray<SipCommand> Use(Office office, Instant now)
    {
        var wanted = office.Config.Trunks.Where(trunk => trunk.Enabled).Select(trunk => (trunk.Id, Settings: SettingsOf(office, trunk)))
            .Where(trunk => trunk.Settings is not null).ToDictionary(trunk => trunk.Id, trunk => trunk.Settings!, StringComparer.Ordinal);
        var commands = ImmutableArray.CreateBuilder<SipCommand>();
        var known = _trunks.ToDictionary(trunk => trunk.Key, trunk => trunk.Value.Hops);

        foreach (var (id, trunk) in _trunks.ToArray())
        {
            if (wanted.TryGetValue(id, out var settings) && settings.IsLike(trunk.Settings))
                continue;

            commands.AddRange(Step(id, trunk, trunk.Client.Stop(now)));
            _trunks.Remove(id);
        }

        foreach (var (id, settings) in wanted)
        {
            if (_trunks.ContainsKey(id))
                continue;

            // Where it is may be known already: a new password needs no new address.
            var hops = known.GetValueOrDefault(id, []);
            _trunks.Add(id, new Registered(settings, RegistrationClient.Create(settings.Registration, tokens)) { Hops = hops, StartAt = hops.IsEmpty ? null : now });
        }

        return commands.ToImmutable();
    }

    /// <summary>A trunk was found; one that is not registered yet begins.</summary>
    public void Located(string id, ImmutableArray<Hop> hops, Instant now)
    {
        if (!_trunks.TryGetValue(id, out var trunk) || hops.IsEmpty)
            return;

        // The same addresses found again keep their order: one that failed stays last.
        if (hops.Length != trunk.Hops.Length || hops.Any(hop => !trunk.Hops.Contains(hop)))
            trunk.Hops = hops;
        if (trunk.Client.State is RegistrationState.Off)
            trunk.StartAt = now;
    }

    /// <summary>Sends what is due.</summary>
    public ImmutableArray<SipCommand> Tend(Instant now)
    {
        var commands = ImmutableArray.CreateBuilder<SipCommand>();
        foreach (var (id, trunk) in _trunks)
        {
            if (trunk is { StartAt: { } start, Hops.IsEmpty: false } && start <= now)
            {
                trunk.StartAt = null;
                commands.AddRange(Step(id, trunk, trunk.Client.Start(ContactOf(trunk), now)));
            }
            else if (trunk.Client.Deadline <= now)
            {
                // A registrar that did not answer is left for its next address.
                if (trunk.Client.State is RegistrationState.Failing)
                    trunk.Hops = [.. trunk.Hops.Skip(1), .. trunk.Hops.Take(1)];
                commands.AddRange(Step(id, trunk, trunk.Client.DeadlinePassed(tokens, now)));
            }
        }

        return commands.ToImmutable();
    }

    /// <summary>The response to one of our REGISTERs. Null: it is none.</summary>
    public RegistrationAdvance? Answered(RequestId request, SipResponse response, Arrival from, Instant now)
    {
        if (!_requests.Remove(request, out var id))
            return null;
        if (!_trunks.TryGetValue(id, out var trunk))
            return new RegistrationAdvance([], null);

        trunk.Flow = from.Flow;
        var commands = Step(id, trunk, trunk.Client.Receive(response, tokens, now));
        return new RegistrationAdvance(commands, ReportChange(id, trunk, ""));
    }

    /// <summary>A REGISTER was not answered. Null: it was none of ours.</summary>
    public RegistrationAdvance? Failed(RequestId request, string why, Instant now)
    {
        if (!_requests.Remove(request, out var id))
            return null;
        if (!_trunks.TryGetValue(id, out var trunk))
            return new RegistrationAdvance([], null);

        var commands = Step(id, trunk, trunk.Client.Unanswered(tokens, now));
        return new RegistrationAdvance(commands, ReportChange(id, trunk, why));
    }

    /// <summary>A connection broke; a registration that used it is made anew at once, since calls can no longer come in.</summary>
    public ImmutableArray<SipCommand> FlowClosed(FlowId flow, Instant now)
    {
        var commands = ImmutableArray.CreateBuilder<SipCommand>();
        foreach (var (id, trunk) in _trunks)
        {
            if (trunk.Flow != flow || flow == FlowId.None || trunk.Hops.IsEmpty)
                continue;

            trunk.Flow = FlowId.None;
            commands.AddRange(Step(id, trunk, trunk.Client.Start(ContactOf(trunk), now)));
        }

        return commands.ToImmutable();
    }

    /// <summary>The trunk whose registration used this flow, or null.</summary>
    public string? TrunkOn(FlowId flow) =>
        flow == FlowId.None ? null : _trunks.FirstOrDefault(trunk => trunk.Value.Flow == flow).Key;

    private ImmutableArray<SipCommand> Step(string id, Registered trunk, RegistrationStep step)
    {
        trunk.Client = step.Next;
        if (step.Send is not { } register || trunk.Hops.IsEmpty)
            return [];

        var request = numbers.NextRequest();
        _requests[request] = id;
        return [register.ToCommand(request, trunk.Hops[0])];
    }

    private static GatewayReport.OfTrunk? ReportChange(string id, Registered trunk, string why)
    {
        TrunkHealth? health = trunk.Client.State switch
        {
            RegistrationState.Registered => TrunkHealth.Up,
            RegistrationState.Failing => TrunkHealth.Down,
            _ => null,
        };
        if (health is not { } changed || changed == trunk.Known)
            return null;

        trunk.Known = changed;
        return new GatewayReport.OfTrunk(id, changed, changed is TrunkHealth.Up ? "" : why.Length > 0 ? why : WhyOf(trunk.Client.State));
    }

    private static string WhyOf(RegistrationState state) => state switch
    {
        RegistrationState.Failing { Failure.Fault: RegistrationFault.WrongPassword } => "The provider does not accept the user name or password.",
        RegistrationState.Failing { Failure: { Fault: RegistrationFault.Refused, StatusCode: var status } } => $"The provider refuses the registration ({status}).",
        RegistrationState.Failing { Failure: { Fault: RegistrationFault.Trouble, StatusCode: var status } } => $"The provider has trouble of its own ({status}).",
        RegistrationState.Failing => "The provider does not answer.",
        _ => "",
    };

    private string ContactOf(Registered trunk)
    {
        var at = addresses.Toward(trunk.Hops[0]);
        var transport = trunk.Hops[0].Transport switch { TransportKind.Tls => ";transport=tls", TransportKind.Tcp => ";transport=tcp", _ => "" };
        return $"sip:{trunk.Settings.User}@{at}{transport}";
    }

    private static TrunkRegistrationSettings? SettingsOf(Office office, TrunkConfig trunk)
    {
        var (domain, expires) = trunk switch
        {
            TrunkConfig.TwilioDomain twilio => (twilio.Domain, twilio.Expires),
            TrunkConfig.SipTrunk { Register: true } sip => (sip.Domain ?? sip.Host, sip.Expires),
            _ => (null, default),
        };
        if (domain is null || office.Credential(trunk.UserName, trunk.PasswordRef) is not { } credential)
            return null;

        return new TrunkRegistrationSettings(credential.UserName, credential.Password, new RegistrationSettings
        {
            Registrar = $"sip:{domain}",
            AddressOfRecord = $"sip:{credential.UserName}@{domain}",
            Account = new DigestAccount(credential.UserName, credential.Password),
            Expires = expires,
        });
    }

    private sealed class TrunkRegistrationSettings(string user, string password, RegistrationSettings registration)
    {
        public string User => user;

        public RegistrationSettings Registration => registration;

        public bool IsLike(TrunkRegistrationSettings other) =>
            user == other.User && other.HasPassword(password) && registration.Registrar == other.Registration.Registrar && registration.Expires == other.Registration.Expires;

        private bool HasPassword(string other) => password == other;
    }

    private sealed class Registered(TrunkRegistrationSettings settings, RegistrationClient client)
    {
        public TrunkRegistrationSettings Settings { get; } = settings;

        public RegistrationClient Client { get; set; } = client;

        public ImmutableArray<Hop> Hops { get; set; } = [];

        public FlowId Flow { get; set; }

        public Instant? StartAt { get; set; }

        public TrunkHealth Known { get; set; }
    }
}
