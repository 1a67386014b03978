using Appliance.Calls;

namespace Appliance.Hosting;

/// <summary>Every line the box writes to its log. Numbers, names and secrets are not in it.</summary>
internal static partial class LogEvents
{
    [LoggerMessage(101, LogLevel.Information, "A call ended: {Direction}, {Cause}, {Duration}")]
    public static partial void CallEnded(ILogger log, CallDirection direction, string cause, TimeSpan duration);

    [LoggerMessage(102, LogLevel.Information, "Line {Trunk} is {Health}. {Why}")]
    public static partial void TrunkChanged(ILogger log, string trunk, TrunkHealth health, string why);

    [LoggerMessage(103, LogLevel.Critical, "EMERGENCY CALL: {Origin} dialled {Number}")]
    public static partial void EmergencyDialled(ILogger log, string origin, string number);

    [LoggerMessage(104, LogLevel.Information, "A call from {From} was turned away with {Status}: {Why}")]
    public static partial void TurnedAway(ILogger log, string from, int status, string why);

    [LoggerMessage(105, LogLevel.Information, "{Account} has {Contacts} registered phones")]
    public static partial void Registered(ILogger log, string account, int contacts);

    [LoggerMessage(106, LogLevel.Information, "Settings revision {Revision} is in use")]
    public static partial void SettingsApplied(ILogger log, long revision);

    [LoggerMessage(107, LogLevel.Warning, "{Trouble}")]
    public static partial void CertificateTrouble(ILogger log, string trouble);

    [LoggerMessage(108, LogLevel.Error, "Looking for {Host} failed")]
    public static partial void LookupFailed(ILogger log, string host, Exception fault);

    [LoggerMessage(109, LogLevel.Warning, "The ports, addresses or certificate in the settings changed. They are used when the box is started again; until then it stays on {Listening}")]
    public static partial void RestartNeeded(ILogger log, string listening);

    [LoggerMessage(110, LogLevel.Error, "A part of the box ended with a fault")]
    public static partial void PartFailed(ILogger log, Exception fault);

    [LoggerMessage(111, LogLevel.Information, "Stopping: {Calls} calls are hung up")]
    public static partial void Stopping(ILogger log, int calls);
}
