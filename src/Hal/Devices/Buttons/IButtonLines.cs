using Hal.Boards;

namespace Hal.Devices.Buttons;

/// <summary>The lines buttons hang on. Used by one thread.</summary>
internal interface IButtonLines : IDisposable
{
    /// <summary>Asks for a button's line.</summary>
    /// <exception cref="DeviceException">It cannot be had.</exception>
    OpenButton Open(BoardButton button);

    /// <summary>Takes the next edge of an open line, if there is one. Never waits.</summary>
    /// <exception cref="DeviceException">The line is gone.</exception>
    LineEdge? Read(int line);

    /// <summary>Whether an open line is active now.</summary>
    /// <exception cref="DeviceException">The line is gone.</exception>
    bool IsActive(int line);

    /// <summary>Gives a line back; nothing happens when it is not open.</summary>
    void Close(int line);
}

/// <summary>A line that was opened.</summary>
/// <param name="IsActive">Its level now.</param>
/// <param name="IsDebounced">True when the kernel keeps bouncing away from us.</param>
internal readonly record struct OpenButton(bool IsActive, bool IsDebounced);

/// <summary>An edge.</summary>
/// <param name="IsActive">The level after it.</param>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="HasLost">True when edges before it were lost.</param>
/// <param name="IsFound">True when nobody saw the edge: the line was found so when it was opened.</param>
internal readonly record struct LineEdge(bool IsActive, TimeSpan At, bool HasLost = false, bool IsFound = false);
