using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sip.Routing;

namespace Sip.Net.Tests;

public sealed class DnsLookupTests
{
    private static readonly TargetPlanSettings Settings = new() { AsksNaptr = false };
    private static readonly RouteTarget Line = new("line.test", null, TransportKind.Tls);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Srv_records_lead_to_addresses_in_order_of_priority_under_the_configured_name()
    {
        await using var server = new NameServer();
        server.Answers["33 _sips._tcp.line.test"] = [Srv(20, 5071, "b.test"), Srv(10, 5061, "a.test")];
        server.Answers["1 a.test"] = [[192, 0, 2, 1]];
        server.Answers["1 b.test"] = [[192, 0, 2, 2]];
        var lookup = server.Lookup(_time);

        var targets = await lookup.LocateAsync(Line, Settings, new SystemTokens(), TestContext.Current.CancellationToken);

        Assert.Equal(["192.0.2.1:5061", "192.0.2.2:5071"], targets.Select(target => target.Address.ToString()));
        Assert.All(targets, target => Assert.Equal("line.test", target.Hop.ServerName));
    }

    [Fact]
    public async Task A_trunk_without_srv_is_found_by_its_addresses()
    {
        await using var server = new NameServer();
        server.Answers["1 line.test"] = [[192, 0, 2, 1], [192, 0, 2, 2]];

        var targets = await server.Lookup(_time).LocateAsync(Line, Settings, new SystemTokens(), TestContext.Current.CancellationToken);

        Assert.Equal(["192.0.2.1:5061", "192.0.2.2:5061"], targets.Select(target => target.Address.ToString()).Order());
    }

