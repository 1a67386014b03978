using System.Collections.Immutable;
using Appliance.Calls;
using Sip;
using Sip.Authentication;
using Sip.Messages;
using Sip.Registration;

namespace Appliance.Extensions;

/// <summary>Who may prove itself to us by a password: an extension, or a PBX. One of the two ids is set.</summary>
public sealed record Account(string UserName, string? ExtensionId, string? PbxId)
{
    /// <summary>True when SHA-256 is offered beside MD5 (RFC 8760).</summary>
    public bool Sha256 { get; init; }

    /// <summary>Phones it may register at the same time.</summary>
    public int MaxContacts { get; init; } = 1;

    /// <summary>True: only over TLS.</summary>
    public bool TlsOnly { get; init; }

    /// <summary>True: it may register.</summary>
    public bool Registers { get; init; } = true;
}

/// <summary>Whether a request comes from an account of ours.</summary>
public abstract record AccountCheck
{
    private AccountCheck()
    {
    }

    /// <summary>It does.</summary>
    public sealed record Proven(Account Account) : AccountCheck;

    /// <summary>It has to prove it first, or again.</summary>
    public sealed record Challenge(int Status, ImmutableArray<HeaderLine> Headers) : AccountCheck
    {
        /// <summary>It tried, and its password is wrong.</summary>
        public bool IsWrong { get; init; }
    }

    /// <summary>It may not.</summary>
    public sealed record Refused(int Status, string Why) : AccountCheck;
}

/// <summary>The answer to a REGISTER.</summary>
public sealed record RegisterAnswer(int Status, string? Reason, ImmutableArray<HeaderLine> Headers)
{
    /// <summary>It tried, and its password is wrong.</summary>
    public bool IsWrong { get; init; }
}

/// <summary>Accounts, their proofs and where their phones are. Owned by the signalling loop.</summary>
public sealed class AccountTable
{
    /// <summary>The realm of every box: phones keep passwords by realm, so it never changes.</summary>
    public const string Realm = "landline";

    private readonly DigestCheck _digest;
    private readonly FailureCount _failures = new();
    private readonly Dictionary<int, Registrar> _registrars = [];
    private Dictionary<string, (Account Account, DigestSecret Secret)> _accounts = [];
    private BindingTable _bindings = BindingTable.Empty;

    /// <summary>A table without accounts.</summary>
    public AccountTable(ITokenSource tokens) => _digest = new DigestCheck(Realm, tokens);

    /// <summary>When the next registration lapses.</summary>
    public Instant? Deadline => _bindings.Deadline;

