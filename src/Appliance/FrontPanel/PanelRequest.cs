namespace Appliance.FrontPanel;

/// <summary>What somebody at the panel asked the box to do. Only buttons at the box itself make these, never a picture of them.</summary>
public abstract record PanelRequest
{
    private PanelRequest()
    {
    }

    /// <summary>Three seconds: open set-up mode with a new PIN; nothing else changes.</summary>
    public sealed record OpenSetup : PanelRequest;

    /// <summary>Ten seconds: the password is removed, the network goes back to DHCP, sessions end; lines and phones stay.</summary>
    public sealed record ForgetPassword : PanelRequest;

    /// <summary>Twenty seconds and once more within five: everything is erased.</summary>
    public sealed record EraseEverything : PanelRequest;

    /// <summary>Somebody closes set-up mode.</summary>
    public sealed record CloseSetup : PanelRequest;

    /// <summary>The button was held while power came on: back to the version before.</summary>
    public sealed record PreviousVersion : PanelRequest;

    /// <summary>Another language for page, screen and announcements.</summary>
    public sealed record ChooseLanguage(string Language) : PanelRequest;

    /// <summary>Another address or VLAN, on trial at first.</summary>
    public sealed record ChangeAddress(AddressWish Wish) : PanelRequest;

    /// <summary>Keep the address that is on trial.</summary>
    public sealed record KeepAddress(int Trial) : PanelRequest;

    /// <summary>Somebody has seen that there was an emergency call.</summary>
    public sealed record AcknowledgeEmergency(string CallId) : PanelRequest;

    /// <summary>Begin the update that waits.</summary>
    public sealed record BeginUpdate : PanelRequest;

    /// <summary>The outcome of an update has been seen.</summary>
    public sealed record AcknowledgeUpdate : PanelRequest;
}
