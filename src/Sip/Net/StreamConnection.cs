using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using Sip.Messages;

namespace Sip.Net;

/// <summary>What makes an outgoing connection usable for another message: where it goes and whose certificate was checked (RFC 5923).</summary>
internal readonly record struct ConnectionKey(TransportKind Transport, string Host, int Port, string ServerName)
{
    public static ConnectionKey Of(Hop hop) => new(hop.Transport, hop.Host, hop.Port, hop.ServerName ?? hop.Host);
}

/// <summary>One TCP or TLS connection: frames what comes in, queues what goes out, answers pings (RFC 5626 section 4.4.1).</summary>
internal sealed class StreamConnection(Arrival arrival, Socket socket, Stream stream, ConnectionKey? key, SipTransports owner) : Flow(arrival), IAsyncDisposable
{
    private const int QueueLength = 256;
    private const int MostUnread = 256 * 1024;
    private static readonly TimeSpan PartsOfPing = TimeSpan.FromSeconds(2);
    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _openedAt = owner.Time.GetTimestamp();
    private long _lastTraffic = owner.Time.GetTimestamp();
    private long _lastReceived = owner.Time.GetTimestamp();
    private long _pingedAt;
    private long _halfPingAt;
    private long _insideSince;
    private long _stuckSince;
    private Task _writing = Task.CompletedTask;
    private string? _why;
    private bool _hasPonged;
    private bool _hasSpoken;
    private bool _owesAnswer;
    private bool _isWriting;
    private int _closed;

    /// <summary>Under what an outgoing connection is found again; null for an accepted one.</summary>
    public ConnectionKey? Key { get; } = key;

    /// <summary>True when nothing can be sent any more.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <inheritdoc/>
    public override bool TrySend(SipMessage message)
    {
        if (!TryQueue(message.Bytes))
            return false;

        Volatile.Write(ref _lastTraffic, owner.Time.GetTimestamp());
        if (message is SipResponse)
            _answered.TrySetResult();
        return true;
    }

    /// <summary>Reads and writes until either end closes. Returns why.</summary>
    public async Task<string> RunAsync()
    {
        _writing = WriteAsync(_stop.Token);
        var why = await ReadAsync(_stop.Token);
        if (_owesAnswer)
            await FinishAsync();
        await CloseAsync(why);
        await _writing;
        return _why ?? why;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync("closed by us");
        _stop.Dispose();
    }

    /// <summary>Closes the connection; <see cref="RunAsync"/> then ends and says this.</summary>
    public async Task CloseAsync(string why)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
            return;

