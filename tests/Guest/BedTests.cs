using Guest.Bed;

namespace Guest;

/// <summary>The bed itself, without the program, by Debian's own tools: when these fail, nothing else says anything.</summary>
public sealed class BedTests(Machine machine)
{
    private const string SwitchOn = "0x00 0xae 0x20 0x00 0x21 0x00 0x7f 0x22 0x00 0x07 0x8d 0x14 0xa1 0xc8 0xaf";

    [Fact]
    public async Task The_screen_shows_what_is_written_on_the_bus()
    {
        await machine.Shell.RunAsync("echo answers >/run/screen");
        await machine.Shell.RunAsync($"i2ctransfer -y 1 w16@0x3c {SwitchOn} 0xa6");
        var before = machine.Screen.Count;
        await machine.Shell.RunAsync("i2ctransfer -y 1 w4@0x3c 0x40 0x81 0x00 0xff");

        // Three columns: 10000001, 00000000 and 11111111 from the top. What an earlier test left on the glass may share a pixel or two with them.
        await machine.Screen.ShowsAsync(
            picture => picture.IsLit
                && Column(picture, 0).SequenceEqual([true, false, false, false, false, false, false, true])
                && !Column(picture, 1).Contains(true)
                && !Column(picture, 2).Contains(false),
            TimeSpan.FromSeconds(20),
            "three columns in the corner",
            before);
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

    [Fact]
    public async Task A_line_reads_as_it_is_pulled_and_shows_what_drives_it()
    {
        Assert.Equal("\"13\"=inactive\n", await machine.Shell.RunAsync("gpioget -c gpiochip1 --active-low 13"));
        await machine.Lines.PressAsync(13);
        Assert.Equal("\"13\"=active\n", await machine.Shell.RunAsync("gpioget -c gpiochip1 --active-low 13"));
        await machine.Lines.LetGoAsync(13);

        await machine.Shell.RunAsync("gpioset -z -c gpiochip1 7=1");
        Assert.Equal("1\n", await machine.Shell.RunAsync("cat /run/panel/sim_gpio7/value"));
        await machine.Shell.RunAsync("kill $(pidof gpioset)");
    }

    [Fact]
    public async Task A_light_of_the_LED_class_blinks_on_its_line()
    {
        await machine.Shell.RunAsync("cd /sys/class/leds/panel:line; echo timer >trigger; echo 300 >delay_on; echo 200 >delay_off; cd /");
        var samples = await machine.Lines.FollowAsync(TimeSpan.FromSeconds(3), 12);
        await machine.Shell.RunAsync("echo none >/sys/class/leds/panel:line/trigger");

        var lit = samples.Zip(samples.Skip(1)).Where(pair => pair.First.IsHigh is [true]).Select(pair => pair.Second.At - pair.First.At).ToArray();
        Assert.InRange(lit.Length, 5, 7);
        Assert.InRange(lit.Max(), TimeSpan.FromMilliseconds(280), TimeSpan.FromMilliseconds(340));
    }

    private static IEnumerable<bool> Column(Picture picture, int x) => Enumerable.Range(0, 8).Select(y => picture.Frame[x, y]);
}
