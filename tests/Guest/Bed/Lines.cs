namespace Guest.Bed;

/// <summary>The lines of the simulated chips, from outside: as a finger and an eye have them.</summary>
/// <param name="shell">The guest.</param>
public sealed class Lines(GuestShell shell)
{
    /// <summary>Connects a button's line to ground.</summary>
    public Task PressAsync(int line, string chip = "panel") => shell.RunAsync($"echo pull-down >/run/{chip}/sim_gpio{line}/pull");

    /// <summary>Lets a button go.</summary>
    public Task LetGoAsync(int line, string chip = "panel") => shell.RunAsync($"echo pull-up >/run/{chip}/sim_gpio{line}/pull");

    /// <summary>Presses for so long, by the guest's own clock.</summary>
    public Task PressAsync(int line, TimeSpan length, string chip = "panel") => shell.RunAsync(
        $"cd /run/{chip}/sim_gpio{line}; echo pull-down >pull; sleep {length.TotalSeconds:0.###}; echo pull-up >pull; cd /");

    /// <summary>Watches lines for so long, by the guest's own clock.</summary>
    public async Task<IReadOnlyList<LampSample>> FollowAsync(TimeSpan length, params int[] lines) => LampSample.Read(
        await shell.RunAsync($"follow {length.TotalMilliseconds:0} {string.Join(' ', lines.Select(line => $"/run/panel/sim_gpio{line}/value"))}"));
}
