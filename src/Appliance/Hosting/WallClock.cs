using System.Globalization;
using Appliance.Calls;

namespace Appliance.Hosting;

/// <summary>The system's time of day. A clock before this program was written has not been set (a board without a clock chip starts in 1970).</summary>
internal sealed class WallClock(TimeProvider time) : IWallClock
{
    private static readonly DateTimeOffset ProgramWritten = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now => time.GetUtcNow();

    public bool IsSet => Now > ProgramWritten;

    /// <summary>The office's time of day as <c>14:05</c>, or null.</summary>
    public string? Text => IsSet ? time.GetLocalNow().ToString("HH:mm", CultureInfo.InvariantCulture) : null;
}
