using System.Globalization;

namespace Guest.Bed;

/// <summary>The lines of the simulated chips, from outside: as a finger and an eye have them.</summary>
/// <param name="shell">The guest.</param>
public sealed class Lines(GuestShell shell)
{
    /// <summary>Connects a button's line to ground.</summary>
    public Task PressAsync(int line, string chip = "panel") => shell.RunAsync($"echo pull-down >/run/{chip}/sim_gpio{line}/pull");

    /// <summary>Lets a button go.</summary>
    public Task LetGoAsync(int line, string chip = "panel") => shell.RunAsync($"echo pull-up >/run/{chip}/sim_gpio{line}/pull");

    /// <summary>Presses for so long, by the guest's own clock. Returns when it went down and up, since the guest began.</summary>
    public async Task<(TimeSpan Down, TimeSpan Up)> PressAsync(int line, TimeSpan length, string chip = "panel")
    {
        var said = await shell.RunAsync(
            $"cd /run/{chip}/sim_gpio{line}; read down _ </proc/uptime; echo pull-down >pull; sleep {length.TotalSeconds:0.###}; read up _ </proc/uptime; echo pull-up >pull; cd /; echo $down $up");
        var words = said.Trim().Split(' ');
        return (Seconds(words[0]), Seconds(words[1]));
    }

    /// <summary>Presses as a worn contact does: five times up and down at once, then down for good, and the same when it is let go.</summary>
    public Task PressBouncingAsync(int line, TimeSpan length) => shell.RunAsync(
        $"cd /run/panel/sim_gpio{line}; bounce() {{ for i in 1 2 3 4 5; do echo $1 >pull; echo $2 >pull; done; }}; "
        + $"bounce pull-down pull-up; echo pull-down >pull; sleep {length.TotalSeconds:0.###}; bounce pull-up pull-down; echo pull-up >pull; cd /");

    /// <summary>Watches lines for so long, by the guest's own clock.</summary>
    public async Task<IReadOnlyList<LampSample>> FollowAsync(TimeSpan length, params int[] lines) => LampSample.Read(
        await shell.RunAsync($"follow {length.TotalMilliseconds:0} {string.Join(' ', lines.Select(line => $"/run/panel/sim_gpio{line}/value"))}"));

    private static TimeSpan Seconds(string uptime) => TimeSpan.FromSeconds(double.Parse(uptime, CultureInfo.InvariantCulture));
}
