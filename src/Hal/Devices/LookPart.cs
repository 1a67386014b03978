using Hal.Boards;

namespace Hal.Devices;

/// <summary>Looks once a minute whether what is there agrees with the board the owner chose.</summary>
/// <param name="chosen">The board in the settings.</param>
/// <param name="look">Looks what is there.</param>
/// <param name="faults">Where faults are told.</param>
internal sealed class LookPart(Board chosen, Func<BoardFindings> look, FaultDesk faults) : IDevicePart
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    private TimeSpan _at;

    public TimeSpan? Turn(TimeSpan now)
    {
        if (now < _at)
            return _at;

        _at = now + Every;
        var found = look();
        if (BoardDetection.Contradicts(chosen, found) is { } likely)
        {
            var answers = string.Join(", ", found.Answers.Order().Select(address => $"0x{address:X2}"));
            faults.Raise(PanelPart.Board, "", FaultCodes.BoardUnlike, $"the settings say {chosen.Name}; {answers} on I2C looks like {likely.Name}");
        }
        else
        {
            faults.Clear(PanelPart.Board, "");
        }

        return _at;
    }

    public void Dispose()
    {
        // Nothing is kept open.
    }
}
