using System.Text;

namespace Sip.Media.Linux;

/// <summary>
/// A Unix socket address of any path length: the 108 bytes of the kernel hold only <c>/proc/self/fd/N/name</c>, where N is the
/// opened folder.
/// </summary>
internal sealed unsafe class UnixAddress : IDisposable
{
    public const int Length = 110;
    private readonly byte[] _bytes = GC.AllocateArray<byte>(Length, pinned: true);
    private readonly int _folder;

    private UnixAddress(int folder, string name)
    {
        _folder = folder;
        BitConverter.TryWriteBytes(_bytes, (ushort)LibC.Unix);
        Encoding.UTF8.GetBytes($"/proc/self/fd/{folder}/{name}", _bytes.AsSpan(2));
    }

    public void* Pointer => System.Runtime.CompilerServices.Unsafe.AsPointer(ref _bytes[0]);

    /// <summary>Null when the folder cannot be opened or the name is longer than 80 bytes.</summary>
    public static UnixAddress? Of(string path)
    {
        var whole = Path.GetFullPath(path);
        var name = Path.GetFileName(whole);
        if (Encoding.UTF8.GetByteCount(name) is 0 or > 80)
            return null;

        var folder = LibC.Open(Path.GetDirectoryName(whole) ?? "/", LibC.OpenPathOnly | LibC.CloseOnExec);
        return folder < 0 ? null : new(folder, name);
    }

    public void Dispose() => _ = LibC.Close(_folder);
}
