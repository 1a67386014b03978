namespace Appliance.Web;

/// <summary>Where somebody who claims the box is.</summary>
public enum ClaimStep
{
    /// <summary>No window is open.</summary>
    Shut,

    /// <summary>The PIN is asked for.</summary>
    Pin,

    /// <summary>Let in, on a connection that others may listen to.</summary>
    ToTls,

    /// <summary>The passphrase is asked for.</summary>
    Choose,

    /// <summary>Let in, but the box has an owner.</summary>
    Owned,

    /// <summary>The box has its owner; the login is over TLS.</summary>
    Done,
}
