using System.Net;
using Sip.Messages;
using Sip.Registration;

namespace Sip.Tests.Registration;

public sealed class RegistrarTests
{
    private const string Desk = "<sip:200@10.0.0.5:5060>";
    private static readonly Instant Start = new(TimeSpan.FromSeconds(1000));
    private static readonly Registrar Registrar = new(new RegistrarLimits { Bindings = 3 });

    [Fact]
    public void A_registered_phone_is_listed_with_its_expiry_and_reached_the_way_it_came()
    {
        var outcome = Register(BindingTable.Empty, Request(Desk + ";q=0.5", expires: 120));

        Assert.Equal((200, "<sip:200@10.0.0.5:5060>;expires=120;q=0.5"), (outcome.Answer.StatusCode, Assert.Single(outcome.Answer.Headers).Value));
        var binding = Assert.Single(outcome.Table.Of("200"));
        Assert.Equal(new Hop(TransportKind.Udp, "203.0.113.9", 31000) { Flow = new(1) }, binding.Hop);
        Assert.IsType<BindingEvent.Added>(Assert.Single(outcome.Events));
        Assert.Equal(Start + TimeSpan.FromSeconds(120), outcome.Table.Deadline);
    }

    [Fact]
    public void The_answer_is_a_command_for_the_stack()
    {
        var command = Register(BindingTable.Empty, Request(Desk)).Answer.ToCommand(new(7));

        Assert.Equal((new RequestId(7), 200, new HeaderLine("Contact", "<sip:200@10.0.0.5:5060>;expires=3600")), (command.Request, command.Status, Assert.Single(command.Headers)));
    }

    [Theory]
    [InlineData(";expires=600", 90, 600)]
    [InlineData("", 90, 90)]
    [InlineData("", null, 3600)]
    [InlineData(";expires=100000", null, 3600)]
    [InlineData(";expires=forever", null, 3600)]
    [InlineData(";expires=4294967295", null, 3600)]
    public void The_expiry_is_the_contacts_else_the_headers_else_ours_and_never_too_long(string parameter, int? header, int granted)
    {
        var table = Register(BindingTable.Empty, Request(Desk + parameter, expires: header)).Table;

        Assert.Equal(Start + TimeSpan.FromSeconds(granted), Assert.Single(table.Of("200")).ExpiresAt);
    }

    [Fact]
    public void Too_brief_an_interval_is_answered_423_with_the_least_we_take_and_changes_nothing()
    {
        var outcome = Register(BindingTable.Empty, Request($"{Desk}, <sip:200@10.0.0.6>;expires=59", expires: 600));

        Assert.Equal((423, new HeaderLine("Min-Expires", "60")), (outcome.Answer.StatusCode, Assert.Single(outcome.Answer.Headers)));
        Assert.Same(BindingTable.Empty, outcome.Table);
    }

    [Fact]
    public void Several_contacts_are_kept_the_preferred_first_and_a_question_lists_them()
    {
        var table = Register(BindingTable.Empty, Request("<sip:200@10.0.0.5>;q=0.2, <sip:200@10.0.0.6>;q=0.9")).Table;
        var asked = Register(table, Request(null, sequence: 2), Start + TimeSpan.FromSeconds(10.5));

        Assert.Equal(["<sip:200@10.0.0.6>;expires=3590;q=0.9", "<sip:200@10.0.0.5>;expires=3590;q=0.2"], asked.Answer.Headers.Select(header => header.Value));
        Assert.Empty(asked.Events);
        Assert.Same(table, asked.Table);
    }

    [Fact]
    public void One_contact_is_taken_back_with_zero_and_all_with_the_star()
    {
        var table = Register(BindingTable.Empty, Request("<sip:200@10.0.0.5>, <sip:200@10.0.0.6>")).Table;

        var one = Register(table, Request("<sip:200@10.0.0.5>;expires=0", sequence: 2));
        Assert.Equal("sip:200@10.0.0.6", Assert.Single(one.Table.Of("200")).Contact);
        Assert.Equal(BindingEnd.Unregistered, Assert.IsType<BindingEvent.Removed>(Assert.Single(one.Events)).Why);

        var all = Register(one.Table, Request("*", sequence: 3, expires: 0));
        Assert.Equal((200, 0), (all.Answer.StatusCode, all.Answer.Headers.Length));
        Assert.Empty(all.Table.All);
        Assert.Null(all.Table.Deadline);
    }

