using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Appliance.Access;
using Appliance.Hosting;
using Appliance.Setup;
using Sip;

namespace Appliance.Web;

/// <summary>
/// Lets people and machines in: the visitor with the PIN, the owner with the passphrase, machines with tokens. Keeps the rules of
/// Appliance.Access in one place behind one lock, and on the card.
/// </summary>
internal sealed class AccessDesk : IDisposable
{
    private const int LongestAgent = 120;
    private static readonly TimeSpan KeepEvery = TimeSpan.FromHours(1);

    private readonly SetupDesk _setup;
    private readonly PassphraseHashing _hashing = new();
    private readonly AccessFile _file;
    private readonly AuditFile _audit;
    private readonly AccessKeyFile _key;
    private readonly KnownBrowser _browsers;
    private readonly ITokenSource _tokens;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly SessionTable _sessions = new();
    private readonly TokenTable _machines = new();
    private readonly LoginBackOff _backOff = new();
    private TimeSpan _keptAt;
    private (int Visit, string Hash, IPAddress Client)? _visitor;

    public AccessDesk(SetupDesk setup, string dataFolder, AccessKeyFile key, ITokenSource tokens, TimeProvider time, ILogger log)
    {
        (_setup, _tokens, _time, _log) = (setup, tokens, time, log);
        (_file, _audit) = (new AccessFile(dataFolder), new AuditFile(dataFolder));
        (_key, _browsers) = (key, new KnownBrowser(key, tokens));
        setup.EndSessions = EndAll;
        // Somebody at the box may have had the owner removed just before the power went.
        if (setup.PassphraseHash is not null)
            TakeUp();
        else
            EndAll();
        _keptAt = Now;
    }

    /// <summary>Set-up mode as it is.</summary>
    public SetupView Setup => _setup.View;

    /// <summary>The time up to which secrets are in no backup, or null.</summary>
    public DateTime? SealedUntil => _setup.SealedUntil;

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Somebody gives the PIN.</summary>
    public async Task<AccessOutcome> EnterAsync(string pin, IPAddress client, CancellationToken stop)
    {
        var followed = await _setup.AskAsync(new SetupEvent.PinTried(pin), null, stop);
        if (followed.OfType<SetupOutput.VisitorAdmitted>().FirstOrDefault() is { } admitted)
        {
            var key = AccessKey.Draw(_tokens);
            lock (_gate)
                _visitor = (admitted.Visit, AccessKey.HashOf(key)!, client);
            Tell("visitor", client, AuditFact.PinAccepted);
            return new AccessOutcome.Admitted(key);
        }

        // Only a try that counted is worth a line; others could fill the record.
        if (followed.Any(output => output is SetupOutput.Tell))
            Tell("nobody", client, AuditFact.PinRefused);
        return followed.OfType<SetupOutput.VisitorTurnedAway>().FirstOrDefault() is { } away
            ? new AccessOutcome.Wrong(away.TriesLeft)
            : new AccessOutcome.Wait(TimeSpan.FromSeconds(1));
    }

    /// <summary>True for the one who gave the PIN, from the address it was given from, while the window is open.</summary>
    public bool IsVisitor(string? key, IPAddress client) => VisitOf(key, client) is not null;

    /// <summary>The visitor chooses the owner's passphrase.</summary>
    /// <param name="visitKey">The visitor's cookie.</param>
    /// <param name="passphrase">What was chosen.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="isSafe">True when a session may begin on this connection.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AccessOutcome> ClaimAsync(string? visitKey, string? passphrase, CallerPlace caller, bool isSafe, CancellationToken stop)
    {
        if (VisitOf(visitKey, caller.Client) is not { } visit)
            return new AccessOutcome.NoVisitor();
        if (_setup.View.IsClaimed)
            return new AccessOutcome.HasOwner();
        if (Passphrase.Check(passphrase) is { } fault)
            return new AccessOutcome.Unfit(fault);
        if (await _hashing.HashAsync(Passphrase.Read(passphrase)!, stop) is not { } hash)
            return new AccessOutcome.Wait(TimeSpan.FromSeconds(2));

        var followed = await _setup.AskAsync(new SetupEvent.PassphraseChosen(visit), hash, stop);
        if (!followed.Any(output => output is SetupOutput.WindowClosed { Why: SetupEnd.Claimed }))
            return followed.Any(output => output is SetupOutput.StorePassphrase) ? new AccessOutcome.NotKept() : new AccessOutcome.NoVisitor();

        EndAll();
        Tell("visitor", caller.Client, AuditFact.Claimed);
        return isSafe && _setup.PassphraseHash == hash ? Begin(caller, hash) : new AccessOutcome.ClaimedInTheClear();
    }

