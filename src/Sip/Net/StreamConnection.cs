using System.Net.Sockets;
using System.Threading.Channels;
using Sip.Messages;

namespace Sip.Net;

/// <summary>What makes an outgoing connection usable for another message: where it goes and whose certificate was checked (RFC 5923).</summary>
internal readonly record struct ConnectionKey(TransportKind Transport, string Host, int Port, string ServerName);

/// <summary>One TCP or TLS connection: frames what comes in, queues what goes out, answers pings (RFC 5626 section 4.4.1).</summary>
internal sealed class StreamConnection(Arrival arrival, Stream stream, ConnectionKey? key, SipTransports owner) : Flow(arrival), IAsyncDisposable
{
    private const int QueueLength = 256;
    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly long _openedAt = owner.Time.GetTimestamp();
    private long _lastTraffic = owner.Time.GetTimestamp();
    private long _pingedAt;
    private bool _hasPonged;
    private bool _hasSpoken;
    private int _closed;

    /// <summary>Under what an outgoing connection is found again; null for an accepted one.</summary>
    public ConnectionKey? Key { get; } = key;

    /// <inheritdoc/>
    public override bool TrySend(SipMessage message)
    {
        if (!TryQueue(message.Bytes))
            return false;

        Volatile.Write(ref _lastTraffic, owner.Time.GetTimestamp());
        return true;
    }

    /// <summary>Reads and writes until either end closes. Returns why.</summary>
    public async Task<string> RunAsync()
    {
        var writing = WriteAsync(_stop.Token);
        var why = await ReadAsync(_stop.Token);
        await CloseAsync();
        await writing;
        return why;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _stop.Dispose();
    }

    /// <summary>Closes the connection; <see cref="RunAsync"/> then ends.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
            return;

        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await stream.DisposeAsync();
    }

    /// <summary>Called every few seconds: pings, and says why the connection should be closed, if it should.</summary>
    public string? Tend()
    {
        var settings = owner.Settings;
        var quiet = owner.Time.GetElapsedTime(Volatile.Read(ref _lastTraffic));

        if (Key is null)
        {
            var silentStranger = !_hasSpoken && owner.Time.GetElapsedTime(_openedAt) > settings.FirstMessageWithin;
            return silentStranger ? "no message came" : quiet > settings.IdleAfter ? "idle" : null;
        }

        var pingedAt = Volatile.Read(ref _pingedAt);
        if (pingedAt != 0)
            return _hasPonged && owner.Time.GetElapsedTime(pingedAt) > settings.PongWithin ? "no answer to a keep-alive" : KeepPinging(quiet);

        return KeepPinging(quiet);
    }

    private string? KeepPinging(TimeSpan quiet)
    {
        if (quiet < owner.Settings.PingAfter || !TryQueue(Ping))
            return null;

        Volatile.Write(ref _pingedAt, owner.Time.GetTimestamp());
        Volatile.Write(ref _lastTraffic, owner.Time.GetTimestamp());
        return null;
    }

    private bool TryQueue(ReadOnlyMemory<byte> bytes) => Volatile.Read(ref _closed) == 0 && _queue.Writer.TryWrite(bytes);

    private async Task WriteAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var bytes in _queue.Reader.ReadAllAsync(stop))
                await stream.WriteAsync(bytes, stop);
        }
        catch (Exception end) when (IsEnd(end))
        {
            await CloseAsync();
        }
    }

    private async Task<string> ReadAsync(CancellationToken stop)
    {
        var framer = new SipStreamFramer();
        try
        {
            while (true)
            {
                var length = await stream.ReadAsync(framer.Room(), stop);
                if (length == 0)
                    return "closed by the peer";

                Volatile.Write(ref _lastTraffic, owner.Time.GetTimestamp());
                framer.Received(length);
                if (Take(framer) is { } fault)
                    return fault;
            }
        }
        catch (Exception end) when (IsEnd(end))
        {
            return Volatile.Read(ref _closed) == 1 ? "closed by us" : end.Message;
        }
    }

    private string? Take(SipStreamFramer framer)
    {
        while (true)
        {
            switch (framer.Next())
            {
                case { Kind: SipFrameKind.Message } frame:
                    _hasSpoken = true;
                    owner.MessageArrived(SipParser.Read(frame.Bytes), this);
                    break;
                case { Kind: SipFrameKind.Ping }:
                    TryQueue(Pong);
                    break;
                case { Kind: SipFrameKind.Pong }:
                    // A line end we did not ask for is the first half of the peer's own ping.
                    _hasPonged |= Volatile.Read(ref _pingedAt) != 0;
                    Volatile.Write(ref _pingedAt, 0);
                    break;
                case { Kind: SipFrameKind.Broken } frame:
                    return $"not SIP: {frame.Error}";
                default:
                    return null;
            }
        }
    }

    private static bool IsEnd(Exception end) =>
        end is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
