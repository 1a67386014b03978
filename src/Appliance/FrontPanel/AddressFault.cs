namespace Appliance.FrontPanel;

/// <summary>Why a fixed address cannot work.</summary>
public enum AddressFault
{
    /// <summary>Zero, loopback, link-local, multicast or above.</summary>
    NotAHost,

    /// <summary>The network's own number.</summary>
    IsNetwork,

    /// <summary>The network's broadcast address.</summary>
    IsBroadcast,

    /// <summary>The gateway is not in the box's network.</summary>
    GatewayOutside,

    /// <summary>The gateway is the network's number, its broadcast address, or no host at all.</summary>
    GatewayNotAHost,

    /// <summary>The gateway is the box itself.</summary>
    GatewayIsBox,

    /// <summary>The name server is no host, or the box itself.</summary>
    NameServerNotAHost,
}

/// <summary>Finds what is wrong with a draft before it can be confirmed: a box without a network can only be mended at the box.</summary>
public static class AddressDraftCheck
{
    /// <summary>The first fault, or null.</summary>
    public static AddressFault? Find(AddressDraft draft) => FindAll(draft) is [var first, ..] ? first : null;

    /// <summary>What is wrong, field by field: at most one fault for each.</summary>
    public static ValueList<AddressFault> FindAll(AddressDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft.IsFixed ? ValueList.Create<AddressFault>([.. ((AddressFault?[])[OfAddress(draft), OfGateway(draft), OfNameServer(draft)]).OfType<AddressFault>()]) : [];
    }

    /// <summary>The field that this fault is in.</summary>
    public static AddressField FieldOf(AddressFault fault) => fault switch
    {
        AddressFault.NotAHost or AddressFault.IsNetwork or AddressFault.IsBroadcast => AddressField.Address,
        AddressFault.NameServerNotAHost => AddressField.NameServer,
        _ => AddressField.Gateway,
    };

    /// <summary>The code of the sentence that tells it.</summary>
    public static string Sentence(AddressFault fault) => fault switch
    {
        AddressFault.NotAHost => "panel.address.not-a-host",
        AddressFault.IsNetwork => "panel.address.is-network",
        AddressFault.IsBroadcast => "panel.address.is-broadcast",
        AddressFault.GatewayOutside => "panel.address.gateway-outside",
        AddressFault.GatewayNotAHost => "panel.address.gateway-not-a-host",
        AddressFault.GatewayIsBox => "panel.address.gateway-is-box",
        _ => "panel.address.name-server",
    };

    private static AddressFault? OfAddress(AddressDraft draft)
    {
        var mask = AddressDraft.MaskOf(draft.PrefixLength);
        return draft switch
        {
            _ when !IsHost(draft.Address) => AddressFault.NotAHost,
            _ when (draft.Address & ~mask) == 0 => AddressFault.IsNetwork,
            _ when (draft.Address | mask) == uint.MaxValue => AddressFault.IsBroadcast,
            _ => null,
        };
    }

    private static AddressFault? OfGateway(AddressDraft draft)
    {
        var mask = AddressDraft.MaskOf(draft.PrefixLength);
        return draft switch
        {
            _ when !IsHost(draft.Gateway) => AddressFault.GatewayNotAHost,
            _ when (draft.Gateway & mask) != (draft.Address & mask) => AddressFault.GatewayOutside,
            _ when (draft.Gateway & ~mask) == 0 || (draft.Gateway | mask) == uint.MaxValue => AddressFault.GatewayNotAHost,
            _ when draft.Gateway == draft.Address => AddressFault.GatewayIsBox,
            _ => null,
        };
    }

    private static AddressFault? OfNameServer(AddressDraft draft) =>
        !IsHost(draft.NameServer) || draft.NameServer == draft.Address ? AddressFault.NameServerNotAHost : null;

    // 0/8, 127/8, 169.254/16 and everything from 224 upward are no hosts of an office (RFC 6890).
    private static bool IsHost(uint address) => address >> 24 is not 0 and not 127 and < 224 && address >> 16 is not 0xA9FE;
}
