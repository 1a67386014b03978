using System.Globalization;
using Guest.Bed;
using Hal.Screens;

namespace Guest;

/// <summary>A new box: its first pictures, its buttons, its screen.</summary>
public sealed class NewBoxTests(Machine machine, NewBox started) : IClassFixture<NewBox>
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int PinLength = 6;

    private const double MostAtRest = 0.005;

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(130);

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    private Box Box => started.Box;

    [Fact]
    public async Task The_claim_page_with_its_PIN_is_there_within_three_seconds_of_the_first_picture()
    {
        var first = await Box.ShowsAsync("Landline");
        var claim = await Box.ShowsAsync(picture => Pin(picture).Length == PinLength, "a PIN");
        var pin = Pin(claim);

        TestContext.Current.TestOutputHelper?.WriteLine($"first picture {(first.At - Box.StartedAt).TotalSeconds:0.00} s after the start, claim page {(claim.At - first.At).TotalSeconds:0.00} s later");
        Assert.True(claim.Shows("198.51."));
        Assert.InRange(claim.At - first.At, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(pin, await Box.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_turns_the_page_at_once()
    {
        await AtRestAsync();
        var before = machine.Screen.Count;
        var (_, up) = await machine.Lines.PressAsync(PanelSettings.Right, Short);

        var home = await Box.ShowsAsync("No line yet", before);
        TestContext.Current.TestOutputHelper?.WriteLine($"a press is on the screen {(home.At - up).TotalMilliseconds:0} ms after it was let go");
        Assert.InRange(home.At - up, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_press_that_bounces_is_one_press()
    {
        await AtRestAsync();
        var before = machine.Screen.Count;
        await machine.Lines.PressBouncingAsync(PanelSettings.Right, Short);
        await Box.ShowsAsync("No line yet", before);
        await machine.Shell.RunAsync("sleep 1");

        Assert.True(machine.Screen.Now!.Shows("No line yet"));
        Assert.DoesNotContain(machine.Screen.Since(before), picture => picture.Shows("Lines"));
    }

    [Fact]
    public async Task Letting_go_early_changes_nothing()
    {
        var pin = Pin(await AtRestAsync());
        var before = machine.Screen.Count;
        await machine.Lines.PressAsync(PanelSettings.Centre, TimeSpan.FromSeconds(2));

        await Box.ShowsAsync("Let go: nothing", before);
        Assert.Equal(pin, Pin(await AtRestAsync()));
    }

    [Fact]
    public async Task Three_seconds_draw_a_new_PIN()
    {
        var pin = Pin(await AtRestAsync());
        var before = machine.Screen.Count;
        var (down, _) = await machine.Lines.PressAsync(PanelSettings.Centre, TimeSpan.FromSeconds(3.5));

        var reached = await Box.ShowsAsync("Let go: Set-up mode", before);
        Assert.InRange(reached.At - down, TimeSpan.FromSeconds(2.98), TimeSpan.FromSeconds(3.4));
        var claim = await Box.ShowsAsync(picture => picture.Shows("PIN") && Pin(picture).Length == PinLength && Pin(picture) != pin, "another PIN", before);
        Assert.True(claim.At - down >= TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task A_screen_that_fails_in_mid_picture_is_told_of_once_and_comes_back_by_itself()
    {
        await AtRestAsync();
        await machine.Shell.RunAsync("echo 'fails-after 300' >/run/screen");
        await machine.Lines.PressAsync(PanelSettings.Right, Short);
        await Box.SaysAsync("panel.screen-silent");

        // Long enough for some tries that fail.
        await machine.Shell.RunAsync("sleep 4; echo answers >/run/screen");
        var before = machine.Screen.Count;
        await Box.SaysAsync("panel.screen-silent is over");

        await Box.ShowsAsync("No line yet", before);
        Assert.Single((await Box.LogAsync()).Split('\n'), line => line.Contains("panel.screen-silent: ", StringComparison.Ordinal));
        Assert.Single((await Box.LogAsync()).Split('\n'), line => line.Contains("panel.screen-silent is over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_rest_the_whole_program_takes_less_than_half_a_percent_of_a_core()
    {
        await AtRestAsync();

        // What is done once a second or every few has been compiled anew by then; before, it is the compiler that is measured.
        await machine.Shell.RunAsync($"until [ $(cut -d. -f1 /proc/uptime) -ge {(Box.StartedAt + Settled).TotalSeconds:0} ]; do sleep 1; done; sleep 20", TimeSpan.FromMinutes(15));
        var (before, began) = await ProcessorTimeAsync();
        await machine.Shell.RunAsync("sleep 60", TimeSpan.FromMinutes(5));
        var (after, ended) = await ProcessorTimeAsync();

        var share = (after - before) / (ended - began);
        TestContext.Current.TestOutputHelper?.WriteLine($"at rest {share:0.00%} of a core");
        Assert.InRange(share, 0, MostAtRest);
    }

    /// <summary>What all its threads have taken so far, those that ended included (proc(5): utime and stime, 100 ticks a second), and when that was.</summary>
    private async Task<(TimeSpan Taken, TimeSpan At)> ProcessorTimeAsync()
    {
        var words = (await machine.Shell.RunAsync($"cat /proc/{Box.Process}/stat; cut -d' ' -f1 /proc/uptime")).Split('\n');
        var fields = words[0][(words[0].LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return (TimeSpan.FromMilliseconds(10 * ticks), TimeSpan.FromSeconds(double.Parse(words[1], CultureInfo.InvariantCulture)));
    }

    /// <summary>Turns to the claim page, where a new box rests.</summary>
    private async Task<Picture> AtRestAsync()
    {
        await Box.ShowsAsync(picture => Pin(picture).Length == PinLength, "a PIN");
        for (var pages = 0; pages < 10 && Pin(machine.Screen.Now!).Length != PinLength; pages++)
            await machine.Shell.RunAsync($"cd /run/panel/sim_gpio{PanelSettings.Right}; echo pull-down >pull; sleep 0.15; echo pull-up >pull; sleep 0.5; cd /");
        return machine.Screen.Now!;
    }

    private static string Pin(Picture picture)
    {
        if (Reading.Find(picture.Frame, "PIN", BitmapFont.Small) is not var (x, y))
            return "";
        var large = Reading.ReadFrom(picture.Frame, BitmapFont.Large, x, y + 10, Crockford);
        return large.Length > 0 ? large : Reading.ReadFrom(picture.Frame, BitmapFont.Small, x, y + 18, Crockford);
    }
}
