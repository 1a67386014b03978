using Appliance.FrontPanel;
using Hal.Buttons;

namespace Appliance.Setup;

/// <summary>What happens to set-up mode.</summary>
public abstract record SetupEvent
{
    private SetupEvent()
    {
    }

    /// <summary>Somebody pressed a button, or a picture of one, shortly.</summary>
    public sealed record Pressed(ButtonSource Source) : SetupEvent;

    /// <summary>Somebody at the box asked for set-up mode: the ladder's 3 s.</summary>
    public sealed record SetupAsked : SetupEvent;

    /// <summary>Somebody at the box has forgotten the password: the ladder's 10 s.</summary>
    public sealed record PasswordForgotten : SetupEvent;

    /// <summary>Somebody at the box wants everything erased: the ladder's 20 s and the second press.</summary>
    public sealed record EraseConfirmed : SetupEvent;

    /// <summary>The reset file lies on the card's boot partition.</summary>
    /// <param name="Mark">Tells this file from another: made of its content, size and time.</param>
    public sealed record FileFound(string Mark) : SetupEvent;

    /// <summary>No reset file lies on the card.</summary>
    public sealed record NoFileFound : SetupEvent;

    /// <summary>A visitor of the page typed a PIN.</summary>
    public sealed record PinTried(string Typed) : SetupEvent
    {
        /// <summary>Without what was typed: it may be the PIN.</summary>
        public override string ToString() => nameof(PinTried);
    }

    /// <summary>The visitor chose a passphrase.</summary>
    /// <param name="Visit">Which visitor: the number of <see cref="SetupOutput.VisitorAdmitted"/>.</param>
    public sealed record PassphraseChosen(int Visit) : SetupEvent;

    /// <summary>A passphrase is stored, with its record, for good.</summary>
    public sealed record Claimed : SetupEvent;

    /// <summary>The visitor wants everything erased.</summary>
    /// <param name="Visit">Which visitor.</param>
    public sealed record ResetChosen(int Visit) : SetupEvent;

    /// <summary>Somebody closes the window, at the box or on the page.</summary>
    public sealed record CloseChosen : SetupEvent;

    /// <summary>The deadline has come.</summary>
    public sealed record DeadlinePassed : SetupEvent;

    /// <summary>What this request from the panel means here; null: it is not for set-up mode.</summary>
    public static SetupEvent? Of(PanelRequest request) => request switch
    {
        PanelRequest.OpenSetup => new SetupAsked(),
        PanelRequest.ForgetPassword => new PasswordForgotten(),
        PanelRequest.EraseEverything => new EraseConfirmed(),
        PanelRequest.CloseSetup => new CloseChosen(),
        _ => null,
    };

    /// <summary>What this gesture means here; null: nothing.</summary>
    public static SetupEvent? Of(Gesture gesture) => gesture is Gesture.Pressed { Source: var source } ? new Pressed(source) : null;
}
