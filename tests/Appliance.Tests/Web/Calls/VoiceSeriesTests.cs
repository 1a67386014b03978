using Appliance.Hosting;
using Appliance.Web.Calls;

namespace Appliance.Tests.Web.Calls;

public sealed class VoiceSeriesTests
{
    [Fact]
    public void A_point_says_what_happened_since_the_one_before()
    {
        var series = new VoiceSeries();

        series.Add(TimeSpan.FromSeconds(5), MadeCalls.Counted(250));
        series.Add(TimeSpan.FromSeconds(10), MadeCalls.Counted(450, lost: 50));
        series.Add(TimeSpan.FromSeconds(15), MadeCalls.Counted(700, lost: 50));
        series.Add(TimeSpan.FromSeconds(20), MadeCalls.Counted(700, lost: 50));

        Assert.Equal([0, 20, 0, 0], series.Points.Select(point => point.LossPercent));
        Assert.True(series.Points[0].Mos > 4.3);
        Assert.True(series.Points[1].Mos < 3);
        Assert.Equal(series.Points[0].Mos, series.Points[2].Mos);
        Assert.Null(series.Points[3].Mos);
    }

    [Fact]
    public void A_day_long_call_has_no_more_points_than_are_allowed_and_its_bad_moment_stays()
    {
        var series = new VoiceSeries();
        const int Points = 24 * 3600 / 5;
        for (var i = 1; i <= Points; i++)
            series.Add(TimeSpan.FromSeconds(5 * i), MadeCalls.Counted(250L * i, lost: i > 5000 ? 100 : 0));

        Assert.InRange(series.Points.Count, VoiceSeries.Most / 4, VoiceSeries.Most);
        Assert.Equal(1, series.Points.Count(point => point.LossPercent > 20));
        Assert.Equal(series.Points.Select(point => point.Seconds).Order(), series.Points.Select(point => point.Seconds));
        Assert.True(series.Points[^1].Seconds > 23 * 3600);
    }

    [Fact]
    public void Only_so_many_calls_are_remembered_and_the_latest_are()
    {
        var live = new LiveState(TimeProvider.System);
        using var history = new VoiceHistory(live);
        for (var i = 0; i <= VoiceHistory.Most; i++)
        {
            live.Begin($"c{i}");
            live.Answer($"c{i}");
            live.Take(MadeCalls.CallerPort, MadeCalls.Counted(250));
            live.Take(MadeCalls.CallerPort, MadeCalls.Counted(500));
            live.Take(new Appliance.Calls.GatewayReport.OfCall(new Appliance.Calls.CallReport.Over($"c{i}", MadeCalls.Record($"c{i}"))));
        }

        Assert.True(history.Of("c0").IsEmpty);
        Assert.Equal(2, history.Of($"c{VoiceHistory.Most}").Caller.Count);
    }

    [Fact]
    public void A_drawing_has_a_gap_where_nothing_was_heard_and_stays_in_its_frame()
    {
        var drawing = VoiceDrawing.Of(new CallVoices(
            [new(5, 4.4, 0, 1), new(10, 4.2, 50, 1), new(15, null, 0, 1), new(20, 1, 0, 1), new(25, 4.4, 0, 1)],
            []));

        Assert.Equal(2, drawing.Caller.Count);
        Assert.Empty(drawing.Called);
        Assert.Equal("20,130", VoiceDrawingPoint(drawing.Caller[1]));
        Assert.Equal("130", Assert.Single(drawing.Losses).Height);

        static string VoiceDrawingPoint(string line) => $"20,{line.Split(' ')[0].Split(',')[1]}";
    }
}
