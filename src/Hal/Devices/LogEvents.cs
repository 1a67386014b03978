using Microsoft.Extensions.Logging;

namespace Hal.Devices;

/// <summary>What the devices write to the log: one line when a part fails, one when it is back; never one a try.</summary>
internal static partial class LogEvents
{
    [LoggerMessage(301, LogLevel.Information, "Front panel: {Name} ({Why})")]
    public static partial void BoardChosen(ILogger log, string name, string why);

    [LoggerMessage(302, LogLevel.Warning, "Front panel, {Part}: {Code}: {Evidence}")]
    public static partial void PartFailed(ILogger log, PanelPart part, string code, string evidence);

    [LoggerMessage(303, LogLevel.Information, "Front panel, {Part}: {Code} is over")]
    public static partial void PartBack(ILogger log, PanelPart part, string code);

    [LoggerMessage(304, LogLevel.Error, "Front panel: a fault of our own in {Loop}")]
    public static partial void LoopFault(ILogger log, string loop, Exception fault);

    [LoggerMessage(305, LogLevel.Critical, "The program is not healthy: the hardware watchdog is no longer fed and restarts the computer")]
    public static partial void WatchdogStarves(ILogger log);
}
