using Guest.Bed;

namespace Guest;

/// <summary>The bed itself, without the program, by Debian's own tools: when these fail, nothing else says anything.</summary>
public sealed class BedTests(Machine machine)
{
    private const string SwitchOn = "0x00 0xae 0x20 0x00 0x21 0x00 0x7f 0x22 0x00 0x07 0x8d 0x14 0xa1 0xc8 0xaf";

    [Fact]
    public async Task The_screen_shows_what_is_written_on_the_bus()
    {
        await machine.Shell.RunAsync($"i2ctransfer -y 1 w16@0x3c {SwitchOn} 0xa6");
        await machine.Shell.RunAsync("i2ctransfer -y 1 w4@0x3c 0x40 0x81 0x00 0xff");

        var picture = await machine.Screen.ShowsAsync(p => p.IsLit && p.Frame[0, 0], TimeSpan.FromSeconds(5), "a lit pixel in the corner");
        Assert.True(picture.Frame[0, 7]);
        Assert.False(picture.Frame[1, 0]);
        Assert.True(picture.Frame[2, 3]);
        Assert.False(picture.Frame[3, 3]);
    }

    [Fact]
    public async Task Nobody_answers_at_another_address_or_when_the_screen_is_unplugged()
    {
        Assert.NotEqual(0, (await machine.Shell.TryAsync("i2ctransfer -y 1 w2@0x3d 0x00 0xaf")).Code);

        await machine.Shell.RunAsync("echo silent >/run/screen");
        var (output, code) = await machine.Shell.TryAsync("i2ctransfer -y 1 w2@0x3c 0x00 0xaf");
        await machine.Shell.RunAsync("echo answers >/run/screen");

        Assert.NotEqual(0, code);
        Assert.Contains("Remote I/O error", output, StringComparison.Ordinal);
        await machine.Shell.RunAsync("i2ctransfer -y 1 w2@0x3c 0x00 0xaf");
    }
}
