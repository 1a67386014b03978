using Hal.Buttons;

namespace Appliance.FrontPanel;

/// <summary>What can happen to the panel.</summary>
public abstract record PanelInput
{
    private PanelInput()
    {
    }

    /// <summary>Somebody did something with a button.</summary>
    public sealed record Meant(Gesture Gesture) : PanelInput;

    /// <summary>The box is so now.</summary>
    public sealed record Told(PanelFacts Facts) : PanelInput;

    /// <summary>The panel has other buttons than thought.</summary>
    public sealed record Became(ButtonLayout Layout) : PanelInput;

    /// <summary><see cref="PanelModel.Deadline"/> has come.</summary>
    public sealed record DeadlinePassed : PanelInput;
}
