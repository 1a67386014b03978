using Appliance.Calls;
using Sip.Media;

namespace Appliance.Extensions;

/// <summary>
/// An account that a phone or an ATA port registers with: <c>[[extension]]</c> in <c>appliance.toml</c>.
/// Immutable, comparable and safe to show; the password is the name of a secret.
/// </summary>
public sealed record ExtensionConfig
{
    /// <summary>The internal number others dial, for instance "101": 1 to 8 digits.</summary>
    public required string Id { get; init; }

    /// <summary>What phones show when it calls. Empty: the <see cref="Id"/>.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The digest user name and the user part of its address. Null: the <see cref="Id"/>.</summary>
    public string? UserName { get; init; }

    /// <summary>The name of the secret that holds the digest password.</summary>
    public required string PasswordRef { get; init; }

    /// <summary>The owned number, +E.164, shown to the world when this phone calls. Null: the trunk's.</summary>
    public string? CallerNumber { get; init; }

    /// <summary>
    /// True: challenge with SHA-256 and MD5 (RFC 8760). False: MD5 alone, because common phones take only the first
    /// challenge or stop at an algorithm they do not know.
    /// </summary>
    public bool Sha256 { get; init; }

    /// <summary>Phones registered with this account at the same time: 1 to 10. All of them ring.</summary>
    public int MaxContacts { get; init; } = 3;

    /// <summary>Calls at the same time: 1 to 20.</summary>
    public int MaxCalls { get; init; } = 4;

    /// <summary>True: only a phone that registers over TLS is accepted.</summary>
    public bool TlsOnly { get; init; }

    /// <summary>Whether voice between phone and box is encrypted.</summary>
    public MediaSecurity Media { get; init; } = MediaSecurity.Optional;

    /// <summary>Codecs to offer the phone, best first.</summary>
    public ValueList<AudioCodec> Codecs { get; init; } = [AudioCodec.Pcmu, AudioCodec.Pcma];

    /// <summary>How the phone sends and wants key presses.</summary>
    public DtmfMode Dtmf { get; init; } = DtmfMode.Rfc4733;

    /// <summary>May call foreign countries that the dial plan permits.</summary>
    public bool International { get; init; } = true;

    /// <summary>The user name that the registrar expects.</summary>
    public string AccountName => UserName ?? Id;
}
