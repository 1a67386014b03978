namespace Appliance.Setup;

/// <summary>Whose the box is. The part of set-up mode that outlives a power cut.</summary>
public enum Ownership
{
    /// <summary>Nobody's yet: there is no passphrase.</summary>
    Unclaimed,

    /// <summary>It has an owner's passphrase.</summary>
    Claimed,

    /// <summary>It had one, which somebody at the box has had removed. Lines and phones are still the owner's.</summary>
    PasswordForgotten,

    /// <summary>Everything is being erased; after a power cut the erasing goes on.</summary>
    Erasing,
}

/// <summary>
/// What is kept of set-up mode, in one file with the passphrase's hash and replaced as a whole, so that one never stands without the other: a
/// record that is not <see cref="Ownership.Claimed"/> has no passphrase beside it. Neither a PIN nor a window is ever kept.
/// </summary>
/// <param name="Ownership">Whose the box is.</param>
/// <param name="HandledFile">
/// The mark of the reset file that was obeyed last while it still lies on the card, or null. A card that cannot be written to keeps its
/// file; obeyed at every start, it would lock the owner out for ever.
/// </param>
public sealed record SetupRecord(Ownership Ownership, string? HandledFile)
{
    /// <summary>A new box.</summary>
    public static readonly SetupRecord New = new(Ownership.Unclaimed, null);
}
