using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Interop.Sound;

namespace Interop.Peers;

/// <summary>A desk phone: baresip, playing a tone of its own and writing down what it hears.</summary>
public sealed class PhonePeer : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly Lock ToneLock = new();

    private readonly PeerProcess _process;
    private readonly string _folder;
    private readonly TcpClient _control;
    private readonly List<PhoneEvent> _events = [];
    private readonly Task _reader;

    private PhonePeer(PeerProcess process, string folder, TcpClient control)
    {
        (_process, _folder, _control) = (process, folder, control);
        _reader = ReadAsync();
    }

    /// <summary>One thing that happened, in baresip's words.</summary>
    /// <param name="Type">For instance CALL_ESTABLISHED.</param>
    /// <param name="Detail">Its parameter: a reason, digits.</param>
    /// <param name="Peer">The other party's URI.</param>
    public sealed record PhoneEvent(string Type, string Detail, string Peer);

    /// <summary>All it printed: its SIP messages too.</summary>
    public string Log => _process.Log;

    /// <summary>All that has happened.</summary>
    public IReadOnlyList<PhoneEvent> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="name">What the test calls it; at most 10 letters.</param>
    /// <param name="address">Its own address: it gets a network interface of its own.</param>
    /// <param name="account">The account line in baresip's form.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="tone">The frequency it plays, in hertz.</param>
    /// <param name="rootCertificate">Whom it trusts.</param>
    public static async Task<PhonePeer> StartAsync(string name, string address, string account, string artifacts, double tone = 600, string rootCertificate = "")
    {
        var folder = Path.Combine(artifacts, name);
        Directory.CreateDirectory(folder);
        var wire = Wire(address);
        var sound = Path.Combine(artifacts, $"tone-{tone}.wav");
        lock (ToneLock)
        {
            if (!File.Exists(sound))
                WavFile.WriteTone(sound, tone, TimeSpan.FromSeconds(150));
        }

        TextFile.Fill("Phone", folder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["INTERFACE"] = wire,
            ["ADDRESS"] = address,
            ["ROOT"] = rootCertificate,
            ["SOUND"] = sound,
            ["RUN"] = folder,
        });
        await File.WriteAllTextAsync(Path.Combine(folder, "accounts"), account + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "contacts"), "");

        var process = PeerProcess.Start(name, artifacts, "baresip", "-f", folder, "-s");
        await process.ReadyAsync(() => Sockets.IsListening(address, 4444), Soon);
        var control = new TcpClient();
        await control.ConnectAsync(address, 4444);
        return new PhonePeer(process, folder, control);
    }

    /// <summary>Presses keys or dials, in baresip's commands: <c>dial</c>, <c>accept</c>, <c>hangup</c>, <c>hold</c>, <c>resume</c>, <c>sndcode</c>.</summary>
    public async Task DoAsync(string command, string parameters = "")
    {
        var text = JsonSerializer.Serialize(new { command, @params = parameters, token = "test" });
        await _control.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text)}:{text},"));
    }

    /// <summary>Waits for something to happen, counting from the first event after <paramref name="after"/> others.</summary>
    public Task<PhoneEvent> HappenedAsync(string type, TimeSpan? within = null, int after = 0) => Eventually.Async(
        () => Events.Skip(after).FirstOrDefault(happened => happened.Type == type),
        within ?? Soon,
        () => $"{_process.Name} saw no {type}, but: {string.Join("; ", Events)}");

    /// <summary>Waits for a line of its output.</summary>
    public Task<Match> WroteAsync(string pattern, TimeSpan? within = null) => _process.WroteAsync(pattern, within ?? Soon);

    /// <summary>Waits until it is registered.</summary>
    public Task<PhoneEvent> RegisteredAsync() => HappenedAsync("REGISTER_OK");

    /// <summary>What it heard in its latest call; the call must have ended.</summary>
    public Task<WavFile> HeardAsync() => Eventually.Async(
        () => Directory.GetFiles(_folder, "dump-*-dec.wav").Order(StringComparer.Ordinal).LastOrDefault() is { } file
            && WavFile.DeclaredLength(file) > 0 ? WavFile.Read(file) : null,
        Soon,
        () => $"{_process.Name} has heard nothing");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _control.Dispose();
        await _reader;
    }

    // baresip leaves loopback interfaces alone, so every phone has a cable of its own.
    private static string Wire(string address)
    {
        var parts = address.Split('.');
        var name = $"phone{parts[2]}-{parts[3]}";
        if (!Directory.Exists("/sys/class/net/" + name))
        {
            PrivateWorld.Ip("link", "add", name, "type", "veth", "peer", "name", $"wall{parts[2]}-{parts[3]}");
            PrivateWorld.Ip("address", "add", address + "/32", "dev", name);
            PrivateWorld.Ip("link", "set", name, "up");
            PrivateWorld.Ip("link", "set", $"wall{parts[2]}-{parts[3]}", "up");
        }

        return name;
    }

    // Netstrings ("12:{...},") of JSON, until the connection ends with the phone.
    private async Task ReadAsync()
    {
        var held = new List<byte>();
        var chunk = new byte[16_384];
        try
        {
            while (await _control.GetStream().ReadAsync(chunk) is > 0 and var count)
            {
                held.AddRange(chunk.AsSpan(0, count));
                while (TakeNetstring(held) is { } text)
                    Note(text);
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The phone has gone.
        }
    }

    private static string? TakeNetstring(List<byte> held)
    {
        var colon = held.IndexOf((byte)':');
        if (colon < 1)
            return null;
        var length = int.Parse(Encoding.ASCII.GetString([.. held[..colon]]));
        if (held.Count < colon + 1 + length + 1)
            return null;
        var text = Encoding.UTF8.GetString([.. held[(colon + 1)..(colon + 1 + length)]]);
        held.RemoveRange(0, colon + 1 + length + 1);
        return text;
    }

    private void Note(string text)
    {
        var fields = JsonDocument.Parse(text).RootElement;
        if (!fields.TryGetProperty("event", out _))
            return;
        string Field(string name) => fields.TryGetProperty(name, out var value) ? value.ToString() : "";
        lock (_events)
            _events.Add(new PhoneEvent(Field("type"), Field("param"), Field("peeruri")));
    }
}
