using Appliance.Calls;
using Appliance.Setup;

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

    [LoggerMessage(112, LogLevel.Information, "The panel is ready after {Milliseconds} ms: {Name}")]
    public static partial void PanelReady(ILogger log, long milliseconds, string name);

    [LoggerMessage(113, LogLevel.Error, "The panel's loop failed; it begins anew and goes on doing so until it works")]
    public static partial void PanelFailed(ILogger log, Exception fault);

    [LoggerMessage(114, LogLevel.Warning, "Set-up mode is open: {Reason}")]
    public static partial void SetupOpened(ILogger log, SetupReason reason);

    [LoggerMessage(115, LogLevel.Information, "Set-up mode is closed: {Why}")]
    public static partial void SetupClosed(ILogger log, SetupEnd why);

    [LoggerMessage(116, LogLevel.Warning, "Set-up mode: {Fact}")]
    public static partial void SetupTold(ILogger log, SetupFact fact);

    [LoggerMessage(117, LogLevel.Error, "Whose the box is cannot be read; its password counts as forgotten. {Why}")]
    public static partial void OwnerFileTrouble(ILogger log, string why);

    [LoggerMessage(118, LogLevel.Warning, "The setting {Setting} could not be changed: {Why}")]
    public static partial void SettingNotChanged(ILogger log, string setting, string why);

    [LoggerMessage(119, LogLevel.Warning, "The reset file cannot be taken off the card: {Why}")]
    public static partial void ResetFileStays(ILogger log, string why);

    [LoggerMessage(120, LogLevel.Warning, "Everything is erased; the box begins anew")]
    public static partial void Erased(ILogger log);

    [LoggerMessage(122, LogLevel.Critical, "Something stands still: {What}")]
    public static partial void StandsStill(ILogger log, string what);

    [LoggerMessage(123, LogLevel.Warning, "The button was held while power came on: that asks for the previous version. This box has none; nothing is changed")]
    public static partial void PreviousVersionAsked(ILogger log);

    [LoggerMessage(121, LogLevel.Error, "What set-up mode asks for cannot be written; it is tried again until it can. {Why}")]
    public static partial void SetupNotKept(ILogger log, string why);

    [LoggerMessage(124, LogLevel.Error, "Who is logged in could not be kept. {Why}")]
    public static partial void AccessNotKept(ILogger log, string why);

    [LoggerMessage(130, LogLevel.Error, "A request of the page failed: {Method} {Route}, {Fault} {Where}")]
    public static partial void PageFailed(ILogger log, string method, string route, string fault, string where);
}
