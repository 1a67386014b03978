using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Setup;
using Hal;
using Hal.Buttons;
using Hal.Lamps;

namespace Appliance.Tests.Hosting;

public sealed class PanelLoopTests
{
    private const string Claimed = """{"ownership":"claimed","handledFile":null,"passphraseHash":"h"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_box_shows_how_to_claim_it_and_flashes_blue()
    {
        await using var bed = new PanelBed().Start();

        var seen = await bed.SeeAsync(panel => panel.Frame is not null && panel.Status.Colour is LampColour.Blue);

        Assert.Equal(LampPattern.Slow, seen.Status.Pattern);
        Assert.NotNull(bed.Desk.View.Window?.Pin);
        Assert.Equal(SetupReason.Unclaimed, bed.Desk.View.Window!.Reason);
        Assert.DoesNotContain(bed.Desk.View.Window.Pin!, bed.Desk.View.Window.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_turns_the_page()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();
        var before = await bed.SeeAsync(panel => panel.Frame is not null);

        await bed.PressAsync(Button.Right);

        await bed.SeeAsync(panel => panel.Frame is not null && !panel.Frame.Equals(before.Frame));
    }

    [Fact]
    public async Task Three_seconds_open_set_up_mode_and_change_nothing_else()
    {
        await using var bed = new PanelBed("[office]\nlanguage = \"en\"\n", owner: Claimed).Start();
        var owner = await File.ReadAllTextAsync(Path.Combine(bed.Folder, OwnerFile.FileName), Stop);
        Assert.Null(bed.Desk.View.Window);

        await bed.HoldAsync(Button.Centre, TimeSpan.FromSeconds(3.5));
        await PanelBed.UntilAsync(() => bed.Desk.View.Window is not null);

        Assert.Equal(SetupReason.Asked, bed.Desk.View.Window!.Reason);
        Assert.True(bed.Desk.View.IsClaimed);
        Assert.Equal(owner, await File.ReadAllTextAsync(Path.Combine(bed.Folder, OwnerFile.FileName), Stop));
        await bed.SeeAsync(panel => panel.Status == new LampState(LampColour.Blue, LampPattern.Slow));
    }

    [Fact]
    public async Task Ten_seconds_remove_the_passphrase_and_end_with_dhcp_in_the_file()
    {
        const string settings = """
            # Ours since 1998.
            [office]
            name = "Bakery"   # keep

