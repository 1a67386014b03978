using Sip;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>What a call asks for.</summary>
public abstract record CallOutput
{
    private CallOutput()
    {
    }

    /// <summary>Tell the stack.</summary>
    public sealed record Signal(SipCommand Command) : CallOutput;

    /// <summary>Tell the media engine.</summary>
    public sealed record Media(MediaCommand Command) : CallOutput;

    /// <summary>Something others want to know of: the page, the panel, the log.</summary>
    public sealed record Report(CallReport Event) : CallOutput;

    /// <summary>The call is over and this is what it leaves. Said exactly once.</summary>
    public sealed record Ended(CallRecord Record) : CallOutput;
}

/// <summary>What happened in a call, for those who listen.</summary>
public abstract record CallReport(string CallId)
{
    /// <summary>The call began.</summary>
    public sealed record Began(string Id, CallSetup Setup) : CallReport(Id);

    /// <summary>A dialog of the call: the Call-ID its messages carry, and whom it is with.</summary>
    /// <param name="Id">The call.</param>
    /// <param name="SipCallId">The Call-ID.</param>
    /// <param name="Peer">Whom it is with, as <c>extension:101</c>; empty when that is not known.</param>
    /// <param name="IsCaller">True for the side that called.</param>
    public sealed record DialogBegan(string Id, string SipCallId, string Peer, bool IsCaller) : CallReport(Id);

    /// <summary>This target is being tried.</summary>
    public sealed record Trying(string Id, string Target) : CallReport(Id);

    /// <summary>Somebody's phone rings.</summary>
    public sealed record Ringing(string Id, string Target) : CallReport(Id);

    /// <summary>This target came to nothing.</summary>
    public sealed record Failed(string Id, string Target, int Status, string Why) : CallReport(Id);

    /// <summary>The two sides talk.</summary>
    public sealed record Answered(string Id, string Target) : CallReport(Id);

    /// <summary>Voice arrives from this side.</summary>
    public sealed record Heard(string Id, bool FromCaller) : CallReport(Id);

    /// <summary>The call is over.</summary>
    public sealed record Over(string Id, CallRecord Record) : CallReport(Id);
}
