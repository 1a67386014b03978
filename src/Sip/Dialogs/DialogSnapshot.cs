using System.Collections.Immutable;

namespace Sip.Dialogs;

/// <summary>
/// Everything a confirmed dialog needs to be continued by another stack (RFC 3261 section 12): made by <see cref="SipStack.Describe"/>,
/// taken by <see cref="SipCommand.Restore"/>. The connection it ran on is not part of it.
/// </summary>
public sealed record DialogSnapshot
{
    /// <summary>The Call-ID.</summary>
    public required string CallId { get; init; }

    /// <summary>Our tag.</summary>
    public required string LocalTag { get; init; }

    /// <summary>The peer's tag; empty for a peer that has none.</summary>
    public required string RemoteTag { get; init; }

    /// <summary>Our From in requests, with our tag.</summary>
    public required string Local { get; init; }

    /// <summary>Our To in requests, with the peer's tag.</summary>
    public required string Remote { get; init; }

    /// <summary>Our Contact.</summary>
    public required string Contact { get; init; }

    /// <summary>The Request-URI of what we send.</summary>
    public required string RemoteTarget { get; init; }

    /// <summary>Route headers in the order they are sent.</summary>
    public ImmutableArray<string> Routes { get; init; } = [];

    /// <summary>The highest number of a request of ours.</summary>
    public uint LocalSequence { get; init; }

    /// <summary>The highest number of a request of the peer; null before its first one.</summary>
    public uint? RemoteSequence { get; init; }

    /// <summary>The way the dialog was made by, without a flow.</summary>
    public required Hop Origin { get; init; }

    /// <summary>What may be used toward the peer.</summary>
    public required LegProfile Profile { get; init; }

    /// <summary>True when the call was ours, and with it the Call-ID.</summary>
    public bool IsCaller { get; init; }

    /// <summary>True when the peer takes UPDATE.</summary>
    public bool PeerTakesUpdate { get; init; }

    /// <summary>Our last session description. It can hold keys: see <see cref="WithoutKeys"/>.</summary>
    public ReadOnlyMemory<byte> LocalDescription { get; init; }

    /// <summary>The peer's last session description. It can hold keys: see <see cref="WithoutKeys"/>.</summary>
    public ReadOnlyMemory<byte> RemoteDescription { get; init; }

    /// <summary>The session interval (RFC 4028), 90 s or more; null without a session timer.</summary>
    public TimeSpan? SessionInterval { get; init; }

    /// <summary>True when the refresh is ours to send.</summary>
    public bool WeRefresh { get; init; }

    /// <summary>
    /// The same without session descriptions that hold keys (RFC 4568, RFC 4567, RFC 8866 section 5.12). A stack that has none to repeat
    /// passes the peer's refreshes by re-INVITE to the application, and refreshes by UPDATE itself.
    /// </summary>
    public DialogSnapshot WithoutKeys() =>
        HasKeys(LocalDescription.Span) || HasKeys(RemoteDescription.Span) ? this with { LocalDescription = default, RemoteDescription = default } : this;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(DialogSnapshot)} {{ {CallId} }}";

    private static bool HasKeys(ReadOnlySpan<byte> description) =>
        description.IndexOf("crypto:"u8) >= 0 || description.IndexOf("key-mgmt:"u8) >= 0 || description.IndexOf("\nk="u8) >= 0 || description.IndexOf("inline:"u8) >= 0;
}
