using System.Net;
using System.Net.Sockets;
using System.Text;
using Sip.Net.Tests.Support;

namespace Sip.Net.Tests;

public sealed class UdpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_datagram_is_answered_to_where_it_came_from()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Udp));
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await peer.SendAsync(Encoding.ASCII.GetBytes(Wire.Text()), wire.Address(TransportKind.Udp), TestContext.Current.CancellationToken);

        var arrived = await wire.NextAsync<SipInput.Arrived>();
        wire.Send(Wire.Answer(arrived.Message), new Hop(TransportKind.Udp, "127.0.0.1", 5060) { Flow = arrived.From.Flow });

        var answer = await ReceiveAsync(peer);
        Assert.StartsWith("SIP/2.0 200", answer.Text, StringComparison.Ordinal);
        Assert.Equal(wire.Address(TransportKind.Udp), answer.From);
    }

    [Fact]
    public async Task Keep_alives_and_noise_leave_the_socket_working()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Udp));
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        foreach (var noise in new[] { "\r\n\r\n", "\0", "", "nonsense", "INVITE\r\n\r\n", new string('x', 60_000), Wire.Text() })
            await peer.SendAsync(Encoding.ASCII.GetBytes(noise), wire.Address(TransportKind.Udp), TestContext.Current.CancellationToken);

        await wire.NextAsync<SipInput.Arrived>();
        Assert.Equal(0, wire.Transports.Counters.Dropped);
    }

    [Fact]
    public async Task Pitfall_10_a_large_request_goes_by_tcp_when_the_peer_has_it_and_only_that_one()
    {
        using var door = new Door();
        using var datagrams = new UdpClient(door.Address);
        await using var wire = new Wire(Wire.Listening(TransportKind.Udp));
        var hop = door.Hop(TransportKind.Udp);

        wire.Send(Wire.Options(padding: 1_400), hop);
        await using var stream = await door.AcceptAsync();
        var large = await stream.ReadHeadAsync();
        var sentOn = await wire.NextAsync<SipInput.SentOn>();
        wire.Send(Wire.Options(), hop);
        var small = (await ReceiveAsync(datagrams)).Text;
        await stream.WriteAsync(Encoding.ASCII.GetString(Wire.Answer(Wire.Options(transport: "TCP")).Span));
        var answered = await wire.NextAsync<SipInput.Arrived>();

        Assert.Contains("Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKone;rport\r\n", large, StringComparison.Ordinal);
        Assert.Contains("Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKone;rport\r\n", small, StringComparison.Ordinal);
        Assert.Equal(sentOn.Flow, answered.From.Flow);
    }

    [Fact]
    public async Task Pitfall_10_a_large_request_goes_in_fragments_when_the_peer_has_no_tcp()
    {
        using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var wire = new Wire(Wire.Listening(TransportKind.Udp));
        var hop = new Hop(TransportKind.Udp, "127.0.0.1", ((IPEndPoint)datagrams.Client.LocalEndPoint!).Port);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            wire.Send(Wire.Options(padding: 4_000), hop);
            var large = (await ReceiveAsync(datagrams)).Text;
            Assert.Contains("Via: SIP/2.0/UDP ", large, StringComparison.Ordinal);
            Assert.EndsWith("Content-Length: 0\r\n\r\n", large, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_leaves_from_the_listener_that_is_nearest_to_the_peer()
    {
        await using var wire = new Wire(new TransportSettings
        {
            Listeners =
            [
                new SipListener(TransportKind.Udp, new IPEndPoint(IPAddress.Parse("127.0.0.7"), 0)),
                new SipListener(TransportKind.Udp, new IPEndPoint(IPAddress.Loopback, 0)),
            ],
        });
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var hop = new Hop(TransportKind.Udp, "127.0.0.1", ((IPEndPoint)peer.Client.LocalEndPoint!).Port);

        wire.Send(Wire.Options(), hop);

        Assert.Equal((await ReceiveAsync(peer)).From, wire.Transports.Toward(hop));
        Assert.Equal(wire.Transports.Listening[1].Address, wire.Transports.Toward(hop));
    }

    private static async Task<(string Text, IPEndPoint From)> ReceiveAsync(UdpClient peer)
    {
        var got = await peer.ReceiveAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
        return (Encoding.ASCII.GetString(got.Buffer), got.RemoteEndPoint);
    }
}
