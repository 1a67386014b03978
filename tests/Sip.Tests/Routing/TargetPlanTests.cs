using System.Collections.Immutable;
using System.Net;
using Sip.Messages;
using Sip.Routing;
using Sip.Tests.Support;

namespace Sip.Tests.Routing;

public sealed class TargetPlanTests
{
    private const string Trunk = "office.pstn.frankfurt.twilio.com";
    private static readonly Instant Start = new(TimeSpan.FromHours(1));
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly DnsCache _cache = new();
    private readonly TargetHealth _health = new();
    private readonly SeededTokens _tokens = new();
    private readonly Dictionary<DnsQuestion, DnsReply> _zone = [];
    private readonly List<DnsQuestion> _asked = [];

    [Theory]
    [InlineData("sip:192.0.2.1", "Udp 192.0.2.1:5060")]
    [InlineData("sip:192.0.2.1:5070;transport=tcp", "Tcp 192.0.2.1:5070")]
    [InlineData("sip:[2001:db8::1];transport=tls", "Tls [2001:db8::1]:5061")]
    [InlineData("sips:192.0.2.1", "Tls 192.0.2.1:5061")]
    [InlineData("sips:192.0.2.1;transport=tcp", "Tls 192.0.2.1:5061")]
    public void A_numeric_host_is_itself_and_nobody_is_asked(string uri, string expected)
    {
        Assert.Equal([expected], Targets(uri));
        Assert.Empty(_asked);
    }

    [Fact]
    public void A_trunk_name_without_srv_leads_to_its_addresses_and_keeps_its_name_for_tls()
    {
        Address(Trunk, "35.156.191.128", "35.156.191.129");

        var targets = Ready($"sip:+15550100@{Trunk};transport=tls").Targets;
        Assert.Equal(["Tls 35.156.191.128:5061", "Tls 35.156.191.129:5061"], targets.Select(Text));
        Assert.All(targets, target => Assert.Equal(Trunk, target.Hop.ServerName));
        Assert.Equal([new(DnsKind.Srv, $"_sips._tcp.{Trunk}"), new(DnsKind.A, Trunk)], _asked);
    }

    [Fact]
    public void A_port_leaves_no_service_to_look_up()
    {
        Address("pbx.example", "192.0.2.7");

        Assert.Equal(["Udp 192.0.2.7:5080"], Targets("sip:pbx.example:5080"));
        Assert.Equal([new(DnsKind.A, "pbx.example")], _asked);
    }

    [Fact]
    public void Naptr_chooses_transports_in_the_domains_order_and_leaves_out_what_we_cannot_do()
    {
        _zone[new(DnsKind.Naptr, "example.com")] = new DnsReply.Found(Life)
        {
            Naptr = [new(50, 50, "SIP+D2U", "_sip._udp.example.com"), new(10, 20, "SIP+D2T", "_sip._tcp.example.com"), new(10, 10, "SIPS+D2T", "_sips._tcp.example.com"), new(1, 1, "SIP+D2S", "_sip._sctp.example.com")],
        };
        Srv("_sips._tcp.example.com", new SrvRecord(1, 1, 5061, "a.example.com"));
        Srv("_sip._tcp.example.com", new SrvRecord(1, 1, 5060, "a.example.com"));
        Srv("_sip._udp.example.com", new SrvRecord(1, 1, 5060, "b.example.com"));
        Address("a.example.com", "192.0.2.1");
        Address("b.example.com", "192.0.2.2");

        Assert.Equal(["Tls 192.0.2.1:5061", "Tcp 192.0.2.1:5060", "Udp 192.0.2.2:5060"], Targets("sip:example.com"));
        Assert.Equal(["Tls 192.0.2.1:5061"], Targets("sips:example.com"));
    }

    [Fact]
    public void Without_naptr_each_transport_is_looked_for_in_our_order()
    {
        Srv("_sip._tcp.example.com", new SrvRecord(1, 1, 5060, "a.example.com"));
        Srv("_sips._tcp.example.com", new SrvRecord(1, 1, 5061, "a.example.com"));
        Address("a.example.com", "192.0.2.1");

        Assert.Equal(["Tcp 192.0.2.1:5060", "Tls 192.0.2.1:5061"], Targets("sip:example.com"));
    }

