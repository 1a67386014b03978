using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Appliance.FrontPanel;

/// <summary>A number of an address wish that is set digit by digit.</summary>
public enum AddressField
{
    /// <summary>The box's own address: twelve digits.</summary>
    Address,

    /// <summary>The mask: one place that steps through all masks there are.</summary>
    Mask,

    /// <summary>The way out: twelve digits.</summary>
    Gateway,

    /// <summary>The name server: twelve digits.</summary>
    NameServer,

    /// <summary>The VLAN: four digits; 0000 is none.</summary>
    Vlan,
}

/// <summary>An <see cref="AddressWish"/> while it is being written. Its digits can be set in any order; no octet gets above 255.</summary>
public sealed record AddressDraft
{
    /// <summary>The shortest mask offered: 255.0.0.0.</summary>
    public const int LeastPrefix = 8;

    /// <summary>The longest mask offered: 255.255.255.252, two hosts.</summary>
    public const int MostPrefix = 30;

    private const int MostVlan = 4094;

    private static readonly int[] Powers = [1, 10, 100, 1000];

    /// <summary>False: DHCP.</summary>
    public required bool IsFixed { get; init; }

    /// <summary>The box's own address.</summary>
    public required uint Address { get; init; }

    /// <summary>Bits of the mask, 8 to 30.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>The way out.</summary>
    public required uint Gateway { get; init; }

    /// <summary>The name server.</summary>
    public required uint NameServer { get; init; }

    /// <summary>0: untagged; else up to 4094.</summary>
    public required int Vlan { get; init; }

    /// <summary>Begins with what is set, and where that is DHCP with what DHCP gave, so that most digits are right already.</summary>
    public static AddressDraft Of(NetworkFact network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var wish = network.Wish.Fixed;
        var address = Number(wish?.Address ?? network.Address, 0xC0A80132); // 192.168.1.50 where nothing is known
        var prefix = wish?.PrefixLength ?? (network.Address is null ? 24 : network.PrefixLength);
        prefix = prefix is >= LeastPrefix and <= MostPrefix ? prefix : 24;
        var gateway = Number(wish?.Gateway ?? network.Gateway, (address & MaskOf(prefix)) + 1);
        return new()
        {
            IsFixed = wish is not null,
            Address = address,
            PrefixLength = prefix,
            Gateway = gateway,
            NameServer = Number(wish?.NameServer ?? network.NameServer, gateway),
            Vlan = Math.Clamp(network.Wish.Vlan ?? 0, 0, MostVlan),
        };
    }

    /// <summary>One that says what this wish says.</summary>
    public static AddressDraft Of(AddressWish wish) => Of(new NetworkFact { Wish = wish });

    /// <summary>What has been written so far.</summary>
    public AddressWish ToWish() => new(
        IsFixed ? new(Address4(Address), PrefixLength, Address4(Gateway), Address4(NameServer)) : null,
        Vlan is 0 ? null : Vlan);

    /// <summary>How many places this field has.</summary>
    public static int Places(AddressField field) => field switch
    {
        AddressField.Mask => 1,
        AddressField.Vlan => 4,
        _ => 12,
    };

    /// <summary>The digits of a field as the screen shows them: <c>192.168.001.045</c>, <c>255.255.255.0</c>, <c>0020</c>.</summary>
    public string Text(AddressField field) => field switch
    {
        AddressField.Mask => Dotted(MaskOf(PrefixLength)),
        AddressField.Vlan => $"{Vlan:0000}",
        _ => string.Join('.', Octets(Value(field)).Select(octet => $"{octet:000}")),
    };

    /// <summary>With the digit at this place one or more higher or lower, around its end.</summary>
    public AddressDraft Step(AddressField field, int place, int by) => field switch
    {
        AddressField.Mask => this with { PrefixLength = LeastPrefix + Around(PrefixLength - LeastPrefix + by, MostPrefix - LeastPrefix + 1) },
        AddressField.Vlan => this with { Vlan = StepDigit(Vlan, 3 - place, by, MostVlan) },
        AddressField.Address => this with { Address = StepOctet(Address, place, by) },
        AddressField.Gateway => this with { Gateway = StepOctet(Gateway, place, by) },
        _ => this with { NameServer = StepOctet(NameServer, place, by) },
    };

    /// <summary>The mask of so many bits, 1 to 32.</summary>
    public static uint MaskOf(int prefixLength) => uint.MaxValue << (32 - prefixLength);

    /// <summary>As people write it.</summary>
    public static string Dotted(uint address) => string.Join('.', Octets(address));

    private static uint StepOctet(uint address, int place, int by)
    {
        var shift = 24 - (place / 3 * 8);
        var octet = (int)(address >> shift & 0xFF);
        var stepped = (uint)StepDigit(octet, 2 - (place % 3), by, 255);
        return address & ~(0xFFu << shift) | stepped << shift;
    }

    /// <summary>Steps one decimal digit through the values that can lead to an allowed number, and holds the rest to what is allowed.</summary>
    private static int StepDigit(int value, int power, int by, int most)
    {
        var unit = Powers[power];
        var above = value / (unit * 10) * (unit * 10);
        var digit = value / unit % 10;
        var highest = Math.Min(9, (most - above) / unit);
        return Math.Min(most, value + ((Around(digit + by, highest + 1) - digit) * unit));
    }

    private static int Around(int value, int count) => ((value % count) + count) % count;

    private uint Value(AddressField field) => field switch
    {
        AddressField.Address => Address,
        AddressField.Gateway => Gateway,
        _ => NameServer,
    };

    private static uint[] Octets(uint address) => [address >> 24, address >> 16 & 0xFF, address >> 8 & 0xFF, address & 0xFF];

    private static uint Number(IPAddress? address, uint otherwise)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetwork })
            return otherwise;
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : otherwise;
    }

    private static IPAddress Address4(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return new(bytes);
    }
}