    /// <summary>Takes the accounts of new settings. Phones of accounts that are gone are forgotten, and told of.</summary>
    public IEnumerable<GatewayReport> Use(Office office)
    {
        var accounts = new Dictionary<string, (Account, DigestSecret)>(StringComparer.Ordinal);
        foreach (var extension in office.Config.Extensions)
        {
            if (office.Secret(extension.PasswordRef) is { Length: > 0 } password)
            {
                var account = new Account(extension.AccountName, extension.Id, null)
                {
                    Sha256 = extension.Sha256,
                    MaxContacts = extension.MaxContacts,
                    TlsOnly = extension.TlsOnly,
                };
                accounts.TryAdd(account.UserName, (account, DigestSecret.Of(account.UserName, Realm, password)));
            }
        }

        foreach (var pbx in office.Config.Pbxs)
        {
            if (pbx.UserName is { } userName && office.Secret(pbx.PasswordRef) is { Length: > 0 } password)
                accounts.TryAdd(userName, (new Account(userName, null, pbx.Id) { Sha256 = pbx.Sha256, Registers = pbx.Registers }, DigestSecret.Of(userName, Realm, password)));
        }

        var gone = _bindings.All.Select(binding => binding.Account).Where(name => !accounts.ContainsKey(name)).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var name in gone)
            _bindings = _bindings.Without(name);
        _accounts = accounts;
        return gone.Select(ReportOf).ToArray();
    }

    /// <summary>True when the caller says it is an account of ours. Proves nothing.</summary>
    public bool Knows(SipRequest request) => Knows(request.From.Uri.UnescapedUser());

    /// <summary>True for the user name of an account of ours.</summary>
    public bool Knows(string userName) => _accounts.ContainsKey(userName);

    /// <summary>Whether the request comes from an account of ours. Strangers are challenged like everyone, so that names cannot be guessed.</summary>
    /// <param name="request">An INVITE or REGISTER.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="isEmergency">True: neither a blocked address nor a rule about TLS stands in the way; the password is still asked for.</param>
    /// <param name="now">The present.</param>
    public AccountCheck Check(SipRequest request, Arrival from, bool isEmergency, Instant now)
    {
        if (!isEmergency && _failures.IsBlocked(from.Remote.Address, now) && !HasPhoneAt(from))
            return new AccountCheck.Refused(403, TurnAwayReasons.TooManyWrong);

        switch (_digest.Check(request, Secret, now))
        {
            case DigestVerdict.Accepted accepted when _accounts.TryGetValue(accepted.Account.UserName, out var known):
                _failures.Succeeded(from.Remote.Address);
                return known.Account.TlsOnly && !isEmergency && from.Transport is not TransportKind.Tls
                    ? new AccountCheck.Refused(403, TurnAwayReasons.TlsOnly)
                    : new AccountCheck.Proven(known.Account);
            case DigestVerdict.Stale:
                return Challenge(request, isStale: true, now);
            case DigestVerdict.Refused:
                _failures.Failed(from.Remote.Address, now);
                return Challenge(request, isStale: false, now) with { IsWrong = true };
            default:
                return Challenge(request, isStale: false, now);
        }
    }

    /// <summary>Handles a REGISTER.</summary>
    public (RegisterAnswer Answer, GatewayReport? Changed) Register(SipRequest request, Arrival from, Instant now)
    {
        switch (Check(request, from, isEmergency: false, now))
        {
            case AccountCheck.Challenge challenge:
                return (new RegisterAnswer(challenge.Status, null, challenge.Headers) { IsWrong = challenge.IsWrong }, challenge.IsWrong ? TurnedAway(challenge.Status, TurnAwayReasons.WrongPassword) : null);
            case AccountCheck.Refused refused:
                return (new RegisterAnswer(refused.Status, null, []), TurnedAway(refused.Status, refused.Why));
            case AccountCheck.Proven { Account: { Registers: false } }:
                return (new RegisterAnswer(403, "Does Not Register", []), TurnedAway(403, TurnAwayReasons.DoesNotRegister));
            case AccountCheck.Proven { Account: var account }:
                var outcome = RegistrarFor(account.MaxContacts).Register(_bindings, request, account.UserName, from, now);
                _bindings = outcome.Table;
                var changed = outcome.Events.Any(change => change is not BindingEvent.Renewed);
                return (new RegisterAnswer(outcome.Answer.StatusCode, outcome.Answer.Reason, outcome.Answer.Headers), changed ? ReportOf(account.UserName) : null);
            default:
                return (new RegisterAnswer(403, null, []), null);
        }

        GatewayReport.TurnedAway TurnedAway(int status, string why) => new(from.Remote.ToString(), status, why);
    }

    /// <summary>Where this account registered, best first.</summary>
    public ImmutableArray<ReachableContact> ContactsOf(string account, Instant now) =>
    [
        .. _bindings.Of(account).Where(binding => binding.ExpiresAt > now).Select(binding => new ReachableContact(binding.Contact, binding.Hop, binding.Path)),
    ];

    /// <summary>Forgets what lapsed.</summary>
    public IEnumerable<GatewayReport> Expire(Instant now)
    {
        (_bindings, var events) = Registrar.Expire(_bindings, now);
        return Reports(events);
    }

    /// <summary>A connection is gone.</summary>
    public IEnumerable<GatewayReport> FlowClosed(FlowId flow)
    {
        (_bindings, var events) = Registrar.FlowLost(_bindings, flow);
        return Reports(events);
    }

    /// <summary>True for an address with a working phone. It is never shut out: that phone may have to call for help.</summary>
    public bool HasPhoneAt(Arrival from) => _bindings.All.Any(binding => binding.Arrival.Remote.Address.Equals(from.Remote.Address));

    private List<GatewayReport> Reports(ImmutableArray<BindingEvent> events) =>
        [.. events.Select(change => change.Binding.Account).Distinct(StringComparer.Ordinal).Select(ReportOf)];

    private GatewayReport ReportOf(string account)
    {
        var bindings = _bindings.Of(account);
        return new GatewayReport.Registered(account, bindings.Length, bindings.IsEmpty ? "" : bindings[0].UserAgent ?? "");
    }

    private AccountCheck.Challenge Challenge(SipRequest request, bool isStale, Instant now)
    {
        var claimed = (request.Method.Kind is SipMethodKind.Register ? request.To : request.From).Uri.UnescapedUser();
        var both = _accounts.TryGetValue(claimed, out var known) && known.Account.Sha256;
        var challenges = both
            ? _digest.Challenge(now, isStale, false, DigestAlgorithm.Sha256, DigestAlgorithm.Md5)
            : _digest.Challenge(now, isStale);
        return new AccountCheck.Challenge(401, [.. challenges.Select(challenge => new HeaderLine("WWW-Authenticate", challenge.ToHeader()))]);
    }

    private DigestSecret? Secret(string userName) => _accounts.TryGetValue(userName, out var known) ? known.Secret : null;

    private Registrar RegistrarFor(int contacts)
    {
        if (!_registrars.TryGetValue(contacts, out var registrar))
            _registrars[contacts] = registrar = new Registrar(new RegistrarLimits { Bindings = contacts });
        return registrar;
    }
}
