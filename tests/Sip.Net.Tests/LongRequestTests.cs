using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Sip.Messages;

namespace Sip.Net.Tests;

public sealed class LongRequestTests
{
    [Fact]
    public async Task Pitfall_10_a_long_request_goes_by_tcp_and_the_next_short_one_by_udp_again()
    {
        using var stop = Patience();
        await using var box = Start();
        using var stream = new TcpListener(IPAddress.Loopback, 0);
        stream.Start();
        var address = (IPEndPoint)stream.LocalEndpoint;
        using var datagrams = new UdpClient(address);

        box.Send(new(Options(1400), HopTo(address), Token: 0));
        using var accepted = await stream.AcceptTcpClientAsync(stop.Token);
        Assert.True(await accepted.GetStream().ReadAsync(new byte[2048], stop.Token) > 0);

        box.Send(new(Options(10), HopTo(address), Token: 0));
        Assert.NotNull(SipParser.Read((await datagrams.ReceiveAsync(stop.Token)).Buffer).Message);
    }

    [Fact]
    public async Task Pitfall_10_a_long_request_to_a_peer_without_tcp_goes_by_udp_all_the_same()
    {
        using var stop = Patience();
        await using var box = Start();
        using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));

        box.Send(new(Options(1400), HopTo((IPEndPoint)datagrams.Client.LocalEndPoint!), Token: 0));
        Assert.Equal(1400, (SipParser.Read((await datagrams.ReceiveAsync(stop.Token)).Buffer).Message as SipRequest)?.Body.Length);
    }

    private static CancellationTokenSource Patience()
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(20));
        return stop;
    }

    private static SipTransports Start()
    {
        var transports = new SipTransports(
            new() { Listeners = [new(TransportKind.Udp, new(IPAddress.Loopback, 0))] },
            Channel.CreateUnbounded<SipInput>().Writer.TryWrite,
            DnsLookup.System(TimeProvider.System, NullLogger.Instance),
            TimeProvider.System,
            NullLogger.Instance);
        transports.Start();
        return transports;
    }

    private static Hop HopTo(IPEndPoint address) => new(TransportKind.Udp, "127.0.0.1", address.Port);

    private static SipRequest Options(int bodyLength) => SipWriter.Request(SipMethod.Options, "sip:127.0.0.1")
        .Add(HeaderName.Via, $"SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK{bodyLength}")
        .Add(HeaderName.From, "<sip:box@example.net>;tag=box")
        .Add(HeaderName.To, "<sip:127.0.0.1>")
        .Add(HeaderName.CallId, "long")
        .Add(HeaderName.CSeq, "1 OPTIONS")
        .Body("text/plain", new byte[bodyLength])
        .ToRequest();
}
