using Hal.Emulation;
using Hal.Lamps;

namespace Hal.Tests.Emulation;

public sealed class EmulatedFrontPanelTests
{
    [Fact]
    public void The_panel_draws_lamps_by_sign_and_name_and_the_sentence_beside_them()
    {
        var panel = new EmulatedFrontPanel();
        panel.Show(Lamp.Status, new LampState(LampColour.Green, LampPattern.Steady));
        panel.Show(Lamp.Line, new LampState(LampColour.Red, LampPattern.Slow));
        panel.Show("No line yet");

        Assert.Equal("[STATUS ● GREEN] [LINE ● RED] [CALL ○] No line yet", panel.Draw(TimeSpan.Zero));
        Assert.Equal("[STATUS ● GREEN] [LINE ○ RED] [CALL ○] No line yet", panel.Draw(TimeSpan.FromMilliseconds(1500)));
    }
}
