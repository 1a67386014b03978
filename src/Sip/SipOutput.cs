using Sip.Messages;

namespace Sip;

/// <summary>Everything the stack asks of its shell.</summary>
public abstract record SipOutput
{
    private SipOutput()
    {
    }

    /// <summary>
    /// Send this message to this hop. Failure comes back as <see cref="SipInput.SendFailed"/> with the token;
    /// 0 means nobody wants to know.
    /// </summary>
    public sealed record Transmit(SipMessage Message, Hop To, long Token) : SipOutput;

    /// <summary>Tell the application.</summary>
    public sealed record Raise(SipEvent Event) : SipOutput;
}
