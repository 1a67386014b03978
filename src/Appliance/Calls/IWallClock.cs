namespace Appliance.Calls;

/// <summary>The time of day, for records only: nothing is counted with it.</summary>
public interface IWallClock
{
    /// <summary>Now, as well as the box knows.</summary>
    DateTimeOffset Now { get; }

    /// <summary>False until a time server, a clock chip or the network told the time.</summary>
    bool IsSet { get; }
}
