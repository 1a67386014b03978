namespace Appliance.Setup;

/// <summary>What set-up mode asks of the box. Carried out in order; one that writes is on the card before the next begins. None knows a secret.</summary>
public abstract record SetupOutput
{
    private SetupOutput()
    {
    }

    /// <summary>A window is open; before this one there was none.</summary>
    public sealed record WindowOpened(SetupReason Reason) : SetupOutput;

    /// <summary>The window is closed: whoever was admitted is so no longer.</summary>
    public sealed record WindowClosed(SetupEnd Why) : SetupOutput;

    /// <summary>The PIN was right: this one visitor may go on. The session is the page's matter.</summary>
    /// <param name="Visit">Names the visit in later events; no two windows have the same.</param>
    public sealed record VisitorAdmitted(int Visit) : SetupOutput;

    /// <summary>The PIN was wrong, or there is none.</summary>
    /// <param name="TriesLeft">How often it may still be tried.</param>
    public sealed record VisitorTurnedAway(int TriesLeft) : SetupOutput;

    /// <summary>What the visitor wants is not theirs to want now.</summary>
    public sealed record Refused : SetupOutput;

    /// <summary>Store the passphrase the visitor chose together with this record, then say <see cref="SetupEvent.Claimed"/>.</summary>
    public sealed record StorePassphrase(SetupRecord Record) : SetupOutput;

    /// <summary>Remove the passphrase and keep this record, in one write.</summary>
    public sealed record RemovePassphrase(SetupRecord Record) : SetupOutput;

    /// <summary>Keep this record; the passphrase stays as it is.</summary>
    public sealed record Keep(SetupRecord Record) : SetupOutput;

    /// <summary>The office's network goes back to DHCP without a VLAN.</summary>
    public sealed record NetworkToDhcp : SetupOutput;

    /// <summary>Everybody is logged out.</summary>
    public sealed record EndAllSessions : SetupOutput;

    /// <summary>Erase settings, secrets, records and, last of all, the record of set-up mode; then start anew.</summary>
    public sealed record EraseEverything : SetupOutput;

    /// <summary>Take the reset file off the card.</summary>
    public sealed record RemoveFile : SetupOutput;

    /// <summary>A fact for log and history.</summary>
    public sealed record Tell(SetupFact Fact) : SetupOutput;
}

/// <summary>Why a window closed.</summary>
public enum SetupEnd
{
    /// <summary>The box has an owner now.</summary>
    Claimed,

    /// <summary>Its fifteen minutes are over.</summary>
    TimePassed,

    /// <summary>Somebody closed it.</summary>
    Closed,

    /// <summary>A new one takes its place.</summary>
    Replaced,

    /// <summary>Everything is erased.</summary>
    Erased,
}

/// <summary>What set-up mode tells.</summary>
public enum SetupFact
{
    /// <summary>Somebody typed a wrong PIN.</summary>
    PinWrong,

    /// <summary>The PIN was wrong five times and is gone: somebody has to press the button for a new one.</summary>
    PinSpent,

    /// <summary>Somebody at the box had the password removed.</summary>
    PasswordRemoved,

    /// <summary>Somebody at the box had the network set back to DHCP; there was no password to remove.</summary>
    NetworkReset,

    /// <summary>The reset file was found and obeyed.</summary>
    FileObeyed,

    /// <summary>The reset file was obeyed before and still lies there: it cannot be removed.</summary>
    FileStays,

    /// <summary>Somebody at the box had everything erased.</summary>
    Erasing,

    /// <summary>Power was cut while everything was being erased: it goes on.</summary>
    ErasingGoesOn,
}
