namespace Appliance.FrontPanel;

/// <summary>Something that is being chosen on a page.</summary>
public abstract record PanelDialog
{
    private PanelDialog()
    {
    }

    /// <summary>What buttons mean here.</summary>
    public PanelMode Mode => this is Address { Editor.Mode: var mode } ? mode : PanelMode.Menu;

    /// <summary>Whether something is meant.</summary>
    /// <param name="Wanted">What a yes asks of the box.</param>
    /// <param name="IsYes">Which answer is marked; no, at first.</param>
    public sealed record Question(PanelRequest Wanted, bool IsYes) : PanelDialog;

    /// <summary>Which language.</summary>
    /// <param name="Marked">Which of the languages there are, in their order.</param>
    public sealed record Language(int Marked) : PanelDialog;

    /// <summary>Another address.</summary>
    public sealed record Address(AddressEditor Editor) : PanelDialog;
}
