namespace Sip.Sdp;

/// <summary>Which way media flows, seen from the party that says it (RFC 3264 section 5.1). The bits are send and receive.</summary>
public enum MediaDirection
{
    /// <summary>a=inactive: neither way.</summary>
    Inactive = 0,

    /// <summary>a=sendonly: the sayer sends, and plays nothing that comes; how a phone puts its peer on hold.</summary>
    SendOnly = 1,

    /// <summary>a=recvonly: the sayer only listens.</summary>
    ReceiveOnly = 2,

    /// <summary>a=sendrecv, also meant when nothing is said.</summary>
    SendReceive = 3,
}

/// <summary>What follows from a direction.</summary>
public static class MediaDirections
{
    /// <summary>True when the sayer sends.</summary>
    public static bool Sends(this MediaDirection direction) => ((int)direction & 1) is not 0;

    /// <summary>True when the sayer listens.</summary>
    public static bool Receives(this MediaDirection direction) => ((int)direction & 2) is not 0;

    /// <summary>The same flow seen from the other side.</summary>
    public static MediaDirection Mirror(this MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => MediaDirection.ReceiveOnly,
        MediaDirection.ReceiveOnly => MediaDirection.SendOnly,
        _ => direction,
    };

    /// <summary>Only what both allow.</summary>
    public static MediaDirection And(this MediaDirection direction, MediaDirection other) => direction & other;

    /// <summary>The attribute's name.</summary>
    public static string ToAttribute(this MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => "sendonly",
        MediaDirection.ReceiveOnly => "recvonly",
        MediaDirection.Inactive => "inactive",
        _ => "sendrecv",
    };

    internal static MediaDirection? Parse(string attribute) => attribute.AsSpan().Trim(' ') switch
    {
        var name when name.Equals("sendrecv", StringComparison.OrdinalIgnoreCase) => MediaDirection.SendReceive,
        var name when name.Equals("sendonly", StringComparison.OrdinalIgnoreCase) => MediaDirection.SendOnly,
        var name when name.Equals("recvonly", StringComparison.OrdinalIgnoreCase) => MediaDirection.ReceiveOnly,
        var name when name.Equals("inactive", StringComparison.OrdinalIgnoreCase) => MediaDirection.Inactive,
        _ => null,
    };
}
