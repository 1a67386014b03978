using System.Buffers.Binary;
using System.Net;
using System.Text;
using Sip.Rtp.Srtp;

namespace Sip.Media.Control;

/// <summary>
/// Reads what <see cref="WireWriter"/> wrote. A field that is missing or out of bounds makes the whole message wrong
/// (<see cref="IsWhole"/>), and every later field reads as its zero.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private static readonly byte[] Zeros = new byte[256];

    private ReadOnlySpan<byte> _rest = message;
    private bool _wrong;

    /// <summary>True when every field was there and in bounds, and nothing is left over.</summary>
    public readonly bool IsWhole => !_wrong && _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => Wrong<bool>(),
    };

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public PortId Port() => new(Int32());

    public PortId? OptionalPort() => Int32() is var value and not 0 ? new(value) : null;

    public TimeSpan Time() => new(Int64());

    public TimeSpan? OptionalTime() => Int64() switch
    {
        -1 => null,
        < 0 => Wrong<TimeSpan?>(),
        var ticks => new(ticks),
    };

    /// <summary>One of the first <paramref name="count"/> values of an enumeration that counts from zero.</summary>
    public int OneOf(int count) => Byte() is var value && value < count ? value : Wrong<int>();

    public IPAddress? Address(out int port)
    {
        var family = Byte();
        var bytes = Take(16);
        var zone = (uint)Int32();
        port = BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
        if (_wrong)
            return null;

        return family switch
        {
            0 => null,
            4 => new(bytes[..4]),
            6 => new(bytes, zone),
            _ => Wrong<IPAddress?>(),
        };
    }

    public IPEndPoint? OptionalEndPoint() => Address(out var port) is { } address ? new(address, port) : null;

    public IPEndPoint EndPoint() => OptionalEndPoint() ?? Wrong<IPEndPoint>() ?? new(IPAddress.None, 0);

    public string Text(byte room)
    {
        var length = Byte();
        var bytes = Take(room);
        return length <= room && !_wrong ? Encoding.UTF8.GetString(bytes[..length]) : Wrong<string>() ?? "";
    }

    public SrtpMaterial? Key()
    {
        var suite = Byte();
        var bytes = Take(SrtpMaterial.Length);
        return suite switch
        {
            0 => null,
            1 or 2 when !_wrong => new((SrtpSuite)(suite - 1), bytes),
            _ => Wrong<SrtpMaterial?>(),
        };
    }

    public byte PayloadType() => Byte() is var type and < 128 ? type : Wrong<byte>();

    public TelephoneEventFormat? Format()
    {
        var type = Byte();
        var clock = Int32();
        if (type == byte.MaxValue && clock == 0)
            return null;

        return type < 128 && clock is >= 8000 and <= 192_000 ? new(type, clock) : Wrong<TelephoneEventFormat?>();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            _wrong = true;
            _rest = [];
            return Zeros.AsSpan(0, count);
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private T? Wrong<T>()
    {
        _wrong = true;
        return default;
    }
}
