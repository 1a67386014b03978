using Appliance.Trunks;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Sip;

namespace Appliance.Tests.Trunks;

public sealed class TrunkTargetsTests
{
    private static readonly FailoverLimits Limits = new();
    private static readonly Instant Start = new(TimeSpan.FromSeconds(100));

    // Two addresses at the first edge, one at the second, then another trunk.
    private static readonly ValueList<TrunkAddress> Four =
    [
        Address("twilio", "tokyo", "a"), Address("twilio", "tokyo", "b"), Address("twilio", "singapore", "c"), Address("planb", "provider", "d"),
    ];

    [Fact]
    public void A_silent_address_is_left_after_4_seconds_for_the_next_and_so_on_to_the_next_trunk()
    {
        var (state, step) = TrunkTargets.Begin(Four, Limits, emergency: false, Start);
        var tried = new List<string>();
        while (step is FailoverStep.Try attempt)
        {
            tried.Add($"{attempt.Address.Hop.Host} until {(attempt.SilentUntil - Start).TotalSeconds}");
            (state, step) = state.Next(new AttemptResult.Silence(), alerted: false, attempt.SilentUntil);
        }

        Assert.Equal(["a until 4", "b until 8", "c until 12", "d until 24"], tried);
        Assert.Equal(new FailoverStep.Stop(new AttemptResult.Silence()), step);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public void Trouble_at_one_address_moves_to_the_next(int status) =>
        Assert.Equal("b", Tried(After(new AttemptResult.Rejected(status, "Trouble"))));

    [Fact]
    public void A_broken_connection_moves_to_the_next() =>
        Assert.Equal("b", Tried(After(new AttemptResult.TransportFailed())));

    [Theory]
    [InlineData(400, "Invalid Phone Number")]
    [InlineData(403, "Invalid Caller ID")]
    [InlineData(404, "Not Found")]
    [InlineData(480, "Temporarily Unavailable")]
    [InlineData(486, "Busy Here")]
    [InlineData(487, "Request Terminated")]
    [InlineData(488, "Not Acceptable Here")]
    [InlineData(302, "Moved Temporarily")]
    [InlineData(600, "Busy Everywhere")]
    [InlineData(603, "Decline")]
    public void What_the_called_side_decided_is_final(int status, string phrase)
    {
        var result = new AttemptResult.Rejected(status, phrase);

        Assert.Equal(new FailoverStep.Stop(result), After(result));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(407)]
    public void A_refused_password_moves_to_the_next_trunk(int status) =>
        Assert.Equal("d", Tried(After(new AttemptResult.Rejected(status, "Unauthorized"))));

    [Fact]
    public void Other_refusals_move_on_only_when_configured() =>
        Assert.Equal("d", Tried(After(new AttemptResult.Rejected(403, "Forbidden"), Limits with { NextTrunkOn = [403] })));

    [Theory]
    [InlineData("Trunk CPS limit exceeded")]
    [InlineData("trunk cps limit exceeded")]
    [InlineData("Calls per second exceeded")]
    [InlineData("Rate limit reached")]
    public void A_rate_limit_waits_a_second_and_asks_the_same_address_again(string phrase)
    {
        var (state, _) = TrunkTargets.Begin(Four, Limits, emergency: false, Start);
        (state, var step) = state.Next(new AttemptResult.Rejected(503, phrase), alerted: false, Start);

        var wait = Assert.IsType<FailoverStep.Wait>(step);
        Assert.Equal(("a", 1), (wait.Address.Hop.Host, (wait.Until - Start).TotalSeconds));
        Assert.Equal("a", Tried(state.Resume(wait.Until).Step));
    }

    [Fact]
    public void Retry_after_is_honoured_while_it_is_short_and_otherwise_the_next_trunk_is_tried()
    {
        var soon = Assert.IsType<FailoverStep.Wait>(After(new AttemptResult.Rejected(503, "Service Unavailable", TimeSpan.FromSeconds(2))));

        Assert.Equal(2, (soon.Until - Start).TotalSeconds);
        Assert.Equal("d", Tried(After(new AttemptResult.Rejected(503, "Service Unavailable", TimeSpan.FromSeconds(60)))));
    }

    [Fact]
    public void A_rate_limit_is_waited_for_three_times_and_then_the_next_trunk_is_tried()
    {
        var (state, step) = TrunkTargets.Begin(Four, Limits, emergency: false, Start);
        var now = Start;
        var waits = 0;
        while (Tried(step) is "a")
        {
            (state, step) = state.Next(new AttemptResult.Rejected(503, "CPS limit"), alerted: false, now);
            if (step is FailoverStep.Wait wait)
            {
                waits++;
                now = wait.Until;
                (state, step) = state.Resume(now);
            }
        }

        Assert.Equal((3, "d"), (waits, Tried(step)));
    }

    [Theory]
    [InlineData("Trunk concurrent call limit exceeded")]
    [InlineData("Concurrency exceeded")]
    [InlineData("Channel limit reached")]
    public void All_lines_of_a_trunk_busy_moves_to_the_next_trunk_not_to_its_next_edge(string phrase) =>
        Assert.Equal("d", Tried(After(new AttemptResult.Rejected(503, phrase))));

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(486)]
    public void Nothing_else_is_tried_once_somebodys_phone_rings(int status)
    {
        var (state, _) = TrunkTargets.Begin(Four, Limits, emergency: false, Start);
        var result = new AttemptResult.Rejected(status, "CPS limit");

        Assert.Equal(new FailoverStep.Stop(result), state.Next(result, alerted: true, Start).Step);
        Assert.Equal(new FailoverStep.Stop(new AttemptResult.TransportFailed()), state.Next(new AttemptResult.TransportFailed(), alerted: true, Start).Step);
    }