    /// <summary>Somebody gives the owner's passphrase.</summary>
    public async Task<AccessOutcome> LogInAsync(string? passphrase, CallerPlace caller, CancellationToken stop)
    {
        if (_setup.PassphraseHash is not { } hash)
            return new AccessOutcome.NoOwner();
        return await RefusalAsync(hash, passphrase, caller, "nobody", stop) ?? Begin(caller, hash);
    }

    /// <summary>Somebody who is logged in gives the passphrase once more. Null: it is right; otherwise what became of it. Wrong ones count as at the login.</summary>
    public async Task<AccessOutcome?> ConfirmAsync(string? passphrase, Session by, CallerPlace caller, CancellationToken stop) =>
        _setup.PassphraseHash is { } hash ? await RefusalAsync(hash, passphrase, caller, WhoIs(by), stop) : new AccessOutcome.NoOwner();

    /// <summary>The owner chooses another passphrase, and everybody else is logged out. Null: done; otherwise what became of it.</summary>
    public async Task<AccessOutcome?> ChangePassphraseAsync(string? old, string? chosen, Session by, CallerPlace caller, CancellationToken stop)
    {
        if (Passphrase.Check(chosen) is { } fault)
            return new AccessOutcome.Unfit(fault);
        if (_setup.PassphraseHash is not { } before)
            return new AccessOutcome.NoOwner();
        if (await RefusalAsync(before, old, caller, WhoIs(by), stop) is { } refused)
            return refused;
        if (await _hashing.HashAsync(Passphrase.Read(chosen)!, stop) is not { } hash)
            return new AccessOutcome.Wait(TimeSpan.FromSeconds(2));
        if (!await _setup.ReplacePassphraseAsync(before, hash, stop))
            return new AccessOutcome.NotKept();

        lock (_gate)
        {
            foreach (var other in _sessions.All(Now).Where(one => one.Number != by.Number))
                _sessions.End(other.Number);
            Keep();
        }

        Tell(WhoIs(by), caller.Client, AuditFact.PassphraseChanged);
        return null;
    }

    /// <summary>The session of this cookie, or null.</summary>
    public Session? SessionOf(string? key)
    {
        // Once the owner is removed at the box, nobody is let in, though a full card holds up the rest.
        if (key is null || _setup.PassphraseHash is null)
            return null;
        lock (_gate)
        {
            var found = _sessions.Use(key, Now);
            if (found is not null && Now - _keptAt >= KeepEvery)
                Keep();
            return found;
        }
    }

    /// <summary>The machine of this token, or null.</summary>
    public ApiToken? MachineOf(string? text, IPAddress client)
    {
        if (_setup.PassphraseHash is null)
            return null;
        lock (_gate)
        {
            var found = _machines.Use(text, client.ToString(), _time.GetUtcNow());
            if (found is not null && Now - _keptAt >= KeepEvery)
                Keep();
            return found;
        }
    }

    /// <summary>Who is logged in.</summary>
    public ImmutableArray<Session> Sessions()
    {
        lock (_gate)
            return _sessions.All(Now);
    }

    /// <summary>The machines' tokens.</summary>
    public ImmutableArray<ApiToken> Machines()
    {
        lock (_gate)
            return _machines.All;
    }

    /// <summary>True while who was let in before still is. To ask does not make a session last longer.</summary>
    public bool IsStillIn(Caller caller) =>
        caller.Session is { Number: var session } ? Sessions().Any(one => one.Number == session)
        : caller.Machine is { Number: var machine } && Machines().Any(token => token.Number == machine);

    /// <summary>Who came and went, the newest first.</summary>
    public ImmutableArray<AuditEntry> Audit(int most) => _audit.Latest(most);

    /// <summary>Adds to that record what somebody did elsewhere on the page or the API.</summary>
    public void Tell(string who, string from, AuditFact what, string which)
    {
        if (_audit.Add(new AuditEntry(_time.GetUtcNow(), who, from, what, which)) is { } why)
            LogEvents.AccessNotKept(_log, why);
    }

    /// <summary>Ends a session. False: there is none of this number.</summary>
    public bool End(string number, Session by, IPAddress client)
    {
        lock (_gate)
        {
            if (!_sessions.End(number))
                return false;
            Keep();
        }

        Tell(WhoIs(by), client, number == by.Number ? AuditFact.LoggedOut : AuditFact.SessionEnded, number);
        return true;
    }

