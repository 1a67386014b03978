using System.Net;
using Sip;

namespace Appliance.Traces;

/// <summary>
/// The messages of a call as three lanes: the office's side on the left, the box in the middle, the line on the right. Inside the office
/// the one who calls is on the left.
/// </summary>
/// <param name="Left">Who is on the left: <c>extension:101</c>.</param>
/// <param name="Right">Who is on the right: <c>trunk:twilio</c>.</param>
/// <param name="Rows">Its arrows, from the first to the last.</param>
public sealed record Ladder(ValueList<string> Left, ValueList<string> Right, ValueList<LadderRow> Rows)
{
    /// <summary>Draws up the ladder of a call.</summary>
    public static Ladder Of(CallTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var dialogs = trace.Dialogs.ToDictionary(dialog => dialog.SipCallId);
        // A line that calls is still the line.
        var isCallerRight = trace.Dialogs.Any(dialog => dialog.IsCaller && dialog.Peer.StartsWith("trunk:", StringComparison.Ordinal));
        var rows = new List<LadderRow>(trace.Messages.Count);
        foreach (var message in trace.Messages)
        {
            var dialog = dialogs[message.SipCallId];
            rows.Add(new LadderRow
            {
                Number = rows.Count + 1,
                Since = message.At - trace.Messages[0].At,
                IsRight = dialog.IsCaller == isCallerRight,
                Party = dialog.Peer,
                Message = message,
                IsRepeat = rows.Exists(row => row.Message.SipCallId == message.SipCallId && message.Repeats(row.Message)),
            });
        }

        return new(Parties(trace.Dialogs.Where(dialog => dialog.IsCaller != isCallerRight)), Parties(trace.Dialogs.Where(dialog => dialog.IsCaller == isCallerRight)), ValueList.Create<LadderRow>([.. rows]));
    }

    private static ValueList<string> Parties(IEnumerable<TracedDialog> dialogs) =>
        ValueList.Create<string>([.. dialogs.Where(dialog => dialog.Peer.Length > 0).Select(dialog => dialog.Peer).Distinct(StringComparer.Ordinal)]);
}

/// <summary>One arrow of a ladder.</summary>
public sealed record LadderRow
{
    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>How long after the first message.</summary>
    public required TimeSpan Since { get; init; }

    /// <summary>Between the box and the right lane, or between the left lane and the box.</summary>
    public required bool IsRight { get; init; }

    /// <summary>With whom: <c>extension:101</c>; empty when that is not known.</summary>
    public required string Party { get; init; }

    /// <summary>True when the same was said before.</summary>
    public required bool IsRepeat { get; init; }

    /// <summary>The message.</summary>
    public required TracedMessage Message { get; init; }

    /// <summary>Toward the box from the left, or from the box to the right.</summary>
    public bool PointsRight => IsRight != Message.IsReceived;

    /// <summary>What it says.</summary>
    public SignalStep Step => Message.Step;

    /// <summary>How it travelled.</summary>
    public TransportKind Transport => Message.Peer.Transport;

    /// <summary>The peer's address.</summary>
    public IPEndPoint Remote => Message.Peer.Remote;
}
