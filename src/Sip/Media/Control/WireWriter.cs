using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sip.Media.Control;

/// <summary>Writes the fields of a control message one after the other, each with a fixed length, least significant byte first.</summary>
internal ref struct WireWriter(Span<byte> message)
{
    private readonly Span<byte> _message = message;

    public int Length { get; private set; }

    public void Byte(byte value) => _message[Length++] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    public void Time(TimeSpan value) => Int64(value.Ticks);

    public void OptionalTime(TimeSpan? value) => Int64(value?.Ticks ?? -1);

    public void OptionalPort(PortId? value) => Int32(value?.Value ?? 0);

    /// <summary>Family (0, 4 or 6), 16 bytes of address, zone, port.</summary>
    public void Address(IPAddress? address, int port)
    {
        var family = address?.AddressFamily switch
        {
            AddressFamily.InterNetwork => 4,
            AddressFamily.InterNetworkV6 => 6,
            _ => 0,
        };
        Byte((byte)family);
        var bytes = Take(16);
        bytes.Clear();
        address?.TryWriteBytes(bytes, out _);
        Int32(family is 6 ? (int)address!.ScopeId : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(Take(2), (ushort)port);
    }

    public void EndPoint(IPEndPoint? value) => Address(value?.Address, value?.Port ?? 0);

    /// <summary>A length byte and <paramref name="room"/> bytes of UTF-8; what does not fit is cut off at a character.</summary>
    public void Text(string value, byte room)
    {
        var length = Take(1);
        var bytes = Take(room);
        bytes.Clear();
        Encoding.UTF8.GetEncoder().Convert(value, bytes, flush: false, out _, out var used, out _);
        length[0] = (byte)used;
    }

    public void Key(SrtpMaterial? value)
    {
        Byte(value is null ? (byte)0 : (byte)(1 + (int)value.Suite));
        var bytes = Take(SrtpMaterial.Length);
        bytes.Clear();
        value?.KeyAndSalt.CopyTo(bytes);
    }

    public void Format(TelephoneEventFormat? value)
    {
        Byte(value?.PayloadType ?? byte.MaxValue);
        Int32(value?.ClockRate ?? 0);
    }

    private Span<byte> Take(int count)
    {
        var taken = _message.Slice(Length, count);
        Length += count;
        return taken;
    }
}
