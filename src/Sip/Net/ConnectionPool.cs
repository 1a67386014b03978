using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sip.Net;

/// <summary>The connections that we opened, each found again by where it goes and whose certificate was checked (RFC 5923).</summary>
internal sealed class ConnectionPool(SipTransports owner, DnsLookup dns, CancellationToken stop)
{
    private const int MostRefusals = 1_024;
    private static readonly TimeSpan RefusalHolds = TimeSpan.FromMinutes(5);

    private readonly TlsTrust _trust = new(owner.Settings.ExtraRoots, owner.Time);
    private readonly ConcurrentDictionary<ConnectionKey, Lazy<Task<StreamConnection>>> _connections = new();
    private readonly ConcurrentDictionary<(string Host, int Port), long> _withoutTcp = new();

    /// <summary>A connection to this hop that is up, or null.</summary>
    public StreamConnection? Find(Hop hop) =>
        _connections.TryGetValue(ConnectionKey.Of(hop), out var pooled)
        && pooled is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: { IsClosed: false } connection } }
            ? connection
            : null;

    /// <summary>The connection to this hop, opened when there is none.</summary>
    public async Task<StreamConnection> ReachAsync(Hop hop, TimeSpan within)
    {
        var key = ConnectionKey.Of(hop);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (_connections.Count >= owner.Settings.MaximumConnections && !_connections.ContainsKey(key))
                throw new IOException("too many connections are open");

            var connecting = _connections.GetOrAdd(key, k => new Lazy<Task<StreamConnection>>(() => ConnectAsync(k, within)));
            try
            {
                var connection = await connecting.Value;
                if (!connection.IsClosed)
                    return connection;
            }
            catch
            {
                _connections.TryRemove(new(key, connecting));
                throw;
            }

            // It closed, and nobody had taken it out yet.
            _connections.TryRemove(new(key, connecting));
        }

        throw new IOException("the connection closed at once");
    }

    /// <summary>The connection is gone.</summary>
    public void Forget(StreamConnection connection)
    {
        if (connection.Key is { } key && _connections.TryGetValue(key, out var pooled)
            && pooled is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var known } } && known == connection)
            _connections.TryRemove(new(key, pooled));
    }

    /// <summary>True while it is known that this peer of ours on UDP takes no TCP connections.</summary>
    public bool IsWithoutTcp(Hop hop) =>
        _withoutTcp.TryGetValue((hop.Host, hop.Port), out var at) && owner.Time.GetElapsedTime(at) < RefusalHolds;

    /// <summary>The peer took no TCP connection.</summary>
    public void NoteWithoutTcp(Hop hop)
    {
        if (_withoutTcp.Count >= MostRefusals)
            _withoutTcp.Clear();
        _withoutTcp[(hop.Host, hop.Port)] = owner.Time.GetTimestamp();
    }

    private async Task<StreamConnection> ConnectAsync(ConnectionKey key, TimeSpan within)
    {
        using var alarm = new CancellationTokenSource(within, owner.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop, alarm.Token);
        var address = await dns.AddressAsync(key.Host, patience.Token);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        var verdict = new TlsVerdict();
        try
        {
            SocketMarks.Mark(socket, owner.Settings.DifferentiatedServices);
            await socket.ConnectAsync(new IPEndPoint(address, key.Port), patience.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (key.Transport is TransportKind.Tls)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(_trust.ClientOptions(key.ServerName, verdict), patience.Token);
            }

            var arrival = new Arrival(owner.NewFlowId(), key.Transport, (IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!);
            var connection = new StreamConnection(arrival, socket, stream, key, owner);
            owner.Adopt(connection);
            return connection;
        }
        catch (Exception fault)
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            if (verdict.Why is { } why)
                throw new AuthenticationException($"{key.ServerName} is not believed: {why}", fault);
            throw;
        }
    }
}
