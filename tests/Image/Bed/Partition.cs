namespace Image.Bed;

/// <summary>A partition of the card, by its sectors of 512 bytes (image/steps/card).</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Sectors">How many it has.</param>
public sealed record Partition(long Start, long Sectors)
{
    /// <summary>The FAT partition that any computer can write.</summary>
    public static readonly Partition Settings = new(8192, 262144);

    /// <summary>Slot A's kernel.</summary>
    public static readonly Partition BootA = new(270336, 196608);

    /// <summary>Slot B's kernel.</summary>
    public static readonly Partition BootB = new(466944, 196608);

    /// <summary>Slot A's root.</summary>
    public static readonly Partition RootA = new(665600, 786432);

    /// <summary>Slot B's root.</summary>
    public static readonly Partition RootB = new(1454080, 786432);

    /// <summary>What the box keeps.</summary>
    public static readonly Partition Data = new(2242560, 131072);
}
