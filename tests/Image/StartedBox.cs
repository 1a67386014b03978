using Guest.Bed;
using Image.Bed;

namespace Image;

/// <summary>A new card in a box that was switched on and has come to rest. One for all tests of the start.</summary>
public sealed class StartedBox : IAsyncLifetime
{
    private readonly Card _card = new();

    /// <summary>The box.</summary>
    public Box Box { get; private set; } = null!;

    /// <summary>What its console said when it was well.</summary>
    public string Good { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Box = Box.Start(_card, "start");
        Good = await Box.SaysAsync("is good", TimeSpan.FromMinutes(10));

        // At its very first start the gateway writes for networkd what holds from then on: the address goes and comes once.
        await Eventually.Async(
            async () => await Box.RunAsync("networkctl status eth0 --no-pager") is var told && told.Contains("/run/systemd/network/10-landline.network", StringComparison.Ordinal)
                && told.Contains("(configured)", StringComparison.Ordinal) ? told : null,
            TimeSpan.FromMinutes(2),
            () => "networkd did not take the gateway's file");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Box.DisposeAsync();
        _card.Dispose();
    }
}
