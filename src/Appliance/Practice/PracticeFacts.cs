using System.Text;
using Appliance.Traces;
using Sip;
using Sip.Media;

namespace Appliance.Practice;

/// <summary>What the practice call proved, point by point.</summary>
internal sealed class PracticeFacts(SipLadder ladder, PracticeLine line, PracticePhone phone, PortCounters heardByPhone, string expected)
{
    private IEnumerable<(bool Holds, string Fact)> Points
    {
        get
        {
            var steps = ladder.Steps;
            yield return (steps.Any(step => step is { Said.Status: 401, Peer.Transport: TransportKind.Tcp }), "the phone proved its password (401, then its answer)");
            yield return (line.Dialled == expected, $"the number left as {line.Dialled}");
            yield return (steps.Any(step => step is { Said.Status: 407, Peer.Transport: TransportKind.Tls }), "the line asked for a password (407) and took the answer");
            yield return (steps.Any(step => step.Peer.Transport is TransportKind.Tls && step.Said.Voice.Kind is VoiceKind.Encrypted), "signalling to the line was TLS, its sound SRTP");
            yield return (line.HasHeard, $"the line heard the phone ({PracticePhone.ToneHz} Hz)");
            yield return (phone.HasHeard, $"the phone heard the line ({PracticeLine.ToneHz} Hz): {heardByPhone.PacketsReceived} packets, {heardByPhone.PacketsLost} lost, jitter {heardByPhone.Jitter.TotalMilliseconds:0.0} ms");
        }
    }

    /// <summary>True when every point holds.</summary>
    public bool AllWell => Points.All(point => point.Holds);

    /// <summary>The points and the verdict as text.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        foreach (var (holds, fact) in Points)
            text.Append(holds ? "  ✓ " : "  ✗ ").AppendLine(fact);
        return text.Append(AllWell ? "Verdict: the call went through, and both sides heard each other." : "Verdict: the call did not do all it should.").ToString();
    }
}
