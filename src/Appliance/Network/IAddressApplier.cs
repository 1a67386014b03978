using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>Gives the computer the address that the settings wish for.</summary>
public interface IAddressApplier
{
    /// <summary>False where the box may not set the computer's network itself.</summary>
    bool CanChange { get; }

    /// <summary>Makes the wish true for this card, if it is not already. Never throws for what the system refuses.</summary>
    /// <returns>Null when it is done or nothing was to do; otherwise why not, for the log.</returns>
    Task<string?> ApplyAsync(AddressWish wish, string card, CancellationToken stop);
}

/// <summary>For a computer whose network belongs to somebody else.</summary>
public sealed class NoAddressApplier : IAddressApplier
{
    /// <inheritdoc/>
    public bool CanChange => false;

    /// <inheritdoc/>
    public Task<string?> ApplyAsync(AddressWish wish, string card, CancellationToken stop) => Task.FromResult<string?>(null);
}
