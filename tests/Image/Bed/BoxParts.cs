namespace Image.Bed;

/// <summary>What a box in QEMU is plugged into.</summary>
public sealed record BoxParts
{
    /// <summary>The interface of this computer that is its network cable's other end; null: a network that QEMU makes up.</summary>
    public string? Cable { get; init; }

    /// <summary>A file that takes down all that is written to the card, or null.</summary>
    public string? WriteLog { get; init; }

    /// <summary>Files that are further disks, by their names in <c>/dev/disk/by-id/virtio-NAME</c>; they are only read.</summary>
    public IReadOnlyList<string> Disks { get; init; } = [];
}
