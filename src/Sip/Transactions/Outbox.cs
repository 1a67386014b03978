using Sip.Messages;

namespace Sip.Transactions;

/// <summary>Where the parts of the stack put what they want done; refilled by the stack for each input.</summary>
internal sealed class Outbox
{
    private List<SipOutput> _outputs = [];

    /// <summary>Collects into this list from now on.</summary>
    public void CollectInto(List<SipOutput> outputs) => _outputs = outputs;

    /// <summary>Sends a message; token 0 means that nobody wants to know what becomes of it.</summary>
    public void Transmit(SipMessage message, Hop to, long token) => _outputs.Add(new SipOutput.Transmit(message, to, token));

    /// <summary>Tells the application.</summary>
    public void Raise(SipEvent happened) => _outputs.Add(new SipOutput.Raise(happened));
}
