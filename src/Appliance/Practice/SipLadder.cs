using System.Collections.Immutable;
using System.Text;
using Appliance.Traces;
using Sip;
using Sip.Messages;
using Sip.Net;

namespace Appliance.Practice;

/// <summary>Remembers the messages that cross the box and draws them as a ladder: phone on the left, line on the right.</summary>
internal sealed class SipLadder(TimeProvider time) : ISipTrace
{
    private const int MostMessages = 500;
    private const int Width = 30;

    private readonly Lock _gate = new();
    private readonly List<Step> _steps = [];
    private readonly long _start = time.GetTimestamp();

    /// <summary>Everything seen so far, in order.</summary>
    public ImmutableArray<Step> Steps
    {
        get
        {
            lock (_gate)
                return [.. _steps];
        }
    }

    public void Received(SipMessage message, Arrival from) => Add(message, from, isReceived: true);

    public void Sent(SipMessage message, Arrival to) => Add(message, to, isReceived: false);

    /// <summary>The ladder as text. <paramref name="isLine"/> tells the line's side from the phone's.</summary>
    public string Draw(Func<Arrival, bool> isLine)
    {
        var text = new StringBuilder();
        text.Append("  time  ").Append("phone".PadRight(Width + 1)).Append("box".PadRight(Width + 1)).AppendLine("line");
        foreach (var step in Steps)
        {
            var right = isLine(step.Peer);
            // Toward the box from the left, or from the box to the right, the arrow points right.
            var pointsRight = right != step.IsReceived;
            var label = $"{step.Said.Label} ";
            label = label.Length > Width - 4 ? label[..(Width - 4)] : label;
            var arrow = pointsRight
                ? $" {label}{new string('─', Width - label.Length - 2)}►"
                : $"◄{new string('─', Width - label.Length - 2)} {label.TrimEnd()}".PadRight(Width);
            var lane = right ? $"│{new string(' ', Width)}│{arrow}│" : $"│{arrow}│{new string(' ', Width)}│";
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{step.At.TotalMilliseconds,5:0}ms {lane}  {step.Peer.Transport.ToString().ToUpperInvariant()}{NoteOf(step)}").AppendLine();
        }

        return text.ToString();
    }

    private static string NoteOf(Step step) => step.Said.Voice.Kind switch
    {
        VoiceKind.Encrypted => ", SRTP",
        VoiceKind.Clear => ", RTP",
        _ => "",
    };

    private void Add(SipMessage message, Arrival peer, bool isReceived)
    {
        var said = SignalStep.Of(message);
        lock (_gate)
        {
            if (_steps.Count < MostMessages)
                _steps.Add(new Step(time.GetElapsedTime(_start), peer, isReceived, said));
        }
    }

    /// <summary>One message.</summary>
    public sealed record Step(TimeSpan At, Arrival Peer, bool IsReceived, SignalStep Said);
}
