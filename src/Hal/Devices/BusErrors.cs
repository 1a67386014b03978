using System.Globalization;
using System.Text.RegularExpressions;

namespace Hal.Devices;

/// <summary>What System.Device.Gpio says when a bus fails, in our words. It has the system's error number in its text alone.</summary>
internal static partial class BusErrors
{
    /// <summary>What became of opening a bus.</summary>
    public static DeviceException Opening(string device, Exception fault) => Number(fault) switch
    {
        LibC.Forbidden or LibC.NotPermitted => new(FaultCodes.BusForbidden, $"{device}: {LibC.Words(LibC.Forbidden)}", fault),
        LibC.NoEntry or LibC.NoDevice or LibC.NoSuchDevice => new(FaultCodes.BusMissing, $"{device} is not there", fault),
        { } number => new(FaultCodes.BusMissing, $"{device}: {LibC.Words(number)}", fault),
        null => new(FaultCodes.BusMissing, $"{device}: {fault.Message}", fault),
    };

    /// <summary>What became of a transfer.</summary>
    public static DeviceException Transfer(string code, string device, Exception fault) =>
        new(code, Number(fault) is { } number ? $"{device}: {LibC.Words(number)}" : $"{device}: {fault.Message}", fault);

    private static int? Number(Exception fault) =>
        ErrorNumber().Match(fault.Message) is { Success: true } match ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"\bError (?<number>\d{1,4})\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorNumber();
}
