using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Appliance.Calls;
using Appliance.Traces;
using Sip;
using Sip.Messages;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>
/// Brings what crosses the wire to <see cref="CallTraces"/>. Whoever calls only puts a reference into a bounded queue: messages never
/// change, so nothing is copied. Reading, blotting out and keeping happen on a task of its own; what comes faster is counted as missed.
/// </summary>
/// <param name="traces">Where it is kept.</param>
/// <param name="limits">How much of each message.</param>
/// <param name="time">The clock.</param>
/// <param name="next">Somebody else who wants to see every message, or null.</param>
internal sealed class TraceFeed(CallTraces traces, TraceLimits limits, TimeProvider time, ISipTrace? next = null) : ISipTrace
{
    // Two seconds of a busy box, in which the task may be kept from running.
    private const int LongestQueue = 1024;

    private readonly Channel<Seen> _queue = Channel.CreateBounded<Seen>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private int _missed;

    /// <inheritdoc/>
    public void Received(SipMessage message, Arrival from)
    {
        Put(new Seen(message, from, IsReceived: true, time.GetElapsedTime(0), null));
        next?.Received(message, from);
    }

    /// <inheritdoc/>
    public void Sent(SipMessage message, Arrival to)
    {
        Put(new Seen(message, to, IsReceived: false, time.GetElapsedTime(0), null));
        next?.Sent(message, to);
    }

    /// <summary>Takes what tells which dialogs belong to a call.</summary>
    public void Take(GatewayReport report)
    {
        if (report is GatewayReport.OfCall { Event: CallReport.DialogBegan or CallReport.Over } happened)
            Put(new Seen(null, null, IsReceived: false, default, happened.Event));
    }

    /// <summary>Keeps what comes until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stop))
                KeepWaiting();
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    /// <summary>Keeps all that waits.</summary>
    internal void KeepWaiting()
    {
        while (_queue.Reader.TryRead(out var seen))
            Keep(seen);
    }

    private void Put(Seen seen)
    {
        if (!_queue.Writer.TryWrite(seen))
            Interlocked.Increment(ref _missed);
    }

    private void Keep(Seen seen)
    {
        if (Interlocked.Exchange(ref _missed, 0) is var missed and > 0)
            traces.Miss(missed);
        switch (seen.Report)
        {
            case CallReport.DialogBegan dialog:
                traces.Join(dialog.CallId, new TracedDialog(dialog.SipCallId, dialog.Peer, dialog.IsCaller));
                break;
            case CallReport.Over over:
                traces.End(over.CallId);
                break;
            default:
                TryKeep(seen.Message!, seen.Peer!, seen);
                break;
        }
    }

    private void TryKeep(SipMessage message, Arrival peer, Seen seen)
    {
        try
        {
            Keep(message, peer, seen);
        }
        catch (RegexMatchTimeoutException)
        {
            // Made to be slow to read. What could not be searched for secrets is not kept.
            traces.Miss(1);
        }
    }

    private void Keep(SipMessage message, Arrival peer, Seen seen)
    {
        if (message.CallId.IsEmpty || message.CSeq.Method.Kind is SipMethodKind.Register)
            return;

        var masked = SecretMask.Apply(message.Span);
        var kept = masked.Length > limits.MessageBytes ? masked[..limits.MessageBytes] : masked;
        traces.Take(new TracedMessage(seen.At, seen.IsReceived, peer, Encoding.UTF8.GetString(message.CallId), SignalStep.Of(message), kept, masked.Length));
    }

    private readonly record struct Seen(SipMessage? Message, Arrival? Peer, bool IsReceived, TimeSpan At, CallReport? Report);
}
