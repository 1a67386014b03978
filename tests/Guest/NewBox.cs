using Guest.Bed;

namespace Guest;

/// <summary>A box nobody has claimed, started once for all tests of a class.</summary>
/// <param name="machine">The guest.</param>
public sealed class NewBox(Machine machine) : IAsyncLifetime
{
    /// <summary>It.</summary>
    public Box Box { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Box = await Box.StartAsync(machine, PanelSettings.Board);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Box.DisposeAsync();
}
