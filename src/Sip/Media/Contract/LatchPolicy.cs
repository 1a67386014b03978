namespace Sip.Media;

/// <summary>How far a port may follow its peer away from the address in the peer's SDP (RFC 4961).</summary>
public enum LatchPolicy
{
    /// <summary>The source must be exactly the address and port of the SDP: a trunk.</summary>
    Locked,

    /// <summary>The source must have the address of the SDP; its port may differ, learnt once: phones of the office network.</summary>
    Lan,

    /// <summary>Address and port may both differ, learnt once from a run of fitting packets: phones behind a NAT.</summary>
    Nat,
}
