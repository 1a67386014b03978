using Appliance.Configuration;

namespace Appliance.Hosting;

/// <summary>The computer's clock in the office's time zone, as the settings say at that moment.</summary>
/// <param name="clock">The computer's.</param>
/// <param name="settings">The settings.</param>
internal sealed class OfficeTime(TimeProvider clock, SettingsStore settings) : TimeProvider
{
    private volatile Known _known = new("", clock.LocalTimeZone);

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone
    {
        get
        {
            var name = settings.Current.Config.Office.TimeZone;
            if (name.Length is 0)
                return clock.LocalTimeZone;
            var known = _known;
            if (known.Name == name)
                return known.Zone;

            // Settings with a zone nobody knows are not used; it may be gone from the computer since.
            var zone = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : clock.LocalTimeZone;
            _known = new Known(name, zone);
            return zone;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);

    private sealed record Known(string Name, TimeZoneInfo Zone);
}
