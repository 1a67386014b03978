using System.Buffers.Binary;
using System.Net;

namespace Sip.Rtp;

/// <summary>
/// An address and port that media goes to or comes from, as a plain value: comparing, copying and keeping one allocates nothing.
/// An IPv4 address is held in its IPv6-mapped form (RFC 4291 section 2.5.5.2), so both families compare alike.
/// </summary>
/// <param name="Host">The 128 bits of the address, most significant first.</param>
/// <param name="Port">The UDP port, 0 when there is none.</param>
/// <param name="Scope">The zone of a link-local IPv6 address (RFC 4007), otherwise 0.</param>
public readonly record struct MediaAddress(UInt128 Host, ushort Port, uint Scope = 0) : ISpanFormattable
{
    /// <summary>The size of the longest socket address we read or write (sockaddr_in6).</summary>
    public const int MaximumSocketAddressLength = 28;

    private const int SocketAddressLengthIPv4 = 16;
    private const ushort LinuxFamilyIPv4 = 2;
    private const ushort LinuxFamilyIPv6 = 10;

    private static readonly UInt128 MappedPrefix = new(0, 0x0000_FFFF_0000_0000);

    /// <summary>True for an IPv4 address.</summary>
    public bool IsIPv4 => Host >> 32 == MappedPrefix >> 32;

    /// <summary>True for 0.0.0.0, :: and an address without a port: there is nowhere to send.</summary>
    public bool IsUnspecified => Port == 0 || Host == UInt128.Zero || Host == MappedPrefix;

    /// <summary>An IPv4 address given as a number, most significant byte first (127.0.0.1 is 0x7F000001).</summary>
    public static MediaAddress IPv4(uint host, ushort port) => new(MappedPrefix | host, port);

    /// <summary>The value of an endpoint.</summary>
    public static MediaAddress From(IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return From(endpoint.Address, (ushort)endpoint.Port);
    }

    /// <summary>The value of an address and port.</summary>
    public static MediaAddress From(IPAddress address, ushort port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        if (length == 4)
            return IPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), port);

        var scope = address.IsIPv6LinkLocal ? (uint)address.ScopeId : 0;
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes), port, scope);
    }

    /// <summary>Reads a Linux socket address (sockaddr_in, sockaddr_in6). False for another family or one cut short.</summary>
    public static bool TryReadSocketAddress(ReadOnlySpan<byte> socketAddress, out MediaAddress address)
    {
        address = default;
        if (socketAddress.Length < SocketAddressLengthIPv4)
            return false;

        var family = BitConverter.ToUInt16(socketAddress);
        var port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]);
        if (family == LinuxFamilyIPv4)
        {
            address = IPv4(BinaryPrimitives.ReadUInt32BigEndian(socketAddress[4..]), port);
            return true;
        }

        if (family != LinuxFamilyIPv6 || socketAddress.Length < MaximumSocketAddressLength)
            return false;

        var host = BinaryPrimitives.ReadUInt128BigEndian(socketAddress[8..]);
        var isLinkLocal = host >> 118 == 0x3FA;
        address = new(host, port, isLinkLocal ? BitConverter.ToUInt32(socketAddress[24..]) : 0);
        return true;
    }

    /// <summary>Writes a Linux socket address and says how long it is: 16 bytes (sockaddr_in) or 28 (sockaddr_in6).</summary>
    /// <param name="socketAddress">At least <see cref="MaximumSocketAddressLength"/> bytes.</param>
    /// <param name="dualStack">True for an IPv6 socket that also carries IPv4: the mapped form is then written.</param>
    public int WriteSocketAddress(Span<byte> socketAddress, bool dualStack)
    {
        socketAddress = socketAddress[..MaximumSocketAddressLength];
        socketAddress.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(socketAddress[2..], Port);
        if (IsIPv4 && !dualStack)
        {
            BitConverter.TryWriteBytes(socketAddress, LinuxFamilyIPv4);
            BinaryPrimitives.WriteUInt32BigEndian(socketAddress[4..], (uint)Host);
            return SocketAddressLengthIPv4;
        }

        BitConverter.TryWriteBytes(socketAddress, LinuxFamilyIPv6);
        BinaryPrimitives.WriteUInt128BigEndian(socketAddress[8..], Host);
        BitConverter.TryWriteBytes(socketAddress[24..], Scope);
        return MaximumSocketAddressLength;
    }

    /// <summary>True when both are the same machine, whatever the port.</summary>
    public bool IsSameHost(MediaAddress other) => Host == other.Host && Scope == other.Scope;

    /// <summary>The same machine at another port.</summary>
    public MediaAddress At(ushort port) => this with { Port = port };

    /// <summary>The address alone.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Host);
        return IsIPv4 ? new(bytes[12..]) : new(bytes, Scope);
    }

    /// <summary>The endpoint of this value.</summary>
    public IPEndPoint ToEndPoint() => new(ToIPAddress(), Port);

    /// <inheritdoc/>
    public override string ToString() => ToEndPoint().ToString();

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        charsWritten = text.Length;
        return text.TryCopyTo(destination);
    }
}
