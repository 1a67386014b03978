using Sip;

namespace Appliance.Traces;

/// <summary>A SIP message that crossed the wire, kept without its secrets.</summary>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="IsReceived">True: it came to the box; false: the box sent it.</param>
/// <param name="Peer">Over which flow.</param>
/// <param name="SipCallId">Its Call-ID.</param>
/// <param name="Step">What it says.</param>
/// <param name="Bytes">Its bytes, secrets blotted out, cut to <see cref="TraceLimits.MessageBytes"/>.</param>
/// <param name="Length">How long it was without the cut.</param>
public sealed record TracedMessage(TimeSpan At, bool IsReceived, Arrival Peer, string SipCallId, SignalStep Step, ReadOnlyMemory<byte> Bytes, int Length)
{
    // The objects around the bytes: step, address, names.
    private const int Around = 400;

    /// <summary>True when its end was cut off.</summary>
    public bool IsCut => Bytes.Length < Length;

    /// <summary>True for the first word of a dialog: an INVITE outside one.</summary>
    public bool Opens => Step is { IsRequest: true, Method: "INVITE" };

    /// <summary>About how much memory it takes.</summary>
    internal int Weight => Bytes.Length + Around;

    /// <summary>True when it is the other one sent again: the same bytes the same way.</summary>
    public bool Repeats(TracedMessage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsReceived == other.IsReceived && Length == other.Length && Peer.Remote.Equals(other.Peer.Remote) && Bytes.Span.SequenceEqual(other.Bytes.Span);
    }
}

/// <summary>One dialog of a call.</summary>
/// <param name="SipCallId">The Call-ID.</param>
/// <param name="Peer">Whom it is with: <c>extension:101</c>, <c>trunk:twilio</c>; empty when that is not known.</param>
/// <param name="IsCaller">True for the side that called.</param>
public sealed record TracedDialog(string SipCallId, string Peer, bool IsCaller);

/// <summary>What was said for one call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Dialogs">Its dialogs in the order they began.</param>
/// <param name="Messages">Its messages in the order they crossed the wire.</param>
/// <param name="Omitted">Messages in the middle that were not kept, or that came faster than they could be kept.</param>
/// <param name="IsOver">True once the call has ended.</param>
public sealed record CallTrace(string CallId, ValueList<TracedDialog> Dialogs, ValueList<TracedMessage> Messages, int Omitted, bool IsOver);

/// <summary>How much is kept. An ordinary call has 15 to 25 messages of 400 to 1,500 bytes; an hour with session refreshes 10 more.</summary>
public sealed record TraceLimits
{
    /// <summary>Calls.</summary>
    public int Calls { get; init; } = 200;

    /// <summary>Messages from the beginning of each call.</summary>
    public int First { get; init; } = 60;

    /// <summary>Messages from its end.</summary>
    public int Last { get; init; } = 40;

    /// <summary>Bytes of each message.</summary>
    public int MessageBytes { get; init; } = 8 * 1024;

    /// <summary>Memory for all calls together.</summary>
    public int TotalBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Dialogs that are not known to belong to a call: a first INVITE before its password, strangers.</summary>
    public int Waiting { get; init; } = 128;

    /// <summary>Messages of each of those.</summary>
    public int WaitingMessages { get; init; } = 12;

    /// <summary>Memory for all of those together.</summary>
    public int WaitingBytes { get; init; } = 512 * 1024;
}
