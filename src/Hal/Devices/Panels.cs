using Hal.Boards;
using Microsoft.Extensions.Logging;

namespace Hal.Devices;

/// <summary>Opens the front panel of the computer the program runs on.</summary>
public static class Panels
{
    /// <summary>
    /// Opens the panel the owner chose, or finds out which it is. Returns at once but for the moment an I2C bus takes to answer; never
    /// throws for hardware. A board that was chosen but is not there becomes a panel that tells its faults and comes alive when it is.
    /// </summary>
    /// <param name="choice">What the owner says.</param>
    /// <param name="roots">Where the kernel shows its devices.</param>
    /// <param name="time">The clock. Times of edges are <see cref="DeviceClock.Now"/> of it.</param>
    /// <param name="logs">Where to log.</param>
    /// <param name="isHealthy">Whether the program is well: the hardware watchdog is fed only then. Called every few seconds, must not wait.</param>
    /// <returns>The panel; null when no board was chosen and the computer has no header: use the emulated one.</returns>
    public static IFrontPanel? Open(PanelChoice choice, DeviceRoots roots, TimeProvider time, ILoggerFactory logs, Func<bool> isHealthy)
    {
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(isHealthy);

        var hardware = new KernelHardware(roots, choice.Board?.Chips ?? Board.HeaderChips);
        return Open(choice, hardware, time, logs.CreateLogger("Hal.Devices"), isHealthy);
    }

    internal static IFrontPanel? Open(PanelChoice choice, IPanelHardware hardware, TimeProvider time, ILogger log, Func<bool> isHealthy)
    {
        if (choice.Board is { } chosen)
        {
            LogEvents.BoardChosen(log, chosen.Name, "the settings say so");
            return new BoardPanel(chosen, guessedFrom: null, choice, hardware, isHealthy, time, log);
        }

        var found = hardware.Look();
        if (BoardDetection.Begin(found) is not { } guess)
            return null;

        LogEvents.BoardChosen(log, guess.Name, $"answers on I2C: {(found.Answers.Count is 0 ? "none" : string.Join(", ", found.Answers.Order().Select(address => $"0x{address:X2}")))}");
        return new BoardPanel(guess, found, choice, hardware, isHealthy, time, log);
    }
}
