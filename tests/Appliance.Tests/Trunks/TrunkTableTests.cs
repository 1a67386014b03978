using Appliance.Calls;
using Appliance.Trunks;
using Sip;

namespace Appliance.Tests.Trunks;

public sealed class TrunkTableTests
{
    private static readonly TrunkConfig Twilio = new TrunkConfig.TwilioTrunk { Id = "twilio", TerminationHost = "office.pstn.twilio.com" };
    private static readonly Hop Tokyo = new(TransportKind.Tls, "192.0.2.1", 5061);
    private static readonly Hop Singapore = new(TransportKind.Tls, "192.0.2.2", 5061);
    private static readonly Hop Dublin = new(TransportKind.Tls, "192.0.2.3", 5061);

    private readonly TrunkTable _table = new(new CallNumbers());

    [Fact]
    public void A_line_with_one_silent_edge_of_three_is_up_and_says_so()
    {
        var asked = Begin(Tokyo, Singapore, Dublin);
        Assert.Equal(("twilio", false), _table.ProbeFailed(asked[0].Id, At(32)));
        Assert.Equal(TrunkHealth.Unknown, _table.HealthOf("twilio"));
        Assert.Equal(At(32), _table.Deadline);

        var others = Probes(32);
        Assert.Equal([Singapore, Dublin], others.Select(probe => probe.NextHop));
        Assert.Equal(("twilio", true), _table.ProbeAnswered(others[0].Id));

        Assert.Equal(TrunkHealth.Up, _table.HealthOf("twilio"));
        Assert.True(_table.HasSilentAddress("twilio"));
    }

    [Fact]
    public void A_line_is_down_when_every_edge_is_silent()
    {
        var asked = Begin(Tokyo, Singapore, Dublin);
        _table.ProbeFailed(asked[0].Id, At(32));
        var others = Probes(32);

        Assert.Equal(("twilio", false), _table.ProbeFailed(others[0].Id, At(64)));
        Assert.Empty(Probes(64));
        Assert.Equal(("twilio", true), _table.ProbeFailed(others[1].Id, At(64)));

        Assert.Equal(TrunkHealth.Down, _table.HealthOf("twilio"));
        Assert.False(_table.HasSilentAddress("twilio"));
    }

    [Fact]
    public void A_line_with_one_address_is_down_at_its_first_silence()
    {
        var asked = Begin(Tokyo);

        Assert.Equal(("twilio", true), _table.ProbeFailed(asked[0].Id, At(32)));
        Assert.Equal(TrunkHealth.Down, _table.HealthOf("twilio"));
    }

    [Fact]
    public void An_edge_that_answers_again_is_told_once()
    {
        var asked = Begin(Tokyo, Singapore);
        _table.ProbeFailed(asked[0].Id, At(32));
        _table.ProbeAnswered(Probes(32)[0].Id);

        var again = Assert.Single(Probes(100));

        Assert.Equal(Tokyo, again.NextHop);
        Assert.Equal(("twilio", true), _table.ProbeAnswered(again.Id));
        Assert.False(_table.HasSilentAddress("twilio"));
        Assert.Equal(("twilio", false), _table.ProbeAnswered(Assert.Single(Probes(200)).Id));
    }

    [Fact]
    public void A_dead_first_edge_never_makes_a_working_line_look_down()
    {
        Begin(Tokyo, Singapore);
        List<TrunkHealth> seen = [];
        var asked = 1;
        for (var second = 1; second < 3600; second++)
        {
            foreach (var probe in Probes(second))
            {
                asked++;
                _ = probe.NextHop == Tokyo ? _table.ProbeFailed(probe.Id, At(second)) : _table.ProbeAnswered(probe.Id);
            }

            seen.Add(_table.HealthOf("twilio"));
        }

        Assert.DoesNotContain(TrunkHealth.Down, seen);
        Assert.InRange(asked, 50, 240);
    }

    private List<(RequestId Id, Hop NextHop)> Begin(params Hop[] hops)
    {
        _table.Use([Twilio]);
        _table.Located("twilio", [.. hops]);
        return Probes(0);
    }

    private List<(RequestId Id, Hop NextHop)> Probes(double second) =>
        [.. _table.Probe(At(second)).OfType<SipCommand.SendRequest>().Select(command => (command.Request, command.NextHop))];

    private static Instant At(double second) => new(TimeSpan.FromSeconds(second));
}
