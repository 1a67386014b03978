using Sip;

namespace Appliance.Calls;

/// <summary>Keeps new calls on a trunk apart (Twilio takes one a second by default).</summary>
public interface ITrunkPace
{
    /// <summary>Takes the next free moment for a call to this target. Zero: now. The caller waits that long and then sends without asking again.</summary>
    TimeSpan Take(CallTarget target, Instant now);
}