    [Fact]
    public async Task A_server_that_refuses_to_look_for_services_still_leads_to_the_trunks_addresses()
    {
        await using var server = new NameServer { RefusedType = 33 };
        server.Answers["1 line.test"] = [[192, 0, 2, 1]];
        var lookup = server.Lookup(_time);

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var targets = await lookup.LocateAsync(Line, Settings, new SystemTokens(), TestContext.Current.CancellationToken);
            Assert.Equal(["192.0.2.1:5061"], targets.Select(target => target.Address.ToString()));
            _time.Advance(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public async Task A_life_of_zero_is_kept_for_half_a_minute()
    {
        await using var server = new NameServer { Life = 0 };
        server.Answers["1 a.test"] = [[192, 0, 2, 1]];
        var lookup = server.Lookup(_time);
        await lookup.AddressAsync("a.test", TestContext.Current.CancellationToken);
        server.Answers["1 a.test"] = [[192, 0, 2, 9]];

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("192.0.2.1", (await lookup.AddressAsync("a.test", TestContext.Current.CancellationToken)).ToString());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("192.0.2.9", (await lookup.AddressAsync("a.test", TestContext.Current.CancellationToken)).ToString());
    }

    [Fact]
    public async Task When_the_servers_fail_the_last_answer_holds_for_a_day_and_no_longer()
    {
        await using var server = new NameServer { Life = 60 };
        server.Answers["1 line.test"] = [[192, 0, 2, 1]];
        var lookup = server.Lookup(_time);
        await lookup.LocateAsync(Line, Settings, new SystemTokens(), TestContext.Current.CancellationToken);
        server.Fails = true;

        _time.Advance(TimeSpan.FromHours(23));
        var old = await lookup.LocateAsync(Line, Settings, new SystemTokens(), TestContext.Current.CancellationToken);
        Assert.Equal("192.0.2.1:5061", Assert.Single(old).Address.ToString());

        _time.Advance(TimeSpan.FromHours(2));
        var fault = await Assert.ThrowsAsync<DnsLookupException>(() => lookup.LocateAsync(Line, Settings, new SystemTokens(), TestContext.Current.CancellationToken));
        Assert.Equal("No name server answers. Is the network up? (line.test)", fault.Message);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_said_so_and_not_asked_for_at_every_call()
    {
        await using var server = new NameServer();
        var lookup = server.Lookup(_time);
        for (var call = 0; call < 3; call++)
        {
            var fault = await Assert.ThrowsAsync<DnsLookupException>(() => lookup.AddressAsync("nobody.test", TestContext.Current.CancellationToken));
            Assert.Equal("The name nobody.test has no address. Is it spelt right?", fault.Message);
        }

        Assert.Equal(["1 nobody.test", "28 nobody.test"], server.Asked);
    }

    [Fact]
    public async Task No_name_server_at_all_is_a_sentence_and_not_a_crash()
    {
        var lookup = DnsLookup.Over([], _time, NullLogger.Instance);
        var fault = await Assert.ThrowsAsync<DnsLookupException>(() => lookup.AddressAsync("line.test", TestContext.Current.CancellationToken));
        Assert.Equal("No name server answers. Is the network up? (line.test)", fault.Message);
    }

    [Fact]
    public async Task This_machine_is_found_without_a_name_server_and_keeps_its_name_for_the_certificate()
    {
        var lookup = DnsLookup.Over([], _time, NullLogger.Instance);
        var here = await lookup.LocateAsync(new RouteTarget("localhost", 5071, TransportKind.Tls), Settings, new SystemTokens(), TestContext.Current.CancellationToken);
        Assert.Equal(new Hop(TransportKind.Tls, "127.0.0.1", 5071) { ServerName = "localhost" }, Assert.Single(here).Hop);
    }

    [Theory]
    [InlineData("192.0.2.4")]
    [InlineData("[2001:db8::4]")]
    public async Task An_address_needs_no_name_server(string host)
    {
        var lookup = DnsLookup.Over([], _time, NullLogger.Instance);
        Assert.Equal(IPAddress.Parse(host), await lookup.AddressAsync(host, TestContext.Current.CancellationToken));
    }

    private static byte[] Srv(byte priority, int port, string target) => [0, priority, 0, 0, (byte)(port >> 8), (byte)port, .. Name(target)];

    private static byte[] Name(string name) => [.. name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    /// <summary>A name server on loopback that knows what a test tells it.</summary>
    private sealed class NameServer : IAsyncDisposable
    {
        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentQueue<string> _asked = new();
        private readonly Task _serving;

        public NameServer() => _serving = ServeAsync();

        /// <summary>By type and name: the data of each record.</summary>
        public ConcurrentDictionary<string, byte[][]> Answers { get; } = new();

        public byte Life { get; init; } = 60;

        public bool Fails { get; set; }

        /// <summary>Questions of this type are refused, as some routers' servers do.</summary>
        public int? RefusedType { get; init; }

        public IEnumerable<string> Asked => _asked;

        public DnsLookup Lookup(TimeProvider time) => DnsLookup.Over([(IPEndPoint)_socket.Client.LocalEndPoint!], time, NullLogger.Instance);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _serving;
            _socket.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var query = await _socket.ReceiveAsync(_stop.Token);
                    await _socket.SendAsync(Answer(query.Buffer), query.RemoteEndPoint, _stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        private byte[] Answer(byte[] query)
        {
            var labels = new List<string>();
            var at = 12;
            for (; query[at] is not 0; at += query[at] + 1)
                labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
            var type = query[at + 2];
            var question = $"{type} {string.Join('.', labels)}";
            _asked.Enqueue(question);

            var known = Answers.ContainsKey(question) || labels is not ["nobody", ..];
            byte code = Fails ? (byte)2 : type == RefusedType ? (byte)5 : known ? (byte)0 : (byte)3;
            var records = Fails ? [] : Answers.GetValueOrDefault(question, []);
            byte[] body = [.. records.SelectMany(data => (byte[])[0xC0, 12, 0, type, 0, 1, 0, 0, 0, Life, 0, (byte)data.Length, .. data])];
            return [query[0], query[1], 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)records.Length, 0, 0, 0, 0, .. query[12..(at + 5)], .. body];
        }
    }
}
