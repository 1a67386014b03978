namespace Appliance.FrontPanel;

/// <summary>The pages of the screen. <see cref="PageOrder"/> says which can be turned to.</summary>
public enum PanelPage
{
    /// <summary>The box starts.</summary>
    Boot,

    /// <summary>How to get to the box with a phone: QR code, address, one-time PIN.</summary>
    Claim,

    /// <summary>All is well, or what is not.</summary>
    Home,

    /// <summary>The emergency call: who, which number, since when.</summary>
    Emergency,

    /// <summary>What is wrong.</summary>
    Problem,

    /// <summary>The calls going on.</summary>
    Calls,

    /// <summary>The ways out.</summary>
    Line,

    /// <summary>The phones.</summary>
    Phones,

    /// <summary>Addresses, and their change.</summary>
    Network,

    /// <summary>An update.</summary>
    Update,

    /// <summary>Version, addresses, language.</summary>
    About,

    /// <summary>Somebody on the page asks which box this is.</summary>
    Located,
}
