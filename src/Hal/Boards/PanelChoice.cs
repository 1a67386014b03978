namespace Hal.Boards;

/// <summary>What the owner says about the panel.</summary>
public sealed record PanelChoice
{
    /// <summary>The board, or null: find out.</summary>
    public Board? Board { get; init; }

    /// <summary>True when lamps are wired to GPIO 18, 12 and 7 (<see cref="KnownBoards.ExternalLamps"/>); only for a board that is not described by the owner.</summary>
    public bool HasExternalLamps { get; init; }

    /// <summary>True when the computer's hardware watchdog is to restart it should the program hang.</summary>
    public bool UsesWatchdog { get; init; }
}
