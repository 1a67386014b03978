using Sip.Messages;
using Sip.Registration;
using Sip.Tests.Support;

namespace Sip.Tests.Registration;

public sealed class RegistrationClientTests
{
    private const string Here = "sip:box@203.0.113.9:5061;transport=tls";
    private const string There = "sip:box@198.51.100.4:5061;transport=tls";
    private static readonly Instant Start = new(TimeSpan.FromSeconds(50));

    private static readonly RegistrationSettings Settings = new()
    {
        Registrar = "sip:office.sip.twilio.com",
        AddressOfRecord = "sip:box@office.sip.twilio.com",
        Account = new("box", "Secret1234567"),
    };

    private static readonly Hop Provider = new(TransportKind.Tls, "sip.frankfurt.twilio.com", 5061);

    private readonly SeededTokens _tokens = new();

    [Fact]
    public void A_407_is_answered_in_the_same_series_with_a_higher_number()
    {
        var first = New().Start(Here, Start);
        Assert.Equal("<sip:box@203.0.113.9:5061;transport=tls>;expires=600", first.Send!.Text(HeaderName.Contact));
        Assert.Equal("sip:office.sip.twilio.com", first.Send!.RequestUri);
        Assert.Null(first.Send!.Text(HeaderName.ProxyAuthorization));

        var second = first.Next.Receive(Challenge(first.Send!), _tokens, Start);
        Assert.NotNull(second.Send!.Text(HeaderName.ProxyAuthorization));
        Assert.Equal(first.Send!.Sequence + 1, second.Send!.Sequence);
        Assert.Equal(first.Send!.CallId, second.Send!.CallId);
        Assert.Equal((new RequestId(-1), "<sip:box@office.sip.twilio.com>", Provider), (second.Send!.ToCommand(new(-1), Provider).Request, second.Send!.ToCommand(new(-1), Provider).From, second.Send!.ToCommand(new(-1), Provider).NextHop));
    }

    [Fact]
    public void It_is_renewed_at_half_of_what_our_own_contact_was_granted_among_all_that_the_200_lists()
    {
        var sent = New().Start(Here, Start);
        var ok = sent.Next.Receive(Ok(sent.Send!, "<sip:box@192.0.2.99:1024>;expires=3600,<sip:box@203.0.113.9:5061;transport=tls>;expires=397"), _tokens, Start).Next;
        Assert.Equal(new RegistrationState.Registered(Start + TimeSpan.FromSeconds(397), Start + TimeSpan.FromSeconds(198.5)), ok.State);

        Assert.Null(ok.DeadlinePassed(_tokens, Start + TimeSpan.FromSeconds(198)).Send);
        var renewed = ok.DeadlinePassed(_tokens, ok.Deadline!.Value);
        Assert.Equal(sent.Send!.Sequence + 1, renewed.Send!.Sequence);
        Assert.True(renewed.Next.State.IsStanding(Start + TimeSpan.FromSeconds(300)));
        Assert.False(renewed.Next.State.IsStanding(Start + TimeSpan.FromSeconds(400)));
    }

    [Fact]
    public void A_refresh_carries_its_proof_at_once_with_the_next_count()
    {
        var registered = Registered();
        var refresh = registered.DeadlinePassed(_tokens, registered.Deadline!.Value);

        Assert.Contains("nc=00000002", refresh.Send!.Text(HeaderName.ProxyAuthorization), StringComparison.Ordinal);
    }

    [Fact]
    public void A_423_is_asked_again_with_the_least_the_registrar_takes()
    {
        var sent = New().Start(Here, Start);
        var again = sent.Next.Receive(Reply(sent.Send!, 423, (HeaderName.MinExpires, "1200")), _tokens, Start);
        Assert.Equal("1200", again.Send!.Text(HeaderName.Expires));

        var nonsense = again.Next.Receive(Reply(again.Send!, 423, (HeaderName.MinExpires, "60")), _tokens, Start);
        Assert.Null(nonsense.Send);
        Assert.IsType<RegistrationState.Failing>(nonsense.Next.State);
    }

