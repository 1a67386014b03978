using System.Net;
using Appliance.Numbers;
using Appliance.Tests.DialPlans;
using Appliance.Trunks;

namespace Appliance.Tests.Trunks;

public sealed class InboundTrustTests
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";

    private static readonly NumberPlan Taipei = new(new() { Country = "TW", AreaCode = "2" });

    private static readonly InboundEvidence Genuine = new()
    {
        Source = IPAddress.Parse("54.65.63.193"),
        RequestUser = "+886223456789",
        DiversionUser = "+886223456789",
        FromHost = "office.pstn.twilio.com",
        AccountSid = Account,
    };

    [Fact]
    public void A_genuine_call_is_believed() =>
        Assert.Equal(new InboundVerdict.Trusted("twilio", "+886223456789"), Judge(Genuine));

    [Theory]
    [InlineData("54.172.60.0")]
    [InlineData("54.172.60.3")]
    [InlineData("54.244.51.2")]
    [InlineData("54.171.127.194")]
    [InlineData("35.156.191.130")]
    [InlineData("54.169.127.131")]
    [InlineData("54.252.254.67")]
    [InlineData("177.71.206.195")]
    [InlineData("::ffff:54.65.63.195")]
    public void Every_edge_may_call_at_any_time(string source) =>
        Assert.IsType<InboundVerdict.Trusted>(Judge(Genuine with { Source = IPAddress.Parse(source) }));

    [Theory]
    [InlineData("54.172.60.4")]
    [InlineData("54.65.63.191")]
    [InlineData("54.171.127.1")]
    [InlineData("168.86.138.121")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public void Other_addresses_are_not_believed(string source) =>
        Assert.Equal(new InboundVerdict.Untrusted(Distrust.UnknownSource, null), Judge(Genuine with { Source = IPAddress.Parse(source) }));

    [Theory]
    [InlineData("ACffffffffffffffffffffffffffffffff")]
    [InlineData("")]
    public void Another_customer_of_twilio_at_the_same_addresses_is_refused(string account) =>
        Assert.Equal(new InboundVerdict.Untrusted(Distrust.ForeignAccount, "twilio"), Judge(Genuine with { AccountSid = account }));

    [Theory]
    [InlineData("other.pstn.twilio.com")]
    [InlineData("office.sip.twilio.com")]
    [InlineData("office.pstn.twilio.com.evil.example")]
    [InlineData("office.pstn.evil.example")]
    [InlineData("")]
    public void Another_trunks_name_in_from_is_refused(string host) =>
        Assert.Equal(new InboundVerdict.Untrusted(Distrust.ForeignTrunk, "twilio"), Judge(Genuine with { FromHost = host }));

    [Theory]
    [InlineData("office.pstn.tokyo.twilio.com")]
    [InlineData("OFFICE.PSTN.TWILIO.COM")]
    [InlineData("office.pstn.twilio.com.")]
    public void The_trunks_name_with_an_edge_is_its_name(string host) =>
        Assert.IsType<InboundVerdict.Trusted>(Judge(Genuine with { FromHost = host }));

    [Fact]
    public void A_number_that_is_not_ours_is_refused() =>
        Assert.Equal(new InboundVerdict.Untrusted(Distrust.ForeignNumber, "twilio"), Judge(Genuine with { RequestUser = "+14155550000", DiversionUser = "" }));

    [Fact]
    public void A_fixed_user_in_the_origination_uri_is_understood_by_diversion() =>
        Assert.Equal(new InboundVerdict.Trusted("twilio", "+886223456780"), Judge(Genuine with { RequestUser = "box", DiversionUser = "+886223456780" }));

    [Theory]
    [InlineData("correct horse", true)]
    [InlineData("correct hors", false)]
    [InlineData("", false)]
    public void A_token_is_asked_for_where_one_is_set(string token, bool believed)
    {
        var trust = new InboundTrust([Offices.Twilio with { InboundTokenRef = "token" }], Taipei);
        var verdict = trust.Judge(Genuine with { Token = token }, NoAddresses, static name => name is "token" ? "correct horse" : null);

        Assert.Equal(believed, verdict is InboundVerdict.Trusted);
    }

    [Fact]
    public void A_token_whose_secret_is_lost_lets_nobody_in()
    {
        var trust = new InboundTrust([Offices.Twilio with { InboundTokenRef = "token" }], Taipei);

        Assert.Equal(new InboundVerdict.Untrusted(Distrust.WrongToken, "twilio"), trust.Judge(Genuine, NoAddresses, static _ => null));
    }

    [Fact]
    public void Of_two_trunks_the_one_whose_name_and_number_agree_is_meant()
    {
        var second = Offices.Twilio with { Id = "second", TerminationHost = "branch.pstn.twilio.com", Numbers = ["+886277770000"] };
        var trust = new InboundTrust([Offices.Twilio, second], Taipei);

        Assert.Equal(
            new InboundVerdict.Trusted("second", "+886277770000"),
            trust.Judge(Genuine with { FromHost = "branch.pstn.twilio.com", RequestUser = "+886277770000" }, NoAddresses, static _ => null));
    }

    [Fact]
    public void A_disabled_trunk_believes_nobody() =>
        Assert.IsType<InboundVerdict.Untrusted>(new InboundTrust([Offices.Twilio with { Enabled = false }], Taipei).Judge(Genuine, NoAddresses, static _ => null));

    [Fact]
    public void A_provider_is_believed_from_its_resolved_addresses_its_listed_networks_and_its_registration()
    {
        var provider = Offices.PlanB with { InboundFrom = [IPNetwork.Parse("198.51.100.0/24")] };
        var trust = new InboundTrust([provider], Taipei);
        InboundVerdict From(string source, string? flow = null, string user = "0277778888") =>
            trust.Judge(new() { Source = IPAddress.Parse(source), RequestUser = user, OnFlowOf = flow }, static _ => [IPAddress.Parse("203.0.113.7")], static _ => null);

        Assert.IsType<InboundVerdict.Trusted>(From("203.0.113.7"));
        Assert.IsType<InboundVerdict.Trusted>(From("198.51.100.200"));
        Assert.IsType<InboundVerdict.Trusted>(From("192.0.2.9", "planb"));
        Assert.Equal(new InboundVerdict.Trusted("planb", "+886277778888"), From("192.0.2.9", "planb", "c0ntact"));
        Assert.Equal(new InboundVerdict.Untrusted(Distrust.UnknownSource, null), From("192.0.2.9"));
        Assert.Equal(new InboundVerdict.Untrusted(Distrust.ForeignNumber, "planb"), From("203.0.113.7", user: "0912345678"));
    }

    [Fact]
    public void The_flow_of_one_trunk_proves_nothing_for_another()
    {
        var trust = new InboundTrust([Offices.Twilio, Offices.PlanB], Taipei);

        Assert.NotEqual(new InboundVerdict.Trusted("twilio", "+886223456789"), trust.Judge(Genuine with { OnFlowOf = "planb" }, NoAddresses, static _ => null));
    }

    [Fact]
    public void Evidence_never_shows_its_token() =>
        Assert.DoesNotContain("hush", (Genuine with { Token = "hush" }).ToString(), StringComparison.Ordinal);

    private static InboundVerdict Judge(InboundEvidence evidence) => new InboundTrust([Offices.Twilio], Taipei).Judge(evidence, NoAddresses, static _ => null);

    private static IPAddress[] NoAddresses(TrunkConfig trunk) => [];
}
