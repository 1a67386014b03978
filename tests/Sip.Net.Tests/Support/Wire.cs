using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sip.Messages;

namespace Sip.Net.Tests.Support;

/// <summary>Real transports on loopback and what they said.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<SipInput> _inbox = Channel.CreateUnbounded<SipInput>();
    private long _token;

    public Wire(TransportSettings settings, TimeProvider? time = null, Func<SipInput, bool>? refuses = null)
    {
        Transports = new SipTransports(
            settings,
            input => refuses?.Invoke(input) is not true && _inbox.Writer.TryWrite(input),
            DnsLookup.Over([new IPEndPoint(IPAddress.Loopback, 9)], TimeProvider.System, NullLogger.Instance),
            time ?? TimeProvider.System,
            NullLogger.Instance);
        Transports.Start();
    }

    public SipTransports Transports { get; }

    public static TransportSettings Listening(params TransportKind[] transports) => new()
    {
        Listeners = [.. transports.Select(transport => new SipListener(transport, new IPEndPoint(IPAddress.Loopback, 0)))],
    };

    public IPEndPoint Address(TransportKind transport) => Transports.Listening.First(listener => listener.Transport == transport).Address;

    public long Send(SipMessage message, Hop to)
    {
        Transports.Send(new SipOutput.Transmit(message, to, ++_token));
        return _token;
    }

    /// <summary>The next input of this kind; others are passed over.</summary>
    public async Task<T> NextAsync<T>()
        where T : SipInput
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Patience);
        while (true)
        {
            if (await _inbox.Reader.ReadAsync(stop.Token) is T wanted)
                return wanted;
        }
    }

    /// <summary>Lets time pass, as much as it takes, until something real has come.</summary>
    public static async Task<T> PassTimeAsync<T>(FakeTimeProvider time, Task<T> until)
    {
        for (var turn = 0; turn < 1_000 && !until.IsCompleted; turn++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(until, NextTickAsync());
        }

        return await until.WaitAsync(Patience);
    }

    /// <summary>Waits until so many keep-alives were seen.</summary>
    public async Task KeptAliveAsync(int times)
    {
        for (var turn = 0; turn < 10_000 && Transports.Counters.KeepAlives < times; turn++)
            await NextTickAsync();
        Assert.Equal(times, Transports.Counters.KeepAlives);
    }

    // Sockets live in real time: they get a moment of it between two looks.
    private static async Task NextTickAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    public static SipRequest Options(int padding = 0, string transport = "UDP", string branch = "z9hG4bKone") => (SipRequest)SipParser.Read(Encoding.ASCII.GetBytes(Text(padding, transport, branch))).Message!;

    public static string Text(int padding = 0, string transport = "UDP", string branch = "z9hG4bKone") =>
        $"OPTIONS sip:box.test SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1:5060;branch={branch};rport\r\nMax-Forwards: 70\r\nFrom: <sip:a@box.test>;tag=1\r\n" +
        $"To: <sip:box.test>\r\nCall-ID: one@box.test\r\nCSeq: 1 OPTIONS\r\n{(padding > 0 ? $"X-Padding: {new string('x', padding)}\r\n" : "")}Content-Length: 0\r\n\r\n";

    public static SipResponse Answer(SipMessage request, int status = 200) => SipWriter.Response((SipRequest)request, status, null, "tag").ToResponse();

    public async ValueTask DisposeAsync() => await Transports.DisposeAsync();
}

/// <summary>Reading what a plain peer gets.</summary>
internal static class PeerReading
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Exactly so many bytes.</summary>
    public static async Task<string> ReadExactlyAsync(this Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>Up to the end of the headers.</summary>
    public static async Task<string> ReadHeadAsync(this Stream stream)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            text.Append(await stream.ReadExactlyAsync(1));
        return text.ToString();
    }

    /// <summary>Everything until the other side closes.</summary>
    public static async Task<string> ReadToEndAsync(this Stream stream)
    {
        var text = new StringBuilder();
        var bytes = new byte[4096];
        try
        {
            while (await stream.ReadAsync(bytes, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience) is > 0 and var length)
                text.Append(Encoding.ASCII.GetString(bytes, 0, length));
        }
        catch (IOException)
        {
            text.Append("(reset)");
        }

        return text.ToString();
    }

    public static ValueTask WriteAsync(this Stream stream, string text) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    public static async Task<NetworkStream> ConnectAsync(this IPEndPoint to)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(to, TestContext.Current.CancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

/// <summary>A plain TCP peer that waits for connections.</summary>
internal sealed class Door : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Door() => _listener.Start();

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public Hop Hop(TransportKind transport = TransportKind.Tcp, string? serverName = null) =>
        new(transport, "127.0.0.1", Address.Port) { ServerName = serverName };

    public async Task<NetworkStream> AcceptAsync() =>
        new(await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)), ownsSocket: true);

    public void Dispose() => _listener.Dispose();
}