    [Fact]
    public void The_most_telling_result_of_all_attempts_is_reported()
    {
        var (state, _) = TrunkTargets.Begin([Four[0], Four[3]], Limits, emergency: false, Start);
        var busy = new AttemptResult.Rejected(503, "Trunk concurrent call limit exceeded");
        (state, _) = state.Next(busy, alerted: false, Start);

        Assert.Equal(new FailoverStep.Stop(busy), state.Next(new AttemptResult.Silence(), alerted: false, Start).Step);
    }

    [Fact]
    public void An_emergency_call_tries_another_trunk_after_any_refusal_and_does_not_wait()
    {
        var (state, _) = TrunkTargets.Begin(Four, Limits, emergency: true, Start);

        Assert.Equal("d", Tried(state.Next(new AttemptResult.Rejected(403, "Forbidden"), alerted: false, Start).Step));
        Assert.Equal("d", Tried(state.Next(new AttemptResult.Rejected(603, "Decline"), alerted: false, Start).Step));
        Assert.Equal("d", Tried(state.Next(new AttemptResult.Rejected(503, "CPS limit"), alerted: false, Start).Step));
    }

    [Fact]
    public void An_emergency_call_with_one_trunk_waits_rather_than_gives_up()
    {
        var (state, _) = TrunkTargets.Begin([Four[0]], Limits, emergency: true, Start);

        Assert.IsType<FailoverStep.Wait>(state.Next(new AttemptResult.Rejected(503, "CPS limit"), alerted: false, Start).Step);
    }

    [Fact]
    public void Without_any_address_the_search_is_over_at_once() =>
        Assert.Equal(new FailoverStep.Stop(null), TrunkTargets.Begin([], Limits, emergency: false, Start).Step);

    [Fact]
    public void Attempts_and_time_are_bounded()
    {
        ValueList<TrunkAddress> many = [.. Enumerable.Range(0, 100).Select(static i => Address("twilio", "tokyo", $"h{i}"))];
        var (state, step) = TrunkTargets.Begin(many, Limits, emergency: false, Start);
        var attempts = 0;
        while (step is FailoverStep.Try)
        {
            attempts++;
            (state, step) = state.Next(new AttemptResult.TransportFailed(), alerted: false, Start);
        }
        var (late, _) = TrunkTargets.Begin(many, Limits, emergency: false, Start);

        Assert.Equal(Limits.MostAttempts, attempts);
        Assert.IsType<FailoverStep.Stop>(late.Next(new AttemptResult.Silence(), alerted: false, Start + Limits.LongestSearch).Step);
    }

    [Property(MaxTest = 500)]
    public Property Every_search_ends() =>
        Prop.ForAll(AnyResult().ArrayOf(80).ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (results, emergency) =>
        {
            var now = Start;
            var (state, step) = TrunkTargets.Begin(Four, Limits, emergency, now);
            foreach (var result in results)
            {
                if (step is FailoverStep.Wait wait)
                {
                    now = wait.Until;
                    (state, step) = state.Resume(now);
                }
                else if (step is FailoverStep.Try)
                {
                    (state, step) = state.Next(result, alerted: false, now);
                }
            }
            return step is FailoverStep.Stop;
        });

    private static Gen<AttemptResult> AnyResult() =>
        from status in Gen.Choose(300, 699)
        from phrase in Gen.Elements("", "CPS limit", "concurrent call limit", "Busy")
        from retry in Gen.Elements<int?>(null, 0, 1, 4, 1000)
        from kind in Gen.Choose(0, 4)
        select kind switch
        {
            0 => new AttemptResult.Silence(),
            1 => new AttemptResult.TransportFailed(),
            2 => new AttemptResult.Rejected(503, phrase, retry is { } s ? TimeSpan.FromSeconds(s) : null),
            _ => (AttemptResult)new AttemptResult.Rejected(status, phrase),
        };

    private static FailoverStep After(AttemptResult result, FailoverLimits? limits = null) =>
        TrunkTargets.Begin(Four, limits ?? Limits, emergency: false, Start).State.Next(result, alerted: false, Start).Step;

    private static string? Tried(FailoverStep step) => (step as FailoverStep.Try)?.Address.Hop.Host;

    private static TrunkAddress Address(string trunk, string host, string address) => new(trunk, host, new Hop(TransportKind.Tls, address, 5061));
}
