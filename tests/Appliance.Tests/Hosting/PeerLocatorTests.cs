using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Sip.Net;

namespace Appliance.Tests.Hosting;

public sealed class PeerLocatorTests
{
    private readonly Channel<GatewayInput> _posted = Channel.CreateUnbounded<GatewayInput>();

    [Fact]
    public async Task Places_are_told_and_what_cannot_be_found_is_said_once()
    {
        var config = ConfigReader.Read("""
            [[trunk]]
            id = "lost"
            kind = "sip"
            host = "lost.example.test"
            transport = "tcp"

            [[trunk]]
            id = "here"
            kind = "sip"
            host = "127.0.0.1"
            port = 5070
            transport = "tcp"
            """).Config;
        Assert.Equal(2, config.Trunks.Count);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var locator = new PeerLocator(
            DnsLookup.Over([], TimeProvider.System, NullLogger.Instance), new SystemTokens(), _posted.Writer.TryWrite, TimeProvider.System, NullLogger.Instance);
        var office = new Office(config, 1, ImmutableDictionary<string, string>.Empty);
        locator.Use(office);
        locator.Use(office);
        var running = locator.RunAsync(stop.Token);

        GatewayInput[] told = [await NextAsync(), await NextAsync()];
        await stop.CancelAsync();
        await running;

        Assert.Equal("No name server answers. Is the network up? (lost.example.test)", Assert.Single(told.OfType<GatewayInput.NotLocated>()).Why);
        var hop = Assert.Single(Assert.Single(told.OfType<GatewayInput.Located>()).Hops);
        Assert.Equal((IPAddress.Loopback.ToString(), 5070), (hop.Host, hop.Port));
    }

    private async Task<GatewayInput> NextAsync() =>
        await _posted.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
