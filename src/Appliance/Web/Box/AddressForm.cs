using System.Globalization;
using System.Net;
using Appliance.DialPlans;
using Appliance.FrontPanel;

namespace Appliance.Web.Box;

/// <summary>The form of the box's address, as it was typed.</summary>
/// <param name="IsFixed">False: DHCP; the first four fields are then not read.</param>
/// <param name="Address">As <c>192.168.1.2</c>, or with its prefix: <c>192.168.1.2/24</c>.</param>
/// <param name="Mask">As <c>255.255.255.0</c> or <c>24</c>; may be empty where the address says it.</param>
/// <param name="Gateway">The router.</param>
/// <param name="NameServer">Empty: the gateway.</param>
/// <param name="Vlan">Empty: untagged.</param>
public sealed record AddressForm(bool IsFixed, string Address, string Mask, string Gateway, string NameServer, string Vlan)
{
    /// <summary>The longest a field may be.</summary>
    public const int Longest = 32;

    private const int MostVlan = 4094;

    private static readonly ExplanationStep NoAddress = new("web.address.form", []);

    /// <summary>The form that says what is set; where that is DHCP, with what DHCP gave.</summary>
    public static AddressForm Of(NetworkFact network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var draft = AddressDraft.Of(network);
        return new(
            draft.IsFixed,
            AddressDraft.Dotted(draft.Address),
            AddressDraft.Dotted(AddressDraft.MaskOf(draft.PrefixLength)),
            AddressDraft.Dotted(draft.Gateway),
            AddressDraft.Dotted(draft.NameServer),
            draft.Vlan is 0 ? "" : draft.Vlan.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What it wishes, or null with the troubles of its fields.</summary>
    public AddressWish? Read(out IReadOnlyDictionary<string, ExplanationStep> troubles)
    {
        Dictionary<string, ExplanationStep> found = new(StringComparer.Ordinal);
        troubles = found;
        var vlan = VlanOf(found);
        var own = IsFixed ? FixedOf(found) : null;
        if (found.Count > 0)
            return null;

        var wish = new AddressWish(own, vlan);
        if (own is not null)
        {
            foreach (var fault in AddressDraftCheck.FindAll(AddressDraft.Of(wish)))
                found[NameOf(AddressDraftCheck.FieldOf(fault))] = new(AddressDraftCheck.Sentence(fault), []);
        }

        return found.Count is 0 ? wish : null;
    }

    private static string NameOf(AddressField field) => field switch
    {
        AddressField.Address => "address",
        AddressField.Mask => "mask",
        AddressField.Gateway => "gateway",
        AddressField.NameServer => "name-server",
        _ => "vlan",
    };

    private FixedAddress? FixedOf(Dictionary<string, ExplanationStep> found)
    {
        var parts = Address.Split('/', 2);
        var address = IPv4(parts[0]);
        var mask = parts.Length > 1 && Mask.Length is 0 ? parts[1] : Mask;
        if (address is null)
            found["address"] = NoAddress;
        var prefix = PrefixOf(mask);
        if (prefix is null || (parts.Length > 1 && PrefixOf(parts[1]) != prefix))
            found["mask"] = new("web.address.mask.form", [AddressDraft.LeastPrefix.ToString(CultureInfo.InvariantCulture), AddressDraft.MostPrefix.ToString(CultureInfo.InvariantCulture)]);
        var gateway = IPv4(Gateway);
        if (gateway is null)
            found["gateway"] = NoAddress;
        var server = NameServer.Length is 0 ? gateway : IPv4(NameServer);
        if (server is null && NameServer.Length > 0)
            found["name-server"] = NoAddress;
        return found.Count is 0 ? new(address!, prefix!.Value, gateway!, server!) : null;
    }

    private int? VlanOf(Dictionary<string, ExplanationStep> found)
    {
        if (Vlan.Length is 0)
            return null;
        if (int.TryParse(Vlan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostVlan)
            return number;
        found["vlan"] = new("web.address.vlan.form", []);
        return null;
    }

    /// <summary>Four numbers with points between, and nothing of what else a program may take for an address.</summary>
    private static IPAddress? IPv4(string typed)
    {
        var parts = typed.Split('.');
        Span<byte> bytes = stackalloc byte[4];
        if (parts.Length != bytes.Length)
            return null;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (parts[i].Length > 3 || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        }

        return new(bytes);
    }

    private static int? PrefixOf(string typed)
    {
        var text = typed.TrimStart('/');
        var prefix = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : -1;
        for (var bit = AddressDraft.LeastPrefix; prefix < 0 && bit <= AddressDraft.MostPrefix; bit++)
        {
            if (AddressDraft.Dotted(AddressDraft.MaskOf(bit)) == text)
                prefix = bit;
        }

        return prefix is >= AddressDraft.LeastPrefix and <= AddressDraft.MostPrefix ? prefix : null;
    }
}
