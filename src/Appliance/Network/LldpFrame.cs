using System.Buffers.Binary;
using System.Text;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>What a neighbour on the cable says of itself (IEEE 802.1AB), as far as a person at the panel can use it.</summary>
/// <param name="Chassis">The device: its hardware address as <c>b8:27:eb:00:00:01</c>, or the name it gives.</param>
/// <param name="Port">The port it is heard from.</param>
/// <param name="PortDescription">The port in words, or empty.</param>
/// <param name="System">The device's name, or empty.</param>
/// <param name="TimeToLive">How long to believe it; zero: it says goodbye.</param>
/// <param name="IsBridge">It says that it is a switch.</param>
/// <param name="PortVlan">The port's untagged VLAN, or null.</param>
/// <param name="VoiceVlan">The VLAN it wants phones in (LLDP-MED), or null.</param>
public sealed record LldpFrame(string Chassis, string Port, string PortDescription, string System, TimeSpan TimeToLive, bool IsBridge, int? PortVlan, int? VoiceVlan)
{
    /// <summary>The type in the Ethernet header.</summary>
    public const ushort EtherType = 0x88CC;

    private const int Header = 14;
    private const int LongestText = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>For the panel: the name if there is one, and the port in words if its own name says little.</summary>
    public SwitchPort ToSwitchPort() => new(
        System.Length > 0 ? System : Chassis,
        PortDescription.Length > 0 && (Port.Length is 0 || IsHardwareAddress(Port)) ? PortDescription : Port,
        PortVlan,
        VoiceVlan);

    /// <summary>Reads a whole Ethernet frame. Null: it is not LLDP, or not as section 8 of the standard asks (chassis, port, time to live first).</summary>
    public static LldpFrame? Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length <= Header || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) is not EtherType)
            return null;

        var rest = frame[Header..];
        if (!Take(ref rest, out var type, out var chassis) || type is not 1 || chassis.Length is < 2 or > 256
            || !Take(ref rest, out type, out var port) || type is not 2 || port.Length is < 2 or > 256
            || !Take(ref rest, out type, out var life) || type is not 3 || life.Length < 2)
            return null;

        var read = new LldpFrame(
            Name(chassis, hardware: 4, network: 5), Name(port, hardware: 3, network: 4), "", "",
            TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt16BigEndian(life)), IsBridge: false, null, null);
        while (Take(ref rest, out type, out var value))
        {
            if (type is 0)
                return read;
            read = read.With(type, value);
        }

        // A frame cut short says less than it should, and none of it is certain.
        return rest.IsEmpty ? read : null;
    }

    private LldpFrame With(int type, ReadOnlySpan<byte> value) => type switch
    {
        4 when PortDescription.Length is 0 => this with { PortDescription = Text(value) },
        5 when System.Length is 0 => this with { System = Text(value) },

        // The second half says what of it is switched on; bit 2 is "bridge".
        7 when value.Length >= 4 => this with { IsBridge = (value[3] & 0x04) is not 0 },
        127 => WithOrganisation(value),
        _ => this,
    };

    private LldpFrame WithOrganisation(ReadOnlySpan<byte> value) => value switch
    {
        // IEEE 802.1, "port VLAN ID"; 0 means that the port has none.
        [0x00, 0x80, 0xC2, 1, var high, var low, ..] => this with { PortVlan = Vlan((high << 8) | low) },

        // TIA-1057, "network policy" of the application "voice": unknown, tagged, reserved, 12 bits of VLAN, priority, DSCP.
        [0x00, 0x12, 0xBB, 2, 1, var first, var second, _, ..] when (first & 0xC0) is 0x40 =>
            this with { VoiceVlan = Vlan(((first & 0x1F) << 7) | (second >> 1)) },
        _ => this,
    };

    private static int? Vlan(int number) => number is >= 1 and <= 4094 ? number : null;

    /// <summary>Seven bits of type, nine of length, and so many bytes.</summary>
    private static bool Take(ref ReadOnlySpan<byte> rest, out int type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (rest.Length < 2)
            return false;

        var head = BinaryPrimitives.ReadUInt16BigEndian(rest);
        var length = head & 0x1FF;
        if (rest.Length - 2 < length)
            return false;

        type = head >> 9;
        value = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return true;
    }

    /// <summary>A chassis or a port: a byte says how it is named.</summary>
    private static string Name(ReadOnlySpan<byte> value, int hardware, int network)
    {
        var name = value[1..];
        if (value[0] == hardware && name.Length is 6)
            return string.Join(':', name.ToArray().Select(part => part.ToString("x2")));
        return value[0] == network && name is [1, var a, var b, var c, var d] ? $"{a}.{b}.{c}.{d}" : Text(name);
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var plain = Utf8.GetString(bytes).Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(LongestText);
        return string.Concat(plain).Trim();
    }

    private static bool IsHardwareAddress(string name) => name.Length is 17 && name.Where((_, at) => at % 3 is 2).All(letter => letter is ':');
}
