using System.Collections.Immutable;
using System.Text;
using Sip.Authentication;
using Sip.Messages;

namespace Sip.Registration;

/// <summary>Where and as whom we register.</summary>
public sealed record RegistrationSettings
{
    /// <summary>The Request-URI: the registrar's domain without user, e.g. "sip:office.sip.twilio.com" (RFC 3261 section 10.2).</summary>
    public required string Registrar { get; init; }

    /// <summary>The address to register.</summary>
    public required string AddressOfRecord { get; init; }

    /// <summary>User name and password.</summary>
    public required DigestAccount Account { get; init; }

    /// <summary>How long to ask for; Twilio grants 10 minutes to an hour.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>A REGISTER to send.</summary>
/// <param name="RequestUri">The registrar.</param>
/// <param name="AddressOfRecord">Both From and To.</param>
/// <param name="CallId">The same for all of one client.</param>
/// <param name="Sequence">Always higher than the one before.</param>
/// <param name="Headers">Contact, Expires and the proof of identity.</param>
public sealed record RegisterRequest(string RequestUri, string AddressOfRecord, string CallId, uint Sequence, ImmutableArray<HeaderLine> Headers)
{
    /// <summary>The command that sends it to this hop.</summary>
    public SipCommand.SendRequest ToCommand(RequestId id, Hop hop) => new(
        id, SipMethod.Register, RequestUri, $"<{AddressOfRecord}>", $"<{AddressOfRecord}>", hop, CallId, Sequence, Headers, Body: null);
}

/// <summary>What a step leads to: the client after it, and a REGISTER to send if any.</summary>
public sealed record RegistrationStep(RegistrationClient Next, RegisterRequest? Send);

/// <summary>
/// Our registration with one provider (RFC 3261 section 10.2): one contact, one Call-ID, CSeq always rising, renewed at half
/// time, taken back when we leave or move, so that no stale contact fills the provider's list.
/// </summary>
public sealed record RegistrationClient
{
    // 64 times T1, when a transaction has given up for certain, and a little more.
    private static readonly TimeSpan NoAnswerAfter = TimeSpan.FromSeconds(36);
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestExpires = TimeSpan.FromDays(1);

    private RegistrationClient(RegistrationSettings settings, string callId, uint sequence)
    {
        Settings = settings;
        CallId = callId;
        Sequence = sequence;
        Proofs = new(settings.Account);
        Expires = settings.Expires;
    }

    /// <summary>How it stands.</summary>
    public RegistrationState State { get; private init; } = new RegistrationState.Off();

    /// <summary>The contact registered or to be registered.</summary>
    public string Contact { get; private init; } = "";

    /// <summary>Where and as whom.</summary>
    public RegistrationSettings Settings { get; }

    /// <summary>When <see cref="DeadlinePassed"/> is due.</summary>
    public Instant? Deadline => State.Deadline;

    private string CallId { get; }

    private uint Sequence { get; init; }

    private DigestAnswer Proofs { get; init; }

    private TimeSpan Expires { get; init; }

    private int Failures { get; init; }

    /// <summary>A client that does nothing yet.</summary>
    public static RegistrationClient Create(RegistrationSettings settings, ITokenSource tokens) =>
        new(settings, tokens.CallId(), (uint)tokens.Next(1000));

    /// <summary>
    /// Registers this contact now; also renews it, for example after the connection broke. A contact other than the one
    /// that stands is taken back first.
    /// </summary>
    public RegistrationStep Start(string contact, Instant now)
    {
        if (Contact != contact && State.IsStanding(now))
            return Leave(contact, now);

        return Send(this with { Contact = contact }, now);
    }

    /// <summary>Takes the contact back.</summary>
    public RegistrationStep Stop(Instant now) => State switch
    {
        RegistrationState.Off => new(this, null),
        RegistrationState.Leaving leaving => new(this with { State = leaving with { Then = null } }, null),
        RegistrationState.Failing when !State.IsStanding(now) => new(this with { State = new RegistrationState.Off() }, null),
        _ => Leave(null, now),
    };

    /// <summary>Takes a response; one to an older REGISTER than the last is passed over.</summary>
    public RegistrationStep Receive(SipResponse response, ITokenSource tokens, Instant now)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.IsProvisional || response.CSeq.Number != Sequence || State is not (RegistrationState.Registering or RegistrationState.Leaving))
            return new(this, null);
        if (response.StatusCode is 401 or 407)
            return Challenged(response, tokens, now);

