using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sip.Net.Tests.Support;

namespace Sip.Net.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task A_request_over_tcp_is_answered_on_its_connection()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Tcp));
        await using var peer = await wire.Address(TransportKind.Tcp).ConnectAsync();
        await peer.WriteAsync(Wire.Text(transport: "TCP"));

        var arrived = await wire.NextAsync<SipInput.Arrived>();
        wire.Send(Wire.Answer(arrived.Message), new Hop(TransportKind.Tcp, "127.0.0.1", 5060) { Flow = arrived.From.Flow });

        Assert.StartsWith("SIP/2.0 200", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(TransportKind.Tcp, arrived.From.Transport);
    }

    [Fact]
    public async Task Several_messages_in_one_segment_and_one_in_many_all_arrive_in_order()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Tcp));
        await using var peer = await wire.Address(TransportKind.Tcp).ConnectAsync();

        await peer.WriteAsync(Wire.Text(branch: "z9hG4bKa") + "\r\n\r\n" + Wire.Text(branch: "z9hG4bKb"));
        foreach (var one in Wire.Text(branch: "z9hG4bKc"))
            await peer.WriteAsync(one.ToString());

        foreach (var branch in new[] { "z9hG4bKa", "z9hG4bKb", "z9hG4bKc" })
            Assert.Equal(branch, Encoding.ASCII.GetString((await wire.NextAsync<SipInput.Arrived>()).Message.TopVia.Branch));
        Assert.Equal("\r\n", await peer.ReadExactlyAsync(2));
    }

    [Fact]
    public async Task A_quiet_outgoing_connection_is_pinged_with_two_line_ends_and_pongs_are_never_answered()
    {
        var time = new FakeTimeProvider();
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings(), time);
        wire.Send(Wire.Options(), door.Hop());
        await using var peer = await door.AcceptAsync();
        await peer.ReadHeadAsync();
        await wire.NextAsync<SipInput.SentOn>();

        // A line end sent back for a pong would show up as a third one.
        for (var ping = 0; ping < 4; ping++)
        {
            time.Advance(TimeSpan.FromSeconds(35));
            Assert.Equal("\r\n\r\n", await peer.ReadExactlyAsync(4));
            await peer.WriteAsync("\r\n" + Wire.Text(branch: $"z9hG4bK{ping}"));
            await wire.NextAsync<SipInput.Arrived>();
        }

        wire.Send(Wire.Options(branch: "z9hG4bKlast"), door.Hop());
        Assert.StartsWith("OPTIONS", await peer.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pongs_without_messages_between_keep_the_connection_and_are_never_answered()
    {
        var time = new FakeTimeProvider();
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings(), time);
        wire.Send(Wire.Options(), door.Hop());
        await using var peer = await door.AcceptAsync();
        await peer.ReadHeadAsync();
        await wire.NextAsync<SipInput.SentOn>();

        for (var ping = 1; ping <= 5; ping++)
        {
            time.Advance(TimeSpan.FromSeconds(35));
            Assert.Equal("\r\n\r\n", await peer.ReadExactlyAsync(4));
            await peer.WriteAsync("\r\n");
            await wire.KeptAliveAsync(ping);
        }

        wire.Send(Wire.Options(branch: "z9hG4bKlast"), door.Hop());
        Assert.StartsWith("OPTIONS", await peer.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_stops_ponging_is_closed_and_said_to_be_gone()
    {
        var time = new FakeTimeProvider();
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings(), time);
        wire.Send(Wire.Options(), door.Hop());
        await using var peer = await door.AcceptAsync();
        await peer.ReadHeadAsync();
        var sent = await wire.NextAsync<SipInput.SentOn>();
        time.Advance(TimeSpan.FromSeconds(35));
        await peer.ReadExactlyAsync(4);
        await peer.WriteAsync("\r\n");
        await wire.KeptAliveAsync(1);

        time.Advance(TimeSpan.FromSeconds(35));
        await peer.ReadExactlyAsync(4);
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(sent.Flow, (await wire.NextAsync<SipInput.FlowClosed>()).Flow);
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task A_peer_that_never_ponged_is_not_closed_for_it()
    {
        var time = new FakeTimeProvider();
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings(), time);
        wire.Send(Wire.Options(), door.Hop());
        await using var peer = await door.AcceptAsync();
        await peer.ReadHeadAsync();
        await wire.NextAsync<SipInput.SentOn>();

        for (var ping = 0; ping < 3; ping++)
        {
            time.Advance(TimeSpan.FromSeconds(35));
            Assert.Equal("\r\n\r\n", await peer.ReadExactlyAsync(4));
        }
    }

    [Fact]
    public async Task A_bare_fin_is_noticed_and_the_next_request_goes_on_a_new_connection()
    {
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings());
        wire.Send(Wire.Options(), door.Hop());
        var first = await wire.NextAsync<SipInput.SentOn>();
        await using (var peer = await door.AcceptAsync())
            await peer.ReadHeadAsync();
        Assert.Equal(first.Flow, (await wire.NextAsync<SipInput.FlowClosed>()).Flow);

        wire.Send(Wire.Options(), door.Hop() with { Flow = first.Flow });
        var second = await wire.NextAsync<SipInput.SentOn>();
        await using var again = await door.AcceptAsync();

        Assert.NotEqual(first.Flow, second.Flow);
        Assert.StartsWith("OPTIONS", await again.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_of_a_closed_connection_is_told_again_when_the_loop_was_overloaded()
    {
        var time = new FakeTimeProvider();
        var refusals = 2;
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings(), time, input => input is SipInput.FlowClosed && Interlocked.Decrement(ref refusals) >= 0);
        wire.Send(Wire.Options(), door.Hop());
        var sent = await wire.NextAsync<SipInput.SentOn>();
        await using (var peer = await door.AcceptAsync())
            await peer.ReadHeadAsync();

        Assert.Equal(sent.Flow, (await Wire.PassTimeAsync(time, wire.NextAsync<SipInput.FlowClosed>())).Flow);
    }

    [Fact]
    public async Task A_broken_message_is_answered_before_the_connection_closes()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Tcp));
        await using var peer = await wire.Address(TransportKind.Tcp).ConnectAsync();
        await peer.WriteAsync(Wire.Text(transport: "TCP").Replace("Content-Length: 0\r\n", "", StringComparison.Ordinal) + "and something behind it");

        var broken = await wire.NextAsync<SipInput.ArrivedMalformed>();
        wire.Send(Wire.Answer(broken.Request, broken.AnswerWith), new Hop(TransportKind.Tcp, "127.0.0.1", 5060) { Flow = broken.From.Flow });

        var got = await peer.ReadToEndAsync();
        Assert.StartsWith($"SIP/2.0 {broken.AnswerWith}", got, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", got, StringComparison.Ordinal);
        peer.Dispose();
        await wire.NextAsync<SipInput.FlowClosed>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("OPTIONS sip:box.test SIP/2.0\r\nVia: SIP")]
    public async Task A_connection_that_brings_no_whole_message_is_closed(string begun)
    {
        var time = new FakeTimeProvider();
        await using var wire = new Wire(Wire.Listening(TransportKind.Tcp), time);
        await using var peer = await wire.Address(TransportKind.Tcp).ConnectAsync();
        await peer.WriteAsync(begun);

        Assert.DoesNotContain("SIP", await Wire.PassTimeAsync(time, peer.ReadToEndAsync()), StringComparison.Ordinal);
        await wire.NextAsync<SipInput.FlowClosed>();
    }

    [Fact]
    public async Task A_second_message_may_not_trickle_for_ever_either()
    {
        var time = new FakeTimeProvider();
        await using var wire = new Wire(Wire.Listening(TransportKind.Tcp), time);
        await using var peer = await wire.Address(TransportKind.Tcp).ConnectAsync();
        await peer.WriteAsync(Wire.Text() + "OPTIONS sip:box");
        await wire.NextAsync<SipInput.Arrived>();

        await Wire.PassTimeAsync(time, peer.ReadToEndAsync());
        await wire.NextAsync<SipInput.FlowClosed>();
    }

    [Fact]
    public async Task One_address_cannot_take_every_connection()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Tcp) with { MaximumConnectionsFromOneAddress = 2 });
        var address = wire.Address(TransportKind.Tcp);
        await using var first = await address.ConnectAsync();
        await first.WriteAsync(Wire.Text());
        await wire.NextAsync<SipInput.Arrived>();
        await using (var second = await address.ConnectAsync())
        {
            await second.WriteAsync(Wire.Text());
            await wire.NextAsync<SipInput.Arrived>();
            await using var third = await address.ConnectAsync();
            Assert.DoesNotContain("SIP", await third.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await wire.NextAsync<SipInput.FlowClosed>();
        await using var fourth = await address.ConnectAsync();
        await fourth.WriteAsync(Wire.Text());
        await wire.NextAsync<SipInput.Arrived>();
    }

    [Fact]
    public async Task A_peer_that_does_not_read_never_blocks_and_is_refused()
    {
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings());
        wire.Send(Wire.Options(), door.Hop());
        await using var peer = await door.AcceptAsync();
        await wire.NextAsync<SipInput.SentOn>();

        var large = Wire.Options(padding: 8_000);
        for (var sent = 0; sent < 4_000; sent++)
            wire.Send(large, door.Hop());

        Assert.Contains("does not read", (await wire.NextAsync<SipInput.SendFailed>()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_refuses_is_said_in_a_sentence()
    {
        await using var wire = new Wire(new TransportSettings());
        using var door = new Door();
        var hop = door.Hop();
        door.Dispose();

        var token = wire.Send(Wire.Options(), hop);

        var failed = await wire.NextAsync<SipInput.SendFailed>();
        Assert.Equal((token, $"127.0.0.1 refuses connections on port {hop.Port}"), (failed.Token, failed.Why));
    }

    [Fact]
    public async Task What_was_queued_is_written_before_the_sockets_close()
    {
        using var door = new Door();
        var wire = new Wire(new TransportSettings());
        wire.Send(Wire.Options(), door.Hop());
        await using var peer = await door.AcceptAsync();
        await wire.NextAsync<SipInput.SentOn>();
        wire.Send(Wire.Options(branch: "z9hG4bKgoodbye"), door.Hop());

        await wire.DisposeAsync();

        Assert.Contains("z9hG4bKgoodbye", await peer.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
