using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Tests.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Hosting;

public sealed class OfficeTimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 20, 5, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Times_are_shown_in_the_zone_of_the_settings_from_the_moment_it_is_set()
    {
        var settings = SettingsStore.Open(_folder.Path, _clock);
        var time = new OfficeTime(_clock, settings);
        Assert.Equal(_clock.LocalTimeZone, time.LocalTimeZone);
        Assert.Equal("20:05", new WallClock(time).Text);

        settings.Set("office.time-zone", new SettingValue.Text("Asia/Taipei"));
        Assert.Equal("04:05", new WallClock(time).Text);
        settings.Set("office.time-zone", new SettingValue.Text("America/New_York"));
        Assert.Equal("15:05", new WallClock(time).Text);
        settings.Set("office.time-zone", new SettingValue.Text(""));

        Assert.Equal("20:05", new WallClock(time).Text);
        Assert.Equal(_clock.GetUtcNow(), time.GetUtcNow());
        Assert.Equal(_clock.GetTimestamp(), time.GetTimestamp());
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../zoneinfo/Asia/Taipei")]
    [InlineData("/etc/localtime")]
    [InlineData("Taipei time")]
    public void A_zone_nobody_knows_is_refused(string zone)
    {
        var faults = ConfigReader.Read($"[office]\ntime-zone = \"{zone}\"\n").Faults;

        Assert.Equal("office.time-zone", Assert.Single(faults).Key);
    }
}
