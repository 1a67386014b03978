namespace Appliance.Network;

/// <summary>What the network writes to the log.</summary>
internal static partial class NetworkLog
{
    [LoggerMessage(301, LogLevel.Information, "The office's network: {Link}, address {Address}, gateway {Gateway}")]
    public static partial void Changed(ILogger log, string link, string address, string gateway);

    [LoggerMessage(302, LogLevel.Error, "The address in the settings could not be given to the system. {Why}")]
    public static partial void NotApplied(ILogger log, string why);

    [LoggerMessage(303, LogLevel.Debug, "The switch at the other end of the cable is not listened for: {Why}")]
    public static partial void NotListening(ILogger log, string why);

    [LoggerMessage(305, LogLevel.Information, "A new address is on trial for {Seconds} s: {Address}")]
    public static partial void Tried(ILogger log, string address, int seconds);

    [LoggerMessage(306, LogLevel.Information, "The trial of {Address} is over: {End}. {Why}")]
    public static partial void TrialOver(ILogger log, string address, FrontPanel.TrialEnd end, string why);

    [LoggerMessage(307, LogLevel.Error, "The address on trial could not be kept. {Why}")]
    public static partial void NotKept(ILogger log, string why);

    [LoggerMessage(304, LogLevel.Information, "The cable is in {System}, port {Port}, voice VLAN {VoiceVlan}")]
    public static partial void SwitchHeard(ILogger log, string system, string port, int? voiceVlan);
}