    [Fact]
    public void A_wrong_password_is_named_and_not_hammered()
    {
        var sent = New().Start(Here, Start);
        var proof = sent.Next.Receive(Challenge(sent.Send!), _tokens, Start);
        var refused = proof.Next.Receive(Challenge(proof.Send!), _tokens, Start);

        Assert.Null(refused.Send);
        var failing = Assert.IsType<RegistrationState.Failing>(refused.Next.State);
        Assert.Equal(new(RegistrationFault.WrongPassword, 407), failing.Failure);
        Assert.InRange(failing.RetryAt - Start, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Silence_is_retried_ever_more_slowly_and_never_in_step()
    {
        var step = New().Start(Here, Start);
        var now = Start;
        var waits = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var failed = step.Next.Unanswered(_tokens, now).Next;
            waits.Add((failed.Deadline!.Value - now).TotalSeconds);
            now = failed.Deadline.Value;
            step = failed.DeadlinePassed(_tokens, now);
            Assert.NotNull(step.Send);
        }

        Assert.All(waits.Index(), wait => Assert.InRange(wait.Item, Math.Min(300, 4 * Math.Pow(2, wait.Index)) / 2, Math.Min(300, 4 * Math.Pow(2, wait.Index))));
        Assert.Equal(10, waits.Distinct().Count());

        var healed = step.Next.Receive(Ok(step.Send!), _tokens, now).Next;
        var later = healed.DeadlinePassed(_tokens, healed.Deadline!.Value).Next.Unanswered(_tokens, healed.Deadline.Value).Next;
        Assert.InRange(later.Deadline!.Value - healed.Deadline.Value, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
        Assert.True(later.State.IsStanding(later.Deadline.Value));
    }

    [Fact]
    public void A_registrar_in_trouble_says_when_to_come_back()
    {
        var sent = New().Start(Here, Start);
        var failing = sent.Next.Receive(Reply(sent.Send!, 503, (HeaderName.RetryAfter, "120 (maintenance)")), _tokens, Start).Next;

        Assert.Equal(Start + TimeSpan.FromSeconds(120), failing.Deadline);
        Assert.Equal(new(RegistrationFault.Trouble, 503), Assert.IsType<RegistrationState.Failing>(failing.State).Failure);
        Assert.Equal(RegistrationFault.Refused, Assert.IsType<RegistrationState.Failing>(sent.Next.Receive(Reply(sent.Send!, 404), _tokens, Start).Next.State).Failure.Fault);
    }

    [Fact]
    public void A_register_that_is_never_answered_ends_by_itself()
    {
        var sent = New().Start(Here, Start);
        var late = sent.Next.DeadlinePassed(_tokens, sent.Next.Deadline!.Value).Next;

        Assert.Equal(RegistrationFault.NoAnswer, Assert.IsType<RegistrationState.Failing>(late.State).Failure.Fault);
    }

    [Fact]
    public void Answers_to_older_requests_and_provisional_ones_are_passed_over()
    {
        var sent = New().Start(Here, Start);
        var again = sent.Next.Start(Here, Start);

        Assert.Same(again.Next, again.Next.Receive(Ok(sent.Send!), _tokens, Start).Next);
        Assert.Same(again.Next, again.Next.Receive(Reply(again.Send!, 100), _tokens, Start).Next);
        Assert.IsType<RegistrationState.Registered>(again.Next.Receive(Ok(again.Send!), _tokens, Start).Next.State);
    }

    [Fact]
    public void A_new_address_takes_the_old_contact_back_before_it_registers()
    {
        var leaving = Registered().Start(There, Start);
        Assert.Equal($"<{Here}>;expires=0", leaving.Send!.Text(HeaderName.Contact));

        var arriving = leaving.Next.Receive(Ok(leaving.Send!), _tokens, Start);
        Assert.Equal($"<{There}>;expires=600", arriving.Send!.Text(HeaderName.Contact));
        Assert.Equal(leaving.Send!.Sequence + 1, arriving.Send!.Sequence);
        Assert.Equal($"<{There}>;expires=600", leaving.Next.Unanswered(_tokens, Start).Send!.Text(HeaderName.Contact));
    }

    [Fact]
    public void Leaving_takes_the_contact_back_also_through_a_challenge()
    {
        var leaving = Registered().Stop(Start);
        Assert.Equal($"<{Here}>;expires=0", leaving.Send!.Text(HeaderName.Contact));

        var proven = leaving.Next.Receive(Challenge(leaving.Send!, "fresh"), _tokens, Start);
        Assert.Equal($"<{Here}>;expires=0", proven.Send!.Text(HeaderName.Contact));
        Assert.IsType<RegistrationState.Off>(proven.Next.Receive(Ok(proven.Send!), _tokens, Start).Next.State);
        Assert.IsType<RegistrationState.Off>(leaving.Next.DeadlinePassed(_tokens, leaving.Next.Deadline!.Value).Next.State);
        Assert.Null(New().Stop(Start).Send);
    }

    private static SipResponse Reply(RegisterRequest request, int status, params IEnumerable<(HeaderName Name, string Value)> headers)
    {
        var writer = SipWriter.StatusLine(status).Add(HeaderName.CallId, request.CallId).Add(HeaderName.CSeq, $"{request.Sequence} REGISTER");
        foreach (var (name, value) in headers)
            writer.Add(name, value);
        return writer.ToResponse();
    }

    private static SipResponse Ok(RegisterRequest request, string? contacts = null) => Reply(request, 200, (HeaderName.Contact, contacts ?? request.Text(HeaderName.Contact)!));

    private static SipResponse Challenge(RegisterRequest request, string nonce = "n1") =>
        Reply(request, 407, (HeaderName.ProxyAuthenticate, $"Digest realm=\"sip.twilio.com\",qop=\"auth\",nonce=\"{nonce}\",opaque=\"o\""));

    private RegistrationClient New() => RegistrationClient.Create(Settings, _tokens);

    private RegistrationClient Registered()
    {
        var sent = New().Start(Here, Start);
        var proof = sent.Next.Receive(Challenge(sent.Send!), _tokens, Start);
        return proof.Next.Receive(Ok(proof.Send!), _tokens, Start).Next;
    }
}

internal static class RegisterRequests
{
    public static string? Text(this RegisterRequest request, HeaderName name) =>
        request.Headers.Where(header => header.Name == name.Text()).Select(header => header.Value).SingleOrDefault();
}
