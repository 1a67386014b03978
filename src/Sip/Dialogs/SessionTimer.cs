using Sip.Messages;

namespace Sip.Dialogs;

/// <summary>The session timer of one leg (RFC 4028): who refreshes, when, and when the session counts as dead.</summary>
internal sealed record SessionTimer(TimeSpan Interval, bool WeRefresh, Instant RefreshAt, Instant ExpireAt)
{
    /// <summary>The least interval anyone may ask for (RFC 4028 section 5).</summary>
    public static readonly TimeSpan Floor = TimeSpan.FromSeconds(90);

    /// <summary>When something is due.</summary>
    public Instant Deadline => WeRefresh && RefreshAt < ExpireAt ? RefreshAt : ExpireAt;

    /// <summary>Refresh at half the interval; BYE the lesser of 32 s and a third before its end (RFC 4028 section 10).</summary>
    public static SessionTimer Start(TimeSpan interval, bool weRefresh, Instant now)
    {
        var margin = interval / 3 < TimeSpan.FromSeconds(32) ? interval / 3 : TimeSpan.FromSeconds(32);
        return new(interval, weRefresh, now + (interval / 2), now + interval - margin);
    }

    /// <summary>The timer that a 2xx to our request sets; null when it sets none (RFC 4028 section 7.2).</summary>
    public static SessionTimer? OfResponse(SipResponse response, LegProfile profile, Instant now) =>
        profile.SessionTimer && Expires(response) is { } expires
            ? Start(AtLeastFloor(expires.Seconds), expires.Refresher is not SessionRefresher.Uas, now)
            : null;

    /// <summary>The timer and the header line with which we answer a request (RFC 4028 section 9, table 2); null for none.</summary>
    public static (SessionTimer Timer, SessionExpires Header)? OfRequest(SipRequest request, LegProfile profile, Instant now)
    {
        if (!profile.SessionTimer)
            return null;

        var peerCan = PeerCan(request);
        if (Expires(request) is not { } asked)
            return peerCan ? Answer(profile.SessionInterval, SessionRefresher.Uas, now) : null;

        var least = AtLeastFloor(request.Number(HeaderName.MinSe) ?? 0);
        var most = profile.SessionInterval > least ? profile.SessionInterval : least;
        var interval = AtLeastFloor(asked.Seconds);
        var refresher = (asked.Refresher, peerCan) switch
        {
            (_, false) or (SessionRefresher.Uas, _) => SessionRefresher.Uas,
            _ => SessionRefresher.Uac,
        };
        return Answer(interval < most ? interval : most, refresher, now);
    }

    /// <summary>True for an interval that must be answered 422 (RFC 4028 section 9). A peer that cannot understand that is let through.</summary>
    public static bool IsTooSmall(SipRequest request, LegProfile profile) =>
        profile.SessionTimer && PeerCan(request) && Expires(request) is { } asked && asked.Seconds < Floor.TotalSeconds;

    /// <summary>The interval that a 422 asks for; null when it names none.</summary>
    public static TimeSpan? Wanted(SipResponse response) =>
        response.Number(HeaderName.MinSe) is { } seconds ? AtLeastFloor(seconds) : null;

    private static (SessionTimer, SessionExpires) Answer(TimeSpan interval, SessionRefresher refresher, Instant now) =>
        (Start(interval, refresher is SessionRefresher.Uas, now), new((uint)interval.TotalSeconds, refresher));

    private static bool PeerCan(SipRequest request) =>
        request.Lists(HeaderName.Supported, "timer"u8) || request.Lists(HeaderName.Require, "timer"u8);

    private static SessionExpires? Expires(SipMessage message) =>
        message.TryGet(HeaderName.SessionExpires, out var value) && SessionExpires.TryParse(value, out var expires) ? expires : null;

    // A silly value is lifted to the floor rather than believed; 68 years fit an Instant.
    private static TimeSpan AtLeastFloor(uint seconds) =>
        seconds < Floor.TotalSeconds ? Floor : TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
}