    [Fact]
    public void Priorities_are_kept_and_weights_share_the_load()
    {
        ImmutableArray<SrvRecord> records = [new(20, 1, 1, "c"), new(10, 0, 1, "z"), new(10, 75, 1, "a"), new(10, 25, 1, "b")];
        var firsts = Enumerable.Range(0, 4000).Select(_ => SrvOrder.Arrange(records, _tokens)).ToArray();

        Assert.All(firsts, order => Assert.Equal("c", order[^1].Target));
        Assert.All(firsts, order => Assert.Equal(4, order.Length));
        Assert.InRange(firsts.Count(order => order[0].Target is "a"), 2800, 3150);
        Assert.InRange(firsts.Count(order => order[0].Target is "b"), 850, 1150);
        Assert.InRange(firsts.Count(order => order[0].Target is "z"), 1, 120);
    }

    [Fact]
    public void A_service_said_not_to_be_offered_is_not_guessed_at()
    {
        Srv("_sips._tcp.example.com", new SrvRecord(0, 0, 0, "."));
        Address("example.com", "192.0.2.1");

        Assert.Equal(new TargetPlan.Nowhere(NoTarget.NotOffered), Plan("sip:example.com;transport=tls"));
    }

    [Fact]
    public void An_unknown_name_and_dead_name_servers_are_told_apart()
    {
        Assert.Equal(new TargetPlan.Nowhere(NoTarget.NameUnknown), Plan("sip:nowhere.example"));

        _zone[new(DnsKind.A, "dark.example")] = new DnsReply.Failed();
        Assert.Equal(new TargetPlan.Nowhere(NoTarget.DnsFailed), Plan("sip:dark.example:5060"));
    }

    [Fact]
    public void Unknown_transports_lead_nowhere()
    {
        Assert.True(SipUri.TryParse("sip:example.com;transport=sctp", out var sctp));
        Assert.Null(RouteTarget.Of(sctp));
        Assert.True(SipUri.TryParse("sips:example.com;transport=udp", out var udp));
        Assert.Null(RouteTarget.Of(udp));
    }

    [Fact]
    public void Ipv6_is_used_when_wanted_and_after_ipv4()
    {
        Address("pbx.example", "192.0.2.7");
        _zone[new(DnsKind.Aaaa, "pbx.example")] = new DnsReply.Found(Life) { Addresses = [IPAddress.Parse("2001:db8::7")] };

        Assert.Equal(["Udp 192.0.2.7:5060"], Targets("sip:pbx.example:5060"));
        Assert.Equal(["Udp 192.0.2.7:5060", "Udp [2001:db8::7]:5060"], Targets("sip:pbx.example:5060", settings: new() { UsesIpv6 = true }));
    }

    [Fact]
    public void Pitfall_11_an_address_that_failed_is_tried_last_until_it_works_or_its_time_is_up()
    {
        Address(Trunk, "35.156.191.128", "35.156.191.129", "35.156.191.130");
        var uri = $"sip:{Trunk};transport=tls";
        var targets = Ready(uri).Targets;

        _health.Failed(targets[0], Start);
        Assert.Equal([targets[1], targets[2], targets[0]], Ready(uri).Targets);
        Assert.Equal(targets, Ready(uri, Start + TimeSpan.FromSeconds(30)).Targets);

        // Failing again makes it wait longer; all failing changes nothing but the order.
        _health.Failed(targets[0], Start + TimeSpan.FromSeconds(30));
        Assert.Equal(Start + TimeSpan.FromSeconds(90), _health.SuspectUntil(targets[0], Start + TimeSpan.FromSeconds(31)));
        _health.Worked(targets[0]);
        Assert.Equal(targets, Ready(uri, Start + TimeSpan.FromSeconds(31)).Targets);
        foreach (var target in targets)
            _health.Failed(target, Start);
        Assert.Equal(targets, Ready(uri).Targets);
    }

    [Fact]
    public void Pitfall_10_a_given_transport_is_never_changed_by_dns()
    {
        Srv("_sip._tcp.example.com", new SrvRecord(1, 1, 5060, "a.example.com"));
        Address("a.example.com", "192.0.2.1");
        Address("example.com", "192.0.2.2");

        Assert.Equal(["Udp 192.0.2.2:5060"], Targets("sip:example.com;transport=udp"));
    }