            [network.address]
            mode = "fixed"
            address = "192.168.1.45/24"
            gateway = "192.168.1.1"
            vlan = 20
            """;
        await using var bed = new PanelBed(settings, owner: Claimed).Start();
        Assert.NotNull(bed.Settings.Current.Config.Network.Address.Wish.Fixed);

        await bed.HoldAsync(Button.Centre, TimeSpan.FromSeconds(10.5));
        await PanelBed.UntilAsync(() => bed.Desk.View.Window is not null && bed.Settings.Current.Config.Network.Address.Wish.Fixed is null);

        Assert.False(bed.Desk.View.IsClaimed);
        Assert.Equal(SetupReason.PasswordForgotten, bed.Desk.View.Window!.Reason);
        Assert.Null(bed.Settings.Current.Config.Network.Address.Wish.Vlan);
        Assert.Contains("# Ours since 1998.", bed.Text, StringComparison.Ordinal);
        Assert.Contains("name = \"Bakery\"   # keep", bed.Text, StringComparison.Ordinal);
        Assert.Contains("mode = \"dhcp\"", bed.Text, StringComparison.Ordinal);
        var owner = await File.ReadAllTextAsync(Path.Combine(bed.Folder, OwnerFile.FileName), Stop);
        Assert.Contains("passwordForgotten", owner, StringComparison.Ordinal);
        Assert.DoesNotContain("\"h\"", owner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_seconds_and_a_press_ask_for_everything_to_be_erased()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();

        await bed.HoldAsync(Button.Centre, TimeSpan.FromSeconds(20.5));
        Assert.False(bed.Desk.EraseAsked.IsCompleted);
        await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
        await bed.PressAsync(Button.Centre);

        await bed.Desk.EraseAsked.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        Assert.Equal(Ownership.Erasing, new OwnerFile(bed.Folder).Read(out _).Ownership);
    }

    [Fact]
    public async Task Twenty_seconds_without_the_press_erase_nothing()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();

        await bed.HoldAsync(Button.Centre, TimeSpan.FromSeconds(20.5));
        for (var second = 0; second < 6; second++)
            await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
        await bed.PressAsync(Button.Centre);
        await bed.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.False(bed.Desk.EraseAsked.IsCompleted);
        Assert.Equal(Ownership.Claimed, new OwnerFile(bed.Folder).Read(out _).Ownership);
    }

    [Fact]
    public async Task A_picture_of_the_panel_turns_pages_opens_nothing_and_shows_no_pin()
    {
        await using var bed = new PanelBed(isReal: true, owner: Claimed).Start();
        var before = await bed.SeeAsync(panel => panel.Frame is not null, bed.Shown);
        await bed.PressAsync(Button.Right, ButtonSource.Picture);
        await bed.SeeAsync(panel => panel.Frame is not null && !panel.Frame.Equals(before.Frame), bed.Shown);
        await bed.HoldAsync(Button.Centre, TimeSpan.FromSeconds(10.5), ButtonSource.Picture);
        Assert.Null(bed.Desk.View.Window);
        Assert.True(bed.Desk.View.IsClaimed);

        await bed.HoldAsync(Button.Centre, TimeSpan.FromSeconds(3.5));
        await PanelBed.UntilAsync(() => bed.Desk.View.Window is not null);
        await PanelBed.UntilAsync(() => bed.Panel.Now.Frame is { } real && bed.Shown.Now.Frame is { } picture && !real.Equals(picture));
    }

    [Fact]
    public async Task A_broken_screen_is_told_and_the_panel_goes_on()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();
        await bed.SeeAsync(panel => panel.Frame is not null);

        bed.Panel.Break(new PanelFault(PanelPart.Screen, "panel.screen-silent", "0x3C"));
        Assert.Equal("panel.screen-silent", Assert.Single(await bed.Faults.ReadAsync(Stop)).Code);
        bed.Panel.Break();
        Assert.Empty(await bed.Faults.ReadAsync(Stop));

        await bed.SeeAsync(panel => panel.Frame is not null);
    }

    [Fact]
    public async Task A_fault_of_the_loop_is_told_and_the_panel_begins_anew()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();
        var before = await bed.SeeAsync(panel => panel.Frame is not null);

        bed.Breaks = new InvalidOperationException("as a test of it");
        bed.Loop.Look();
        Assert.Equal(PanelLoop.LoopFault, Assert.Single(await bed.Faults.ReadAsync(Stop)).Code);
        bed.Breaks = null;
        for (var second = 0; second < 5; second++)
            await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
        await bed.PressAsync(Button.Right);
        await bed.SeeAsync(panel => panel.Frame is not null && !panel.Frame.Equals(before.Frame));

        for (var second = 0; second < 65 && !bed.Faults.TryPeek(out _); second++)
            await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(await bed.Faults.ReadAsync(Stop));
    }

    [Fact]
    public async Task A_loop_that_is_asked_for_a_sign_of_life_turns()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();
        await bed.SeeAsync(panel => panel.Frame is not null);

        var first = bed.Loop.Beat();

        await PanelBed.UntilAsync(() => bed.Loop.Beat() > first + 2);
    }

    [Fact]
    public async Task An_emergency_call_is_in_front_and_red()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();
        var before = await bed.SeeAsync(panel => panel.Frame is not null);

        bed.Live.Take(new GatewayReport.EmergencyDialled("extension:101", "119", "c1"));

        var seen = await bed.SeeAsync(panel => panel.Call.Colour is LampColour.Red && !panel.Frame!.Equals(before.Frame));
        Assert.Equal(LampPattern.Fast, seen.Call.Pattern);
    }

    [Fact]
    public async Task Another_language_in_the_settings_is_seen_at_once()
    {
        await using var bed = new PanelBed("[office]\nlanguage = \"en\"\n", owner: Claimed).Start();
        var before = await bed.SeeAsync(panel => panel.Frame is not null);

        bed.Desk.Post(new Appliance.FrontPanel.PanelRequest.ChooseLanguage("zh-TW"));

        await bed.SeeAsync(panel => panel.Frame is not null && !panel.Frame.Equals(before.Frame));
        Assert.Contains("language = \"zh-TW\"", bed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reset_file_is_obeyed_once_and_taken_off_the_card()
    {
        await using var bed = new PanelBed(owner: Claimed);
        var file = Path.Combine(bed.Boot, "RESET-PASSWORD.txt");
        await File.WriteAllTextAsync(file, "", Stop);

        bed.Start();

        Assert.False(bed.Desk.View.IsClaimed);
        Assert.Equal(SetupReason.PasswordForgotten, bed.Desk.View.Window!.Reason);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_window_closes_by_itself_after_fifteen_minutes()
    {
        await using var bed = new PanelBed(owner: Claimed).Start();
        bed.Desk.Post(new SetupEvent.SetupAsked());
        await PanelBed.UntilAsync(() => bed.Desk.View.Window is not null);

        await bed.AdvanceAsync(TimeSpan.FromMinutes(14.9));
        Assert.NotNull(bed.Desk.View.Window);
        for (var second = 0; second < 10; second++)
            await bed.AdvanceAsync(TimeSpan.FromSeconds(1));

        await PanelBed.UntilAsync(() => bed.Desk.View.Window is null);
    }
}
