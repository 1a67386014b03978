using Sip;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>Everything the gateway asks of its shell.</summary>
public abstract record GatewayOutput
{
    private GatewayOutput()
    {
    }

    /// <summary>Send this message.</summary>
    public sealed record Transmit(SipOutput.Transmit Message) : GatewayOutput;

    /// <summary>Tell the media engine.</summary>
    public sealed record Media(MediaCommand Command) : GatewayOutput;

    /// <summary>Keep this record.</summary>
    public sealed record Record(CallRecord Finished) : GatewayOutput;

    /// <summary>Keep this for a successor, in place of what was kept of the call before (DESIGN law 8).</summary>
    public sealed record Remember(CallSnapshot Call) : GatewayOutput;

    /// <summary>The call is over: a successor need not know of it.</summary>
    public sealed record Forget(string CallId) : GatewayOutput;

    /// <summary>Tell whoever listens.</summary>
    public sealed record Report(GatewayReport What) : GatewayOutput;
}

/// <summary>A fact about the gateway for the page, the panel and the log.</summary>
public abstract record GatewayReport
{
    private GatewayReport()
    {
    }

    /// <summary>Something happened in a call.</summary>
    public sealed record OfCall(CallReport Event) : GatewayReport;

    /// <summary>The phones registered for an extension, or the PBX that registers, changed.</summary>
    public sealed record Registered(string Account, int Contacts, string Device) : GatewayReport;

    /// <summary>A device in the office wants to be a phone of this box and is not: its account is unknown, or its password wrong.</summary>
    /// <param name="Account">The user name it gives itself; may be empty.</param>
    /// <param name="Device">What it calls itself; may be empty.</param>
    /// <param name="Address">Where it is.</param>
    /// <param name="HasWrongPassword">Its account is one of ours.</param>
    public sealed record DeviceSeen(string Account, string Device, string Address, bool HasWrongPassword) : GatewayReport;

    /// <summary>A way out changed.</summary>
    public sealed record OfTrunk(string Trunk, TrunkHealth Health, string Why) : GatewayReport
    {
        /// <summary>It works, and one of its several addresses does not answer.</summary>
        public bool HasSilentAddress { get; init; }
    }

    /// <summary>Somebody calls an emergency number: the office must be told at once (DESIGN law 3).</summary>
    public sealed record EmergencyDialled(string Origin, string Number, string CallId) : GatewayReport;

    /// <summary>A call was refused before it became one, or a registration was.</summary>
    /// <param name="From">Address and port.</param>
    /// <param name="Status">The SIP status.</param>
    /// <param name="Why">One of <see cref="TurnAwayReasons"/>.</param>
    public sealed record TurnedAway(string From, int Status, string Why) : GatewayReport;

    /// <summary>What has been spoken to the world today by calls that are over, for the owner's daily limit.</summary>
    /// <param name="Finished">How long.</param>
    /// <param name="DayEndsIn">How long the day still lasts: it is 24 hours from the first call on.</param>
    public sealed record Spoken(TimeSpan Finished, TimeSpan DayEndsIn) : GatewayReport;
}

/// <summary>How a way out is.</summary>
public enum TrunkHealth
{
    /// <summary>Nothing is known yet.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Up,

    /// <summary>It does not answer, cannot be found, or refuses us.</summary>
    Down,
}