    [Theory]
    [InlineData("*", 60)]
    [InlineData("*", null)]
    [InlineData("*, <sip:200@10.0.0.5>", 0)]
    [InlineData("<tel:+15550100>", 600)]
    [InlineData("<sip:200@10.0.0.5", 600)]
    public void A_misused_star_or_a_contact_that_cannot_be_read_is_400(string contact, int? expires) =>
        Assert.Equal(400, Register(BindingTable.Empty, Request(contact, expires: expires)).Answer.StatusCode);

    [Fact]
    public void Nobody_registers_another_address() =>
        Assert.Equal(403, Registrar.Register(BindingTable.Empty, Request(Desk), "201", From(), Start).Answer.StatusCode);

    [Fact]
    public void An_older_request_of_the_same_series_changes_nothing()
    {
        var table = Register(BindingTable.Empty, Request(Desk, sequence: 5)).Table;

        Assert.Equal(500, Register(table, Request(Desk + ";expires=0", sequence: 5)).Answer.StatusCode);
        Assert.Equal(500, Register(table, Request("*", sequence: 4, expires: 0)).Answer.StatusCode);
        Assert.Equal(200, Register(table, Request(Desk, sequence: 6)).Answer.StatusCode);
        Assert.Equal(200, Register(table, Request(Desk, sequence: 1, callId: "after-restart")).Answer.StatusCode);
    }

    [Fact]
    public void Pitfall_13_a_new_nat_port_of_the_same_series_moves_the_binding_and_leaves_none_behind()
    {
        var table = Register(BindingTable.Empty, Request("<sip:200@203.0.113.9:31000>")).Table;
        var moved = Register(table, Request("<sip:200@203.0.113.9:42000>", sequence: 2), arrival: From(flow: 2, port: 42000));

        var binding = Assert.Single(moved.Table.Of("200"));
        Assert.Equal(("sip:200@203.0.113.9:42000", 42000, new FlowId(2)), (binding.Contact, binding.Hop.Port, binding.Hop.Flow));
        Assert.IsType<BindingEvent.Moved>(Assert.Single(moved.Events));
    }

    [Fact]
    public void Pitfall_13_the_same_contact_over_a_new_connection_is_reached_over_the_new_one()
    {
        var table = Register(BindingTable.Empty, Request(Desk), arrival: From(kind: TransportKind.Tcp)).Table;
        var again = Register(table, Request(Desk, sequence: 2), arrival: From(flow: 9, port: 50001, kind: TransportKind.Tcp));

        Assert.Equal(new Hop(TransportKind.Tcp, "203.0.113.9", 5060) { Flow = new(9) }, Assert.Single(again.Table.Of("200")).Hop);
    }

