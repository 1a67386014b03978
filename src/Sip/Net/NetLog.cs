using System.Net;
using Microsoft.Extensions.Logging;

namespace Sip.Net;

/// <summary>Every line the signalling shell writes.</summary>
internal static partial class NetLog
{
    [LoggerMessage(1, LogLevel.Error, "An input of the signalling loop failed; the loop goes on")]
    public static partial void InputFailed(ILogger log, Exception fault);

    [LoggerMessage(2, LogLevel.Error, "An output of the signalling loop failed; the loop goes on")]
    public static partial void OutputFailed(ILogger log, Exception fault);

    [LoggerMessage(3, LogLevel.Information, "Listening for SIP over {Transport} on {Address}")]
    public static partial void Listening(ILogger log, TransportKind transport, IPEndPoint address);

    [LoggerMessage(4, LogLevel.Debug, "Connection {Flow} to {Remote} over {Transport} is up")]
    public static partial void ConnectionUp(ILogger log, long flow, IPEndPoint remote, TransportKind transport);

    [LoggerMessage(5, LogLevel.Debug, "Connection {Flow} is gone: {Why}")]
    public static partial void ConnectionGone(ILogger log, long flow, string why);

    [LoggerMessage(6, LogLevel.Warning, "Cannot send to {Host}:{Port} over {Transport}: {Why}")]
    public static partial void CannotSend(ILogger log, string host, int port, TransportKind transport, string why);

    [LoggerMessage(7, LogLevel.Warning, "The name server gave no answer for {Name}; using the last good one")]
    public static partial void UsingOldAnswer(ILogger log, string name);

    [LoggerMessage(8, LogLevel.Error, "Reading from {Transport} failed; the others go on")]
    public static partial void FlowFailed(ILogger log, TransportKind transport, Exception fault);

    [LoggerMessage(9, LogLevel.Error, "A task of the signalling sockets failed")]
    public static partial void TaskFailed(ILogger log, Exception fault);

    [LoggerMessage(10, LogLevel.Warning, "No new connections can be accepted now: {Why}")]
    public static partial void CannotAccept(ILogger log, string why);

    [LoggerMessage(11, LogLevel.Debug, "A connection from {Remote} was not taken: {Why}")]
    public static partial void NotTaken(ILogger log, IPEndPoint? remote, string why);
}
