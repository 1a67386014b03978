using Simulation.Support;

namespace Simulation;

/// <summary>Whatever happens, in whatever order: every call ends both legs, frees its ports and leaves one record (DESIGN laws 1 and 2).</summary>
public sealed class StormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void After_a_storm_nothing_is_left_but_records(int seed)
    {
        var storm = new Storm(seed);
        for (var step = 0; step < 600; step++)
            storm.Step();
        storm.Calm();

        Assert.InRange(storm.Begun, 100, int.MaxValue);
        Assert.Equal(storm.Begun, storm.Scene.Records.Count);
        Assert.Equal(storm.Scene.Records.Count, storm.Scene.Records.Select(record => record.Id).Distinct().Count());
        Assert.True(storm.Scene.Gateway.Deadline is null || storm.Scene.Gateway.Deadline > storm.Scene.Present);
    }
}
