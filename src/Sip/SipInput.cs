using Sip.Messages;

namespace Sip;

/// <summary>Everything that can happen to the stack from outside. Handled one at a time, in order.</summary>
public abstract record SipInput
{
    private SipInput()
    {
    }

    /// <summary>A well-formed message came in.</summary>
    public sealed record Arrived(SipMessage Message, Arrival From) : SipInput;

    /// <summary>A request came in that cannot be used but must be answered (RFC 3261 section 8.2, RFC 4475): <paramref name="Request"/> holds what could be read.</summary>
    public sealed record ArrivedMalformed(SipMessage Request, int AnswerWith, Arrival From) : SipInput;

    /// <summary>A message handed out with this token could not be sent: no connection, refused, unknown host, certificate not believed.</summary>
    public sealed record SendFailed(long Token, string Why) : SipInput;

    /// <summary>A message handed out with this token went out on this flow; requests that follow in the dialog prefer it.</summary>
    public sealed record SentOn(long Token, FlowId Flow) : SipInput;

    /// <summary>A connection is gone. Bindings and dialogs that used it need another way.</summary>
    public sealed record FlowClosed(FlowId Flow) : SipInput;

    /// <summary>The application wants something.</summary>
    public sealed record Commanded(SipCommand Command) : SipInput;

    /// <summary>The alarm the shell set for the stack's deadline went off. Harmless when early or late.</summary>
    public sealed record DeadlinePassed : SipInput;
}
