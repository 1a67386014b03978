using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Sip.Routing;

namespace Sip.Net.Tests;

public sealed class DnsRepliesTests
{
    private static readonly byte[] TargetName = [1, 97, 4, 116, 101, 115, 116, 0]; // a.test

    [Fact]
    public async Task Records_nothing_and_silence_are_three_different_replies()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var lookup = DnsLookup.Over([(IPEndPoint)server.Client.LocalEndPoint!], TimeProvider.System, NullLogger.Instance);
        var serving = ServeAsync(server, stop.Token);

        var address = await lookup.ReplyAsync(new(DnsKind.A, "a.test"), stop.Token);
        Assert.Equal([IPAddress.Parse("192.0.2.7")], Assert.IsType<DnsReply.Found>(address).Addresses);
        var service = await lookup.ReplyAsync(new(DnsKind.Srv, "_sips._tcp.a.test"), stop.Token);
        Assert.Equal([new SrvRecord(10, 20, 5061, "a.test")], Assert.IsType<DnsReply.Found>(service).Srv);
        Assert.IsType<DnsReply.Nothing>(await lookup.ReplyAsync(new(DnsKind.Aaaa, "a.test"), stop.Token));
        Assert.IsType<DnsReply.Failed>(await lookup.ReplyAsync(new(DnsKind.A, "broken.test"), stop.Token));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    /// <summary>A name server that knows one address and one service, and answers "server failure" for names that begin with b.</summary>
    private static async Task ServeAsync(UdpClient server, CancellationToken stop)
    {
        while (true)
        {
            var query = await server.ReceiveAsync(stop);
            var bytes = query.Buffer;
            var nameEnd = 12;
            while (bytes[nameEnd] is not 0)
                nameEnd += bytes[nameEnd] + 1;
            var type = bytes[nameEnd + 2];

            byte[] data = (type, bytes[13]) switch
            {
                (1, (byte)'a') => [192, 0, 2, 7],
                (33, _) => [0, 10, 0, 20, 0x13, 0xC5, .. TargetName],
                _ => [],
            };
            byte failure = bytes[13] is (byte)'b' ? (byte)2 : (byte)0;
            byte[] answer = data.Length is 0 ? [] : [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data];
            byte[] reply = [bytes[0], bytes[1], 0x81, (byte)(0x80 | failure), 0, 1, 0, (byte)(answer.Length is 0 ? 0 : 1), 0, 0, 0, 0, .. bytes[12..(nameEnd + 5)], .. answer];
            await server.SendAsync(reply, query.RemoteEndPoint, stop);
        }
    }
}
