namespace Appliance.FrontPanel;

/// <summary>What a press does, whichever button it was.</summary>
public enum PanelAction
{
    /// <summary>The next page; the next digit.</summary>
    Next,

    /// <summary>The page before; the digit before.</summary>
    Previous,

    /// <summary>What the page offers; the marked entry; the number is right so.</summary>
    Choose,

    /// <summary>One step out.</summary>
    Back,

    /// <summary>The entry above; the digit one higher.</summary>
    Up,

    /// <summary>The entry below; the digit one lower.</summary>
    Down,
}

/// <summary>What is being done when a button is pressed.</summary>
public enum PanelMode
{
    /// <summary>Pages are turned.</summary>
    Pages,

    /// <summary>An entry of a list is looked for.</summary>
    Menu,

    /// <summary>The digits of a number are set.</summary>
    Digits,
}
