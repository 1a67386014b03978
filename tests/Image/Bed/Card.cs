namespace Image.Bed;

/// <summary>A card of 4 GB with the image on it, as a technician flashes it. What is written goes to a file of its own.</summary>
public sealed class Card : IDisposable
{
    private const int Sector = 512;

    private readonly string _folder = Directory.CreateTempSubdirectory("card-").FullName;

    /// <summary>A freshly flashed card.</summary>
    /// <param name="size">How large it is, in bytes.</param>
    public Card(long size = 4L << 30)
    {
        Command.Run("cp", "--sparse=always", Image, Path);
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write);
        file.SetLength(size);
    }

    private Card(string from)
    {
        Command.Run("cp", "--sparse=always", from, Path);
    }

    /// <summary>Another card with the same on it.</summary>
    public static Card CopyOf(string file) => new(file);

    /// <summary>The file that stands for it.</summary>
    public string Path => System.IO.Path.Combine(_folder, "card.img");

    /// <summary>A folder for this card's sockets.</summary>
    public string Folder => _folder;

    /// <summary>The image that is flashed; its updates lie beside it.</summary>
    public static string Image => Environment.GetEnvironmentVariable("LANDLINE_IMAGE") ?? "";

    /// <summary>What this computer lacks, a sentence each; empty when the tests can run.</summary>
    public static IReadOnlyList<string> Missing() =>
    [
        .. File.Exists(Image) ? [] : (string[])["LANDLINE_IMAGE names no image. Build one: image/build FOLDER."],
        .. File.Exists(Box.Firmware) ? [] : (string[])[$"There is no {Box.Firmware}. Run image/setup once."],
    ];

    /// <summary>Copies one partition's content to another, as an update would.</summary>
    public void Copy(Partition from, Partition to)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite);
        var buffer = new byte[1 << 20];
        for (var offset = 0L; offset < from.Sectors * Sector; offset += buffer.Length)
        {
            file.Position = (from.Start * Sector) + offset;
            file.ReadExactly(buffer);
            if (buffer.AsSpan().IndexOfAnyExcept((byte)0) < 0)
                continue;
            file.Position = (to.Start * Sector) + offset;
            file.Write(buffer);
        }
    }

    /// <summary>Writes rubbish over the beginning of a partition.</summary>
    public void Destroy(Partition partition, int mebibytes)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write);
        file.Position = partition.Start * Sector;
        var rubbish = new byte[1 << 20];
        new Random(7).NextBytes(rubbish);
        for (var written = 0; written < mebibytes; written++)
            file.Write(rubbish);
    }

    /// <summary>Puts a file on the settings partition, as any computer can.</summary>
    public void Put(string name, string content)
    {
        var source = System.IO.Path.Combine(_folder, name);
        File.WriteAllText(source, content);
        Command.Run("mcopy", "-o", "-i", $"{Path}@@{Partition.Settings.Start * Sector}", source, $"::{name}");
    }

    /// <summary>What a file on the settings partition holds.</summary>
    public string Read(string name) => Command.Run("mtype", "-i", $"{Path}@@{Partition.Settings.Start * Sector}", $"::{name}");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
