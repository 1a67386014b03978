using System.Net;
using System.Net.Sockets;
using Sip.Net.Tests.Support;

namespace Sip.Net.Tests;

public sealed class LocalAddressTests
{
    private static readonly Hop NearTls = new(TransportKind.Tls, "127.0.0.1", 5061);

    [Fact]
    public async Task The_contact_port_is_that_of_the_listener_of_the_same_transport()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Udp, TransportKind.Tcp));
        foreach (var transport in new[] { TransportKind.Udp, TransportKind.Tcp })
            Assert.Equal(wire.Address(transport), wire.Transports.Toward(new Hop(transport, "127.0.0.1", 5060)));
    }

    [Fact]
    public async Task An_outgoing_connection_shows_the_listening_port_and_not_its_own()
    {
        using var door = new Door();
        await using var wire = new Wire(Wire.Listening(TransportKind.Tcp));
        wire.Send(Wire.Options(), door.Hop());
        var sent = await wire.NextAsync<SipInput.SentOn>();

        Assert.Equal(wire.Address(TransportKind.Tcp), wire.Transports.Toward(door.Hop() with { Flow = sent.Flow }));
    }

    [Fact]
    public async Task A_listener_on_another_address_is_still_where_we_are_reached()
    {
        var listener = new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0);
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings { Listeners = [new SipListener(TransportKind.Tcp, listener)] });
        wire.Send(Wire.Options(), door.Hop());
        var sent = await wire.NextAsync<SipInput.SentOn>();

        Assert.Equal(wire.Address(TransportKind.Tcp), wire.Transports.Toward(door.Hop() with { Flow = sent.Flow }));
        Assert.Equal(wire.Address(TransportKind.Tcp), wire.Transports.Toward(door.Hop()));
    }

    [Fact]
    public async Task Voice_goes_the_way_to_the_peer_where_we_listen_on_another_side_only()
    {
        var listener = new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0);
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings { Listeners = [new SipListener(TransportKind.Tcp, listener)] });
        Assert.Equal(IPAddress.Loopback, wire.Transports.VoiceToward(door.Hop()));

        wire.Send(Wire.Options(), door.Hop());
        var sent = await wire.NextAsync<SipInput.SentOn>();

        Assert.Equal(IPAddress.Loopback, wire.Transports.VoiceToward(door.Hop() with { Flow = sent.Flow }));
    }

    [Fact]
    public async Task A_listener_on_every_address_shows_the_one_on_the_way_to_the_peer()
    {
        await using var wire = new Wire(new TransportSettings { Listeners = [new SipListener(TransportKind.Udp, new IPEndPoint(IPAddress.Any, 0))] });
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await peer.SendAsync("x"u8.ToArray(), new IPEndPoint(IPAddress.Loopback, wire.Address(TransportKind.Udp).Port), TestContext.Current.CancellationToken);

        var toward = wire.Transports.Toward(new Hop(TransportKind.Udp, "127.0.0.1", 5060));

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, wire.Address(TransportKind.Udp).Port), toward);
    }

    [Fact]
    public async Task Ipv6_peers_see_an_ipv6_address_of_the_ipv6_listener()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "no IPv6 here");
        await using var wire = new Wire(new TransportSettings
        {
            Listeners =
            [
                new SipListener(TransportKind.Udp, new IPEndPoint(IPAddress.Any, 0)),
                new SipListener(TransportKind.Udp, new IPEndPoint(IPAddress.IPv6Any, 0)),
            ],
        });

        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, wire.Transports.Listening[1].Address.Port), wire.Transports.Toward(new Hop(TransportKind.Udp, "[::1]", 5060)));
    }

    [Fact]
    public async Task Peers_on_the_internet_see_the_public_address_and_those_inside_the_real_one()
    {
        var seen = IPAddress.Parse("203.0.113.5");
        await using var wire = new Wire(Wire.Listening(TransportKind.Udp) with { PublicAddress = seen });
        var port = wire.Address(TransportKind.Udp).Port;

        Assert.Equal(new IPEndPoint(seen, port), wire.Transports.Toward(new Hop(TransportKind.Udp, "198.51.100.1", 5060)));
        Assert.Equal(new IPEndPoint(seen, port), wire.Transports.Toward(new Hop(TransportKind.Udp, "unknown.example.test", 5060)));
        Assert.Equal(wire.Address(TransportKind.Udp), wire.Transports.Toward(new Hop(TransportKind.Udp, "127.0.0.1", 5060)));
    }

    [Fact]
    public async Task Without_a_listener_the_usual_port_is_named()
    {
        await using var wire = new Wire(new TransportSettings());
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5061), wire.Transports.Toward(NearTls));
    }

    [Theory]
    [InlineData(TransportKind.Udp, "UDP")]
    [InlineData(TransportKind.Tcp, "TCP")]
    public async Task A_port_in_use_is_named_in_a_sentence_even_to_ourselves(TransportKind transport, string name)
    {
        await using var wire = new Wire(Wire.Listening(transport));
        var taken = wire.Address(transport);

        var fault = Assert.Throws<SipListenException>(() => new Wire(new TransportSettings { Listeners = [new SipListener(transport, taken)] }));

        Assert.Equal($"Another program already uses {name} port {taken.Port} on 127.0.0.1. Stop that program, or choose another SIP port in the settings.", fault.Message);
    }

    [Fact]
    public void An_address_that_is_not_ours_is_named_in_a_sentence()
    {
        var foreign = new SipListener(TransportKind.Udp, new IPEndPoint(IPAddress.Parse("192.0.2.77"), 5060));

        var fault = Assert.Throws<SipListenException>(() => new Wire(new TransportSettings { Listeners = [foreign] }));

        Assert.Equal("This box has no address 192.0.2.77. Choose one of its own addresses in the settings, or 0.0.0.0 for all.", fault.Message);
    }

    [Fact]
    public void A_port_that_may_not_be_opened_is_named_in_a_sentence()
    {
        var refused = SipListenException.For(new SipListener(TransportKind.Tls, new IPEndPoint(IPAddress.Any, 443)), new SocketException((int)SocketError.AccessDenied));

        Assert.Equal("TLS port 443 may not be opened by this user. Choose a port above 1023, or grant the right to open it.", refused.Message);
    }

    [Theory]
    [InlineData(SocketType.Dgram, ProtocolType.Udp)]
    [InlineData(SocketType.Stream, ProtocolType.Tcp)]
    public void Signalling_is_marked_cs3(SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        SocketMarks.Mark(socket, new TransportSettings().DifferentiatedServices);
        Assert.Equal(24 << 2, socket.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService));
    }
}
