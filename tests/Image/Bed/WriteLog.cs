using System.Buffers.Binary;

namespace Image.Bed;

/// <summary>
/// All that a box wrote to its card, in order, as QEMU's <c>blklogwrites</c> takes it down: the format of Linux' dm-log-writes
/// (Documentation/admin-guide/device-mapper/log-writes.rst), sectors of 512 bytes.
/// </summary>
public sealed class WriteLog
{
    private const int Sector = 512;
    private const ulong Magic = 0x6a736677736872;
    private const ulong Flush = 1, Fua = 2, Discard = 4;

    private readonly string _file;

    private WriteLog(string file, IReadOnlyList<Entry> entries) => (_file, Entries) = (file, entries);

    /// <summary>One write, or a demand that all before it be on the card.</summary>
    /// <param name="Offset">Where on the card, in bytes.</param>
    /// <param name="Length">How much, in bytes; 0 for a flush alone.</param>
    /// <param name="At">Where in the log its bytes are.</param>
    /// <param name="IsFlush">True when all before it is on the card once it is done.</param>
    /// <param name="IsLasting">True when it is itself on the card once it is done.</param>
    /// <param name="IsDiscard">True when the bytes there are given up: they read as zeros.</param>
    public sealed record Entry(long Offset, long Length, long At, bool IsFlush, bool IsLasting, bool IsDiscard);

    /// <summary>The writes.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>How many writes a log has that is still being written.</summary>
    public static int Count(string file)
    {
        Span<byte> head = stackalloc byte[24];
        using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.ReadExactly(head);
        return (int)BinaryPrimitives.ReadUInt64LittleEndian(head[16..]);
    }

    /// <summary>Reads a log.</summary>
    public static WriteLog Read(string file)
    {
        using var log = new FileStream(file, FileMode.Open, FileAccess.Read);
        var head = new byte[32];
        log.ReadExactly(head);
        if (BinaryPrimitives.ReadUInt64LittleEndian(head) != Magic)
            throw new InvalidDataException("This is no log of writes.");

        var entries = new List<Entry>();
        var count = BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(16));
        var at = (long)Sector;
        for (var n = 0UL; n < count; n++)
        {
            log.Position = at;
            log.ReadExactly(head);
            var sector = (long)BinaryPrimitives.ReadUInt64LittleEndian(head);
            var length = (long)BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(8)) * Sector;
            var flags = BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(16));
            at += Sector;
            var isDiscard = (flags & Discard) != 0;
            entries.Add(new(sector * Sector, length, at, (flags & Flush) != 0, (flags & Fua) != 0, isDiscard));
            if (!isDiscard)
                at += length;
        }

        return new WriteLog(file, entries);
    }

    /// <summary>The card of a box whose power goes after each of these entries: what was flushed is there, of the rest each write or not, by chance.</summary>
    /// <param name="card">The card as it was before the first entry; it is written to.</param>
    /// <param name="instants">Numbers of entries, rising.</param>
    /// <param name="chance">Which of the writes that were not flushed are there.</param>
    /// <param name="look">What to do with each: the instant; the card is as it was left.</param>
    public void Cut(string card, IEnumerable<int> instants, Random chance, Action<int> look)
    {
        using var log = new FileStream(_file, FileMode.Open, FileAccess.Read);
        using var disk = new FileStream(card, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var next = 0;
        foreach (var instant in instants)
        {
            var flushed = next;
            for (var n = next; n <= instant; n++)
            {
                if (Entries[n].IsFlush)
                    flushed = n + 1;
            }

            for (; next < flushed; next++)
                Write(log, disk, Entries[next]);

            var undo = new Stack<(long Offset, byte[] Bytes)>();
            for (var n = next; n <= instant; n++)
            {
                var entry = Entries[n];
                if (entry.Length is 0 || (!entry.IsLasting && chance.Next(2) is 0))
                    continue;
                var before = new byte[entry.Length];
                disk.Position = entry.Offset;
                disk.ReadExactly(before);
                undo.Push((entry.Offset, before));
                Write(log, disk, entry);
            }

            look(instant);
            foreach (var (offset, bytes) in undo)
            {
                disk.Position = offset;
                disk.Write(bytes);
            }
        }
    }

    private static void Write(FileStream log, FileStream disk, Entry entry)
    {
        if (entry.Length is 0)
            return;
        var bytes = new byte[entry.Length];
        if (!entry.IsDiscard)
        {
            log.Position = entry.At;
            log.ReadExactly(bytes);
        }

        disk.Position = entry.Offset;
        disk.Write(bytes);
    }
}