    /// <summary>Makes a token; null: there are too many.</summary>
    public (ApiToken Made, string Text)? MakeToken(string name, TokenKind kind, Session by, IPAddress client)
    {
        (ApiToken Made, string Text)? made;
        lock (_gate)
        {
            made = _machines.Make(name, kind, _tokens, _time.GetUtcNow());
            if (made is not null)
                Keep();
        }

        if (made is { Made.Number: var number })
            Tell(WhoIs(by), client, AuditFact.TokenMade, number);
        return made;
    }

    /// <summary>Revokes a token. False: there is none of this number.</summary>
    public bool RevokeToken(string number, Session by, IPAddress client)
    {
        lock (_gate)
        {
            if (!_machines.Revoke(number))
                return false;
            Keep();
        }

        Tell(WhoIs(by), client, AuditFact.TokenRevoked, number);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _setup.EndSessions = null;
        _hashing.Dispose();
    }

    /// <summary>Null: this is the owner's passphrase. A try that nobody looked at, because too many wait or the asker has gone, is none.</summary>
    private async Task<AccessOutcome?> RefusalAsync(string hash, string? passphrase, CallerPlace caller, string who, CancellationToken stop)
    {
        var browser = _browsers.NameIn(caller.Browser);
        TimeSpan wait;
        lock (_gate)
            wait = _backOff.Try(caller.Client, browser, Now);
        if (wait > TimeSpan.Zero)
            return new AccessOutcome.Wait(wait);

        bool? isRight = null;
        try
        {
            isRight = await _hashing.VerifyAsync(hash, Passphrase.Read(passphrase) ?? "", stop);
        }
        finally
        {
            lock (_gate)
            {
                if (isRight is null)
                    _backOff.Withdrawn(caller.Client, browser);
                else if (isRight is true)
                    _backOff.Succeeded(caller.Client, browser, Now);
            }
        }

        if (isRight is false)
            Tell(who, caller.Client, AuditFact.LoginRefused);
        return isRight switch
        {
            true => null,
            false => new AccessOutcome.Wrong(0),
            null => new AccessOutcome.Wait(TimeSpan.FromSeconds(2)),
        };
    }

    private AccessOutcome Begin(CallerPlace caller, string hash)
    {
        (Session Begun, string Key) begun;
        lock (_gate)
        {
            // The owner may have been removed at the box meanwhile; whoever ends all sessions does it after that.
            if (_setup.PassphraseHash != hash)
                return new AccessOutcome.NoOwner();
            _backOff.Know(caller.Client, Now);
            var agent = new string([.. caller.Agent.Where(letter => !char.IsControl(letter)).Take(LongestAgent)]);
            begun = _sessions.Begin(_tokens, caller.Client.ToString(), agent, _time.GetUtcNow(), Now);
            Keep();
        }

        Tell(WhoIs(begun.Begun), caller.Client, AuditFact.LoggedIn);
        return new AccessOutcome.LoggedIn(begun.Begun, begun.Key, _browsers.Draw());
    }

    private int? VisitOf(string? key, IPAddress client)
    {
        if (AccessKey.HashOf(key) is not { } hash)
            return null;
        lock (_gate)
        {
            return _visitor is { } visitor
                && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(visitor.Hash))
                && visitor.Client.Equals(client)
                && _setup.VisitAtWork == visitor.Visit
                ? visitor.Visit
                : null;
        }
    }

    /// <summary>Also at another owner's beginning: what the last one let in has no place there.</summary>
    private void EndAll()
    {
        bool any;
        lock (_gate)
        {
            any = !_machines.All.IsEmpty;
            any |= _sessions.EndAll() > 0;
            _machines.RevokeAll();
            _backOff.Clear();
            _visitor = null;
            Keep();
            if (_key.Renew() is { } why)
                LogEvents.AccessNotKept(_log, why);
        }

        if (any)
            Tell("box", null, AuditFact.AllSessionsEnded);
    }

    /// <summary>Goes on where the box was before a restart.</summary>
    private void TakeUp()
    {
        _file.Read(_sessions, _machines, Now);
        foreach (var session in _sessions.All(Now))
            if (IPAddress.TryParse(session.From, out var client))
                _backOff.Know(client, Now);
        if (!_key.IsKept && _key.Keep() is { } why)
            LogEvents.AccessNotKept(_log, why);
    }

    private void Keep()
    {
        _keptAt = Now;
        if (_file.Write(_sessions, _machines, Now) is { } why)
            LogEvents.AccessNotKept(_log, why);
    }

    private void Tell(string who, IPAddress? client, AuditFact what, string which = "") => Tell(who, client?.ToString() ?? "", what, which);

    private static string WhoIs(Session session) => $"owner {session.Number}";
}
