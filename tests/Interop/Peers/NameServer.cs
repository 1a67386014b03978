namespace Interop.Peers;

/// <summary>The names of the world: dnsmasq beside the trunk.</summary>
public sealed class NameServer : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private NameServer(PeerProcess process) => _process = process;

    /// <summary>Starts it with one record for every pair of name and address; a name may come several times.</summary>
    public static async Task<NameServer> StartAsync(Host host, string address, string artifacts, IEnumerable<(string Name, string Address)> records)
    {
        var process = PeerProcess.Start(host, "dnsmasq", artifacts,
        [
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=root", "--pid-file=",
            "--log-queries", "--log-facility=-", "--bind-interfaces", "--except-interface=lo", "--listen-address=" + address, "--local-ttl=600", "--local=/test/",
            .. records.Select(record => $"--host-record={record.Name},{record.Address}"),
        ]);
        await process.ReadyAsync(() => Sockets.Accepts(address, 53), TimeSpan.FromSeconds(10));
        return new NameServer(process);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
