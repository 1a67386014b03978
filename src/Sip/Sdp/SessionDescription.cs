using System.Collections.Immutable;

namespace Sip.Sdp;

/// <summary>
/// A session description (RFC 8866): lines for the whole session, then sections for each medium. Every line is kept in its
/// order, also those we do not understand; typed members are views over them.
/// </summary>
public sealed record SessionDescription
{
    /// <summary>The origin, whose line is also in <see cref="Lines"/>.</summary>
    public required SdpOrigin Origin { get; init; }

    /// <summary>The lines before the first medium, v= and o= included.</summary>
    public required ImmutableArray<SdpLine> Lines { get; init; }

    /// <summary>The media in their order, which an answer must keep (RFC 3264 section 6).</summary>
    public ImmutableArray<MediaDescription> Media { get; init; } = [];

    /// <summary>The connection of a medium: its own, or the session's (RFC 8866 section 5.7).</summary>
    public SdpConnection? ConnectionOf(MediaDescription media) => media.Lines.Connection() ?? Lines.Connection();

    /// <summary>The direction of a medium: its own, or the session's, or both ways (RFC 8866 section 6.7).</summary>
    public MediaDirection DirectionOf(MediaDescription media) =>
        media.Lines.Direction() ?? Lines.Direction() ?? MediaDirection.SendReceive;

    /// <summary>The packet time of a medium in milliseconds: its own, or the session's, or null when not said.</summary>
    public int? PtimeOf(MediaDescription media) => media.Lines.Number("ptime") ?? Lines.Number("ptime");

    /// <summary>The description as text, with keys left out.</summary>
    public override string ToString() => string.Join('\n', [.. Lines, .. Media.SelectMany(media => media.AllLines)]);
}
