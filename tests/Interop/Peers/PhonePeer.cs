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

    private PhonePeer(Host host, PeerProcess process, string folder, TcpClient control)
    {
        (Host, _process, _folder, _control) = (host, process, folder, control);
        _reader = ReadAsync();
    }

    /// <summary>One thing that happened, in baresip's words.</summary>
    /// <param name="Type">For instance CALL_ESTABLISHED.</param>
    /// <param name="Detail">Its parameter: a reason, digits.</param>
    /// <param name="Peer">The other party's URI.</param>
    public sealed record PhoneEvent(string Type, string Detail, string Peer);

    /// <summary>The desk it stands on.</summary>
    public Host Host { get; }

    /// <summary>All it printed: its SIP messages too.</summary>
    public string Log => _process.Log;

    /// <summary>All that has happened since the test began.</summary>
    public IReadOnlyList<PhoneEvent> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    /// <summary>Hangs up and waits until the call is over.</summary>
    public async Task HangUpAsync()
    {
        int closed;
        lock (_events)
            closed = _events.Count(happened => happened.Type == "CALL_CLOSED");
        await DoAsync("hangup");
        await Eventually.Async(
            () => Events.Count(happened => happened.Type == "CALL_CLOSED") > closed ? true : (bool?)null, Soon, () => $"{_process.Name} did not hang up");
    }

    /// <summary>A test begins: a call that another left behind is ended, and what happened before is forgotten.</summary>
    public async Task BeginAsync()
    {
        if (Events is [.., { Type: not "CALL_CLOSED" }] events && events.Any(happened => happened.Type.StartsWith("CALL_", StringComparison.Ordinal)))
        {
            await DoAsync("hangup");
            await Eventually.PassAsync(TimeSpan.FromMilliseconds(300));
        }

        _process.Begin();
        lock (_events)
            _events.Clear();
    }

    /// <summary>Starts it.</summary>
    /// <param name="host">The desk it stands on.</param>
    /// <param name="wire">The interface it uses.</param>
    /// <param name="address">The address of that interface.</param>
    /// <param name="name">What the test calls it.</param>
    /// <param name="account">The account line in baresip's form.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="tone">The frequency it plays, in hertz.</param>
    /// <param name="certificates">The folder with the authority it trusts and its own certificate, if it is to speak TLS.</param>
    public static async Task<PhonePeer> StartAsync(Host host, string wire, string address, string name, string account, string artifacts, double tone = 600, string? certificates = null)
    {
        var folder = Path.Combine(artifacts, name);
        Directory.CreateDirectory(folder);
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
            ["TRUST"] = certificates is null ? "" : $"sip_cafile {certificates}/root.pem\nsip_certificate {certificates}/phone.pem",
            ["SOUND"] = sound,
            ["RUN"] = folder,
        });
        await File.WriteAllTextAsync(Path.Combine(folder, "accounts"), account + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "contacts"), "");

        var process = PeerProcess.Start(host, name, artifacts, "baresip", "-f", folder, "-s");
        // baresip serves one control connection: the end of one that only looked whether it is there could take ours with it.
        TcpClient? control = null;
        await process.ReadyAsync(() => (control = Connect(address)) is not null, Soon);
        return new PhonePeer(host, process, folder, control!);
    }

    /// <summary>Starts one at a desk in the office.</summary>
    public static Task<PhonePeer> AtDeskAsync(AddressBlock block, int desk, string name, string account, string artifacts, double tone = 600, string? certificates = null)
        => StartAsync(Host.Desk(block, name, desk), Host.OfficeWire, block.Office(desk), name, account, artifacts, tone, certificates);

    /// <summary>Starts one somewhere in the world.</summary>
    public static Task<PhonePeer> InTheWorldAsync(AddressBlock block, int number, string name, string account, string artifacts, double tone = 600, string? certificates = null)
        => StartAsync(Host.Create(block, name, [], [block.World(number)]), Host.WorldWire, block.World(number), name, account, artifacts, tone, certificates);

    /// <summary>Presses keys or dials, in baresip's commands: <c>dial</c>, <c>accept</c>, <c>hangup</c>, <c>hold</c>, <c>resume</c>, <c>sndcode</c>.</summary>
    public async Task DoAsync(string command, string parameters = "")
    {
        if (command is "dial" or "accept")
            Forget();
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
    public Task<Match> RegisteredAsync() => WroteAsync(@"200 OK .*\[\d+ binding");

    /// <summary>How many voice packets it received in its latest call; the call must have ended.</summary>
    public async Task<int> PacketsReceivedAsync()
    {
        await WroteAsync(@"^packets: +\d+ +\d+");
        return int.Parse(Regex.Matches(_process.Recent, @"^packets: +\d+ +(?<received>\d+)", RegexOptions.Multiline, TimeSpan.FromSeconds(1))[^1].Groups["received"].Value);
    }

    /// <summary>What it heard in its latest call up to the first hold, after which baresip 1.0 writes no more; the call must have ended.</summary>
    public Task<WavFile> HeardAsync() => Eventually.Async(
        () => Recordings() is { Length: > 0 } files && files.All(file => WavFile.DeclaredLength(file) > 0)
            ? new WavFile(8000, [.. files.SelectMany(file => WavFile.Read(file)!.Samples)])
            : null,
        Soon,
        () => $"{_process.Name} has heard nothing");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _control.Dispose();
        await _reader;
    }

    // One for every stretch between holds, named after its second.
    private string[] Recordings() => [.. Directory.GetFiles(_folder, "dump-*-dec.wav").Order(StringComparer.Ordinal)];

    private void Forget()
    {
        foreach (var file in Recordings())
            File.Delete(file);
    }

    private static TcpClient? Connect(string address)
    {
        var client = new TcpClient();
        try
        {
            client.Connect(address, 4444);
            return client;
        }
        catch (SocketException)
        {
            client.Dispose();
            return null;
        }
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