        _why = why;
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await stream.DisposeAsync();
    }

    /// <summary>Takes nothing more and waits until what was taken has been written, but not for long.</summary>
    public async Task FlushAsync(TimeSpan within)
    {
        _queue.Writer.TryComplete();
        using var patience = new CancellationTokenSource(within, owner.Time);
        try
        {
            await _writing.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The peer does not read; what is left is lost with the connection.
        }
    }

    /// <summary>Called every few seconds: pings, and closes what is dead or abused.</summary>
    public void Tend()
    {
        if (IsClosed)
            return;
        if (WhyToClose() is { } why)
            owner.Own(CloseAsync(why));
        else if (Key is not null && Since(ref _lastTraffic) >= owner.Settings.PingAfter && TryQueue(Ping))
            Volatile.Write(ref _lastTraffic, Mark(ref _pingedAt));
    }

    private string? WhyToClose()
    {
        var settings = owner.Settings;
        if (Volatile.Read(ref _isWriting) && Volatile.Read(ref _stuckSince) == 0)
            Mark(ref _stuckSince);
        else if (Volatile.Read(ref _isWriting) && IsOlder(ref _stuckSince, settings.WriteWithin))
            return "the peer does not read";
        if (IsOlder(ref _insideSince, settings.FirstMessageWithin))
            return "a message was begun and not finished";

        if (Key is null)
        {
            return !Volatile.Read(ref _hasSpoken) && owner.Time.GetElapsedTime(_openedAt) > settings.FirstMessageWithin ? "no message came"
                : Since(ref _lastTraffic) > settings.IdleAfter ? "idle"
                : null;
        }

        // Any byte since the ping shows that the peer lives; a peer that never ponged may not know pings at all.
        return _hasPonged && IsOlder(ref _pingedAt, settings.PongWithin) && Volatile.Read(ref _lastReceived) < Volatile.Read(ref _pingedAt)
            ? "no answer to a keep-alive"
            : null;
    }

    /// <summary>A broken message gets its answer before the connection goes.</summary>
    private async Task FinishAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var alarm = owner.Time.CreateTimer(_ => Expire(patience), null, owner.Settings.AnswerWithin, Timeout.InfiniteTimeSpan);
        try
        {
            await _answered.Task.WaitAsync(patience.Token);
            _queue.Writer.TryComplete();
            await _writing.WaitAsync(patience.Token);
            if (stream is SslStream secure)
                await secure.ShutdownAsync();
            socket.Shutdown(SocketShutdown.Send);

            // Closing with unread bytes would reset the connection, and the answer would be lost on its way.
            var unread = new byte[4096];
            var left = MostUnread;
            while (left > 0 && await stream.ReadAsync(unread, patience.Token) is > 0 and var length)
                left -= length;
        }
        catch (Exception end) when (IsEnd(end))
        {
            // The peer went first, or the time is up.
        }
    }

    private static void Expire(CancellationTokenSource patience)
    {
        try
        {
            patience.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was just no longer needed.
        }
    }

    private bool TryQueue(ReadOnlyMemory<byte> bytes) => !IsClosed && _queue.Writer.TryWrite(bytes);

    private async Task WriteAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var bytes in _queue.Reader.ReadAllAsync(stop))
            {
                Volatile.Write(ref _isWriting, true);
                await stream.WriteAsync(bytes, stop);
                Volatile.Write(ref _isWriting, false);
                Volatile.Write(ref _stuckSince, 0);
            }
        }
        catch (Exception end) when (IsEnd(end))
        {
            await CloseAsync(end.Message);
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

                Volatile.Write(ref _lastReceived, Mark(ref _lastTraffic));
                framer.Received(length);
                if (Take(framer) is { } fault)
                    return fault;

                if (!framer.IsInsideMessage)
                    Volatile.Write(ref _insideSince, 0);
                else if (Volatile.Read(ref _insideSince) == 0)
                    Mark(ref _insideSince);
            }
        }
        catch (Exception end) when (IsEnd(end))
        {
            return end.Message;
        }
    }

    private string? Take(SipStreamFramer framer)
    {
        while (true)
        {
            switch (framer.Next())
            {
                case { Kind: SipFrameKind.Message } frame:
                    Volatile.Write(ref _hasSpoken, true);
                    Volatile.Write(ref _insideSince, 0);
                    _halfPingAt = 0;
                    owner.MessageArrived(SipParser.Read(frame.Bytes), this);
                    break;
                case { Kind: SipFrameKind.Ping or SipFrameKind.Pong }:
                    LineEndArrived();
                    break;
                case { Kind: SipFrameKind.Broken } frame:
                    _owesAnswer = owner.MessageArrived(SipParser.ReadBroken(frame), this) is Receipt.OwesAnswer;
                    return $"not SIP: {frame.Error}";
                default:
                    return null;
            }
        }
    }

    // The framer pairs line ends over the whole life of the stream. Two pongs half a minute apart are no ping, and answering
    // them with a line end would make Twilio close the connection sooner.
    private void LineEndArrived()
    {
        if (Volatile.Read(ref _pingedAt) != 0)
        {
            _hasPonged = true;
            _halfPingAt = 0;
            Volatile.Write(ref _pingedAt, 0);
        }
        else if (_halfPingAt != 0 && owner.Time.GetElapsedTime(_halfPingAt) < PartsOfPing)
        {
            _halfPingAt = 0;
            TryQueue(Pong);
        }
        else
        {
            Mark(ref _halfPingAt);
        }

        owner.KeptAlive();
    }

    private long Mark(ref long at)
    {
        var now = Math.Max(1, owner.Time.GetTimestamp());
        Volatile.Write(ref at, now);
        return now;
    }

    private TimeSpan Since(ref long at) => owner.Time.GetElapsedTime(Volatile.Read(ref at));

    private bool IsOlder(ref long at, TimeSpan age) => Volatile.Read(ref at) is not 0 and var began && owner.Time.GetElapsedTime(began) > age;

    private static bool IsEnd(Exception end) =>
        end is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