    [Theory]
    [InlineData(";reg-id=1")]
    [InlineData("")]
    public void Pitfall_13_a_restarted_phone_is_known_by_its_instance(string regId)
    {
        var instance = $";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"{regId}";
        var table = Register(BindingTable.Empty, Request("<sip:200@10.0.0.5:5060>" + instance)).Table;
        var again = Register(table, Request("<sip:200@10.0.0.5:49152>" + instance, callId: "new", sequence: 1), arrival: From(flow: 3));

        Assert.Equal("sip:200@10.0.0.5:49152", Assert.Single(again.Table.Of("200")).Contact);
        Assert.EndsWith(instance, Assert.Single(again.Answer.Headers).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_flows_of_one_phone_stand_side_by_side_and_a_broken_one_goes()
    {
        const string instance = ";+sip.instance=\"<urn:uuid:1>\"";
        var table = Register(BindingTable.Empty, Request($"{Desk}{instance};reg-id=1", supported: "outbound"), arrival: From(flow: 1)).Table;
        var two = Register(table, Request($"{Desk}{instance};reg-id=2", callId: "second", supported: "outbound"), arrival: From(flow: 2));
        Assert.Equal(2, two.Table.Of("200").Length);
        Assert.Contains(new HeaderLine("Require", "outbound"), two.Answer.Headers);

        var (left, events) = Registrar.FlowLost(two.Table, new(1));
        Assert.Equal(2u, Assert.Single(left.Of("200")).RegId);
        Assert.Equal(BindingEnd.FlowLost, Assert.IsType<BindingEvent.Removed>(Assert.Single(events)).Why);
    }

    [Fact]
    public void A_full_account_gives_up_its_oldest_binding_from_the_same_address_and_else_refuses()
    {
        var table = BindingTable.Empty;
        for (var i = 0; i < 4; i++)
            table = Register(table, Request($"<sip:200@10.0.0.5:{6000 + i}>", callId: $"boot{i}"), Start + TimeSpan.FromSeconds(i)).Table;
        Assert.Equal([6003, 6002, 6001], table.Of("200").Select(binding => SipUri.TryParse(binding.Contact, out var uri) ? uri.Port : null));

        var elsewhere = new Arrival(new(7), TransportKind.Udp, IPEndPoint.Parse("198.51.100.1:5060"), IPEndPoint.Parse("192.0.2.1:5060"));
        var refused = Register(table, Request("<sip:200@198.51.100.1>", callId: "other"), arrival: elsewhere);
        Assert.Equal(403, refused.Answer.StatusCode);
        Assert.Same(table, refused.Table);
    }

    [Fact]
    public void What_lapses_is_gone_at_its_deadline()
    {
        var table = Register(BindingTable.Empty, Request("<sip:200@10.0.0.5>;expires=60, <sip:200@10.0.0.6>;expires=90")).Table;
        var (left, events) = Registrar.Expire(table, table.Deadline!.Value);

        Assert.Equal("sip:200@10.0.0.6", Assert.Single(left.Of("200")).Contact);
        Assert.Equal(BindingEnd.Expired, Assert.IsType<BindingEvent.Removed>(Assert.Single(events)).Why);
        Assert.True(left.Deadline > table.Deadline);
        Assert.Same(left, Registrar.Expire(left, table.Deadline.Value).Table);
    }

    [Fact]
    public void A_path_is_kept_and_given_back_to_a_phone_that_knows_it()
    {
        var outcome = Register(BindingTable.Empty, Request(Desk, supported: "path", path: "<sip:edge.example;lr>, <sip:inner.example;lr>"));

        Assert.Equal(["<sip:edge.example;lr>", "<sip:inner.example;lr>"], Assert.Single(outcome.Table.Of("200")).Path);
        Assert.Equal(2, outcome.Answer.Headers.Count(header => header.Name is "Path"));
    }

    private static RegistrarOutcome Register(BindingTable table, SipRequest request, Instant? now = null, Arrival? arrival = null) =>
        Registrar.Register(table, request, "200", arrival ?? From(), now ?? Start);

    private static Arrival From(long flow = 1, int port = 31000, TransportKind kind = TransportKind.Udp) =>
        new(new(flow), kind, new(IPAddress.Parse("203.0.113.9"), port), IPEndPoint.Parse("192.0.2.1:5060"));

    private static SipRequest Request(
        string? contact, uint sequence = 1, int? expires = null, string callId = "series", string? supported = null, string? path = null)
    {
        var writer = SipWriter.Request(SipMethod.Register, "sip:office.example")
            .Add(HeaderName.Via, "SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bK1;rport")
            .Add(HeaderName.From, "<sip:200@office.example>;tag=1")
            .Add(HeaderName.To, "<sip:200@office.example>")
            .Add(HeaderName.CallId, callId)
            .Add(HeaderName.CSeq, $"{sequence} REGISTER");
        if (contact is not null)
            writer.Add(HeaderName.Contact, contact);
        if (expires is { } seconds)
            writer.Add(HeaderName.Expires, seconds);
        if (supported is not null)
            writer.Add(HeaderName.Supported, supported);
        if (path is not null)
            writer.Add(HeaderName.Path, path);
        return writer.ToRequest();
    }
}
