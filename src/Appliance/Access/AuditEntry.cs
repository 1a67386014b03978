namespace Appliance.Access;

/// <summary>What the record of who came and went tells of.</summary>
public enum AuditFact
{
    /// <summary>The right PIN was given.</summary>
    PinAccepted,

    /// <summary>A wrong PIN was given.</summary>
    PinRefused,

    /// <summary>A passphrase was chosen: the box has an owner.</summary>
    Claimed,

    /// <summary>Somebody logged in.</summary>
    LoggedIn,

    /// <summary>A wrong passphrase was given.</summary>
    LoginRefused,

    /// <summary>Somebody logged out.</summary>
    LoggedOut,

    /// <summary>A session was ended by its owner.</summary>
    SessionEnded,

    /// <summary>Everybody was logged out at the box, and every token revoked.</summary>
    AllSessionsEnded,

    /// <summary>The owner chose another passphrase.</summary>
    PassphraseChanged,

    /// <summary>A token was made.</summary>
    TokenMade,

    /// <summary>A token was revoked.</summary>
    TokenRevoked,

    /// <summary>The settings were changed.</summary>
    SettingsChanged,

    /// <summary>An earlier revision of the settings was used again.</summary>
    SettingsRestored,

    /// <summary>A secret was kept or replaced.</summary>
    SecretKept,

    /// <summary>A secret was forgotten.</summary>
    SecretForgotten,

    /// <summary>A backup was taken.</summary>
    BackupTaken,

    /// <summary>Telephone numbers were given out whole: exported, or read by a machine.</summary>
    NumbersShown,

    /// <summary>A certificate for the page was uploaded.</summary>
    CertificateUploaded,

    /// <summary>An authority gave a certificate for the page.</summary>
    CertificateGot,

    /// <summary>The page went back to the box's own certificate.</summary>
    CertificateForgotten,

    /// <summary>A new address is on trial.</summary>
    AddressTried,

    /// <summary>An address that was on trial was kept.</summary>
    AddressKept,

    /// <summary>An address that was on trial was given up.</summary>
    AddressGivenUp,
}

/// <summary>One line of the record of who came and went. Never a secret.</summary>
/// <param name="At">When, by the box's clock; of several in a row, the last time.</param>
/// <param name="Who"><c>owner</c> with the session's number, <c>token</c> with its number, <c>visitor</c>, <c>nobody</c>, or <c>box</c> for somebody standing at it.</param>
/// <param name="From">The address, or nothing.</param>
/// <param name="What">What happened.</param>
/// <param name="Which">What it happened to: the number of a session or token, the settings by path, the name of a secret, or nothing.</param>
public sealed record AuditEntry(DateTimeOffset At, string Who, string From, AuditFact What, string Which)
{
    private const string Revision = "revision ";

    /// <summary>How often it happened in a row.</summary>
    public int Count { get; init; } = 1;

    /// <summary>This and the next as one entry; null: the next is another thing. The revision that was made is no difference.</summary>
    public AuditEntry? Joined(AuditEntry next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return (Who, From, What, Bare(Which)) == (next.Who, next.From, next.What, Bare(next.Which)) ? next with { Count = Count + Math.Max(1, next.Count) } : null;
    }

    private static string Bare(string which) => which.StartsWith(Revision, StringComparison.Ordinal) ? which[(which.IndexOf(':', StringComparison.Ordinal) + 1)..] : which;
}