        var next = this with { Proofs = Proofs.Accepted() };
        return (State, response.StatusCode) switch
        {
            (RegistrationState.Leaving leaving, _) => next.Left(leaving, now),
            (_, >= 200 and < 300) => new(next.Granted(response, now), null),
            (_, 423) when response.Number(HeaderName.MinExpires) is { } least && IsMore(least) =>
                Send(next with { Expires = TimeSpan.FromSeconds(least) }, now),
            (_, 408 or 429 or >= 500 and < 600) => new(next.Fail(new(RegistrationFault.Trouble, response.StatusCode), response, tokens, now), null),
            _ => new(next.Fail(new(RegistrationFault.Refused, response.StatusCode), response, tokens, now), null),
        };
    }

    /// <summary>The REGISTER got no answer: timed out, or the registrar could not be reached.</summary>
    public RegistrationStep Unanswered(ITokenSource tokens, Instant now) => State switch
    {
        RegistrationState.Leaving leaving => Left(leaving, now),
        RegistrationState.Registering => new(Fail(new(RegistrationFault.NoAnswer, 0), null, tokens, now), null),
        _ => new(this, null),
    };

    /// <summary>Does what is due.</summary>
    public RegistrationStep DeadlinePassed(ITokenSource tokens, Instant now) => State switch
    {
        _ when Deadline is not { } due || now < due => new(this, null),
        RegistrationState.Registered or RegistrationState.Failing => Send(this, now),
        _ => Unanswered(tokens, now),
    };

    private static RegistrationStep Send(RegistrationClient client, Instant now)
    {
        var (proofs, lines) = client.Proofs.Prove(SipMethod.Register, client.Settings.Registrar);
        return Send(client with { Proofs = proofs }, lines, client.Expires, new RegistrationState.Registering(client.Until(now), now + NoAnswerAfter));
    }

    private RegistrationStep Leave(string? then, Instant now)
    {
        var (proofs, lines) = Proofs.Prove(SipMethod.Register, Settings.Registrar);
        return Send(this with { Proofs = proofs }, lines, TimeSpan.Zero, new RegistrationState.Leaving(now + NoAnswerAfter, then));
    }

    private static RegistrationStep Send(
        RegistrationClient client, ImmutableArray<AuthorizationLine> lines, TimeSpan expires, RegistrationState state)
    {
        var next = client with { Sequence = client.Sequence + 1, State = state };
        return new(next, next.Request(lines, expires));
    }

    private RegistrationStep Challenged(SipResponse response, ITokenSource tokens, Instant now)
    {
        switch (Proofs.Answer(response, SipMethod.Register, Settings.Registrar, tokens))
        {
            case DigestStep.SendAgain again:
                var expires = State is RegistrationState.Leaving ? TimeSpan.Zero : Expires;
                return Send(this with { Proofs = again.Next }, again.Lines, expires, State switch
                {
                    RegistrationState.Leaving leaving => leaving with { GiveUpAt = now + NoAnswerAfter },
                    _ => new RegistrationState.Registering(Until(now), now + NoAnswerAfter),
                });
            case var gaveUp:
                var next = this with { Proofs = gaveUp.Next };
                return State is RegistrationState.Leaving left
                    ? next.Left(left, now)
                    : new(next.Fail(new(RegistrationFault.WrongPassword, response.StatusCode), null, tokens, now), null);
        }
    }

    private RegistrationStep Left(RegistrationState.Leaving leaving, Instant now) => leaving.Then is { } contact
        ? Send(this with { Contact = contact, State = new RegistrationState.Off() }, now)
        : new(this with { State = new RegistrationState.Off() }, null);

    // Twilio's 200 lists every contact of the address; only our own tells what we were granted.
    private RegistrationClient Granted(SipResponse response, Instant now)
    {
        uint? granted = null;
        foreach (var value in response.All(HeaderName.Contact))
        {
            if (NameAddressView.TryParse(value, out var view) && IsOurs(view.Uri))
                granted = view.Expires ?? granted;
        }

        var seconds = granted ?? response.Expires ?? (uint)Expires.TotalSeconds;
        var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, LongestExpires.TotalSeconds));
        var refresh = time / 2 > ShortestRefresh ? time / 2 : ShortestRefresh;
        return this with { State = new RegistrationState.Registered(now + time, now + refresh), Failures = 0 };
    }

    private RegistrationClient Fail(RegistrationFailure failure, SipResponse? response, ITokenSource tokens, Instant now)
    {
        var wait = Backoff.After(failure.Fault, Failures, tokens);
        if (response?.Number(HeaderName.RetryAfter) is { } asked && TimeSpan.FromSeconds(asked) is var least && least > wait)
            wait = least < Backoff.LongestAsked ? least : Backoff.LongestAsked;

        return this with { State = new RegistrationState.Failing(failure, now + wait, Until(now)), Failures = Failures + 1 };
    }

    private RegisterRequest Request(ImmutableArray<AuthorizationLine> lines, TimeSpan expires) => new(
        Settings.Registrar,
        Settings.AddressOfRecord,
        CallId,
        Sequence,
        [
            new(HeaderName.Contact.Text(), $"<{Contact}>;expires={(int)expires.TotalSeconds}"),
            new(HeaderName.Expires.Text(), $"{(int)expires.TotalSeconds}"),
            .. lines.Select(line => new HeaderLine(line.Name.Text(), line.Value)),
        ]);

    private bool IsMore(uint seconds) => TimeSpan.FromSeconds(seconds) > Expires && seconds <= LongestExpires.TotalSeconds;

    private bool IsOurs(SipUriView uri) => uri.IsValid && SipUriView.TryParse(Encoding.UTF8.GetBytes(Contact), out var ours) && ours.IsEquivalentTo(uri);

    private Instant? Until(Instant now) => State switch
    {
        RegistrationState.Registered state when now < state.Until => state.Until,
        RegistrationState.Registering state when now < state.Until => state.Until,
        RegistrationState.Failing state when now < state.Until => state.Until,
        _ => null,
    };
}
