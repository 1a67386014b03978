using System.Globalization;

namespace Interop.Peers;

/// <summary>What passed a host's wires, written down by dumpcap and read by tshark.</summary>
public sealed class Capture : IAsyncDisposable
{
    private readonly PeerProcess _process;
    private readonly string _file;

    private Capture(PeerProcess process, string file) => (_process, _file) = (process, file);

    /// <summary>One voice packet.</summary>
    /// <param name="From">Its source, address and port.</param>
    /// <param name="To">Its destination.</param>
    /// <param name="Source">Its SSRC.</param>
    /// <param name="Sequence">Its sequence number.</param>
    /// <param name="Timestamp">Its timestamp.</param>
    /// <param name="PayloadType">Its payload type.</param>
    /// <param name="Length">The bytes of the UDP payload.</param>
    /// <param name="Mark">Its DSCP.</param>
    public sealed record VoicePacket(string From, string To, string Source, int Sequence, uint Timestamp, int PayloadType, int Length, int Mark);

    /// <summary>Begins to write.</summary>
    public static async Task<Capture> StartAsync(Host host, string name, string artifacts)
    {
        var file = Path.Combine(artifacts, name + ".pcap");
        var process = PeerProcess.Start(host, name, artifacts, "dumpcap", "-i", "any", "-q", "-P", "-w", file);
        await process.WroteAsync("^File: ", TimeSpan.FromSeconds(10));
        return new Capture(process, file);
    }

    /// <summary>Stops writing and gives back the voice packets from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public async Task<IReadOnlyList<VoicePacket>> VoiceAsync(string from, string to)
    {
        var rows = await FieldsAsync($"rtp && ip.src == {from} && ip.dst == {to}",
            "ip.src", "udp.srcport", "ip.dst", "udp.dstport", "rtp.ssrc", "rtp.seq", "rtp.timestamp", "rtp.p_type", "udp.length", "ip.dsfield.dscp");
        return [.. rows.Select(row => new VoicePacket(
            $"{row[0]}:{row[1]}", $"{row[2]}:{row[3]}", row[4], Number(row[5]), uint.Parse(row[6], CultureInfo.InvariantCulture), Number(row[7]), Number(row[8]) - 8, Number(row[9])))];
    }

    /// <summary>Stops writing and gives back fields of the packets that pass a display filter.</summary>
    public async Task<IReadOnlyList<string[]>> FieldsAsync(string filter, params string[] fields)
    {
        await _process.DisposeAsync();
        var output = await PeerProcess.RunAsync([
            // A packet that comes when its port is closed goes back inside an ICMP message, which has marks of its own.
            "tshark", "-r", _file, "-o", "rtp.heuristic_rtp:TRUE", "-Y", $"({filter}) && !icmp", "-T", "fields", "-E", "separator=|", "-E", "occurrence=f",
            .. fields.SelectMany(field => (string[])["-e", field])]);
        return [.. output.Split('\n').Select(line => line.Split('|')).Where(row => row.Length == fields.Length && row[0].Length > 0)];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