    [Fact]
    public void A_good_reply_past_its_time_serves_while_it_is_asked_for_again_and_a_day_when_dns_is_dead()
    {
        Address(Trunk, "35.156.191.128");
        var uri = $"sip:{Trunk}:5061;transport=tls";
        Assert.Empty(Ready(uri).Refresh);

        var late = Start + Life;
        Assert.Equal([new(DnsKind.A, Trunk)], Ready(uri, late).Refresh);
        _cache.Put(new(DnsKind.A, Trunk), new DnsReply.Failed(), late);
        Assert.Empty(Ready(uri, late).Refresh);
        Assert.Single(Ready(uri, late + DnsCache.ShortestLife).Refresh);
        Assert.Single(Ready(uri, late + TimeSpan.FromHours(23.9)).Targets);

        _zone[new(DnsKind.A, Trunk)] = new DnsReply.Failed();
        Assert.Equal(new TargetPlan.Nowhere(NoTarget.DnsFailed), Plan(uri, late + TimeSpan.FromHours(24.1)));
    }

    [Fact]
    public void Short_times_to_live_have_a_floor_and_no_such_name_is_believed_only_briefly()
    {
        var question = new DnsQuestion(DnsKind.A, "PBX.example.");
        Assert.Equal(new DnsQuestion(DnsKind.A, "pbx.example"), question);

        _cache.Put(question, new DnsReply.Found(TimeSpan.Zero) { Addresses = [IPAddress.Loopback] }, Start);
        Assert.False(_cache.Get(question, Start + TimeSpan.FromSeconds(29)).IsDue);
        Assert.True(_cache.Get(question, Start + TimeSpan.FromSeconds(30)).IsDue);

        _cache.Put(question, new DnsReply.Nothing(TimeSpan.FromDays(2)), Start);
        Assert.False(_cache.Get(question, Start + TimeSpan.FromSeconds(59)).IsDue);
        Assert.Equal(new(null, true), _cache.Get(question, Start + TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void The_cache_is_bounded()
    {
        for (var i = 0; i < 2000; i++)
            _cache.Put(new(DnsKind.A, $"host{i}.example"), new DnsReply.Nothing(Life), Start + TimeSpan.FromSeconds(i));

        Assert.Equal(512, _cache.Count);
        Assert.NotNull(_cache.Get(new(DnsKind.A, "host1999.example"), Start).Reply);
    }

    private static string Text(TransportTarget target) => $"{target.Transport} {target.Address}";

    private void Address(string name, params string[] addresses) =>
        _zone[new(DnsKind.A, name)] = new DnsReply.Found(Life) { Addresses = [.. addresses.Select(IPAddress.Parse)] };

    private void Srv(string name, params SrvRecord[] records) => _zone[new(DnsKind.Srv, name)] = new DnsReply.Found(Life) { Srv = [.. records] };

    private IEnumerable<string> Targets(string uri, TargetPlanSettings? settings = null) => Ready(uri, settings: settings).Targets.Select(Text);

    private TargetPlan.Ready Ready(string uri, Instant? now = null, TargetPlanSettings? settings = null) =>
        Assert.IsType<TargetPlan.Ready>(Plan(uri, now, settings));

    /// <summary>Asks the zone for what is missing and plans again, as a shell does.</summary>
    private TargetPlan Plan(string uri, Instant? now = null, TargetPlanSettings? settings = null)
    {
        Assert.True(SipUri.TryParse(uri, out var parsed));
        for (var round = 0; round < 4; round++)
        {
            var plan = TargetPlan.For(RouteTarget.Of(parsed)!, settings ?? new(), _cache, _health, _tokens, now ?? Start);
            if (plan is not TargetPlan.Ask ask)
                return plan;

            foreach (var question in ask.Questions)
            {
                _asked.Add(question);
                _cache.Put(question, _zone.GetValueOrDefault(question, new DnsReply.Nothing(Life)), now ?? Start);
            }
        }

        Assert.Fail("The plan keeps asking.");
        return null!;
    }
}
