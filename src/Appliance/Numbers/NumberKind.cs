namespace Appliance.Numbers;

/// <summary>What sort of number it is, as far as its digits tell: it decides what it may cost and which line can carry it.</summary>
public enum NumberKind
{
    /// <summary>The digits have a possible length, but the range is not in our tables.</summary>
    Unknown,

    /// <summary>A place.</summary>
    Fixed,

    /// <summary>A mobile telephone.</summary>
    Mobile,

    /// <summary>A place or a mobile telephone; the country's plan does not tell them apart.</summary>
    FixedOrMobile,

    /// <summary>A number on the internet, without a place.</summary>
    Internet,

    /// <summary>Free for the caller; as a rule reachable from inside its country only.</summary>
    FreePhone,

    /// <summary>The caller pays the called party as well.</summary>
    Premium,

    /// <summary>Caller and called party share the cost, often at the caller's loss.</summary>
    SharedCost,

    /// <summary>One number for a whole company.</summary>
    Company,

    /// <summary>A number that follows a person.</summary>
    Personal,

    /// <summary>A pager or a mailbox.</summary>
    Messages,

    /// <summary>A satellite telephone or an international network (+870, +878, +881, +882, +883).</summary>
    Satellite,
}
