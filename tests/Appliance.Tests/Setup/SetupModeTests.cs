using Appliance.FrontPanel;
using Appliance.Setup;
using Hal.Buttons;

namespace Appliance.Tests.Setup;

public sealed class SetupModeTests
{
    [Fact]
    public void A_new_box_is_claimed_with_its_pin_and_a_passphrase()
    {
        var box = new Doorstep(1, Ownership.Unclaimed);
        box.Play([(Act.RightPin, 30), (Act.Choose, 40)]);

        Assert.Equal((Ownership.Claimed, true), (box.Kept.Ownership, box.HasPassphrase));
        Assert.Equal(new SetupView(true, null), box.State.View);
        Assert.Contains(new SetupOutput.WindowClosed(SetupEnd.Claimed), box.Steps[^1].Outputs);
    }

    [Fact]
    public void Five_wrong_pins_end_it_until_somebody_presses_the_button()
    {
        var box = new Doorstep(1, Ownership.Unclaimed);
        box.Play(Enumerable.Repeat((Act.WrongPin, 1), 5));
        var spent = box.State;
        box.Play([(Act.RightPin, 1), (Act.Wake, 1)]);
        var after = box.State;
        box.Play([(Act.Press, 1), (Act.RightPin, 1)]);

        Assert.Equal(0, spent.View.Window!.TriesLeft);
        Assert.Null(spent.View.Window.Pin);
        Assert.Equal(spent, after);
        Assert.IsType<SetupState.Visited>(box.State);
    }

    [Fact]
    public void A_try_that_can_be_no_pin_costs_nothing()
    {
        var box = new Doorstep(1, Ownership.Unclaimed);
        box.Play(Enumerable.Repeat((Act.NoPin, 1), 20));

        Assert.Equal(SetupMode.Tries, box.State.View.Window!.TriesLeft);
    }

    [Fact]
    public void Three_seconds_on_a_claimed_box_open_a_window_that_cannot_replace_its_passphrase()
    {
        var box = new Doorstep(1, Ownership.Claimed);
        box.Play([(Act.Hold3, 1), (Act.RightPin, 1), (Act.Choose, 1)]);

        Assert.IsType<SetupState.Visited>(box.State);
        Assert.Equal([new SetupOutput.Refused()], box.Steps[^1].Outputs);
        Assert.True(box.HasPassphrase);
    }

    [Fact]
    public void Ten_seconds_remove_the_password_log_everybody_out_and_let_a_new_one_be_set()
    {
        var box = new Doorstep(1, Ownership.Claimed);
        box.Play([(Act.Hold10, 1)]);
        var forgotten = box.Steps[^1].Outputs;
        var hadPassphrase = box.HasPassphrase;
        box.Play([(Act.RightPin, 60), (Act.Choose, 60)]);

        Assert.Equal(
            [
                new SetupOutput.RemovePassphrase(new(Ownership.PasswordForgotten, null)), new SetupOutput.EndAllSessions(), new SetupOutput.NetworkToDhcp(),
                new SetupOutput.WindowOpened(SetupReason.PasswordForgotten), new SetupOutput.Tell(SetupFact.PasswordRemoved),
            ],
            forgotten);
        Assert.False(hadPassphrase);
        Assert.True(box.HasPassphrase);
    }

    [Fact]
    public void Power_cut_after_the_password_was_forgotten_opens_the_window_again()
    {
        var box = new Doorstep(1, Ownership.Claimed);
        box.Play([(Act.Hold10, 1), (Act.Restart, 5)]);

        Assert.Equal(SetupReason.PasswordForgotten, box.State.View.Window!.Reason);
        Assert.False(box.State.View.IsClaimed);
    }

    [Fact]
    public void A_reset_file_that_cannot_be_removed_is_obeyed_once()
    {
        var box = new Doorstep(1, Ownership.Claimed);
        box.Play([(Act.NewFile, 1), (Act.RightPin, 1), (Act.Choose, 1), (Act.Restart, 1), (Act.SameFile, 1)]);
        var stays = box.Steps[^1].Outputs;
        var stillOwned = box.HasPassphrase;
        box.Play([(Act.Restart, 1), (Act.NoFile, 1), (Act.SameFile, 1)]);

        Assert.Equal([new SetupOutput.RemoveFile(), new SetupOutput.Tell(SetupFact.FileStays)], stays);
        Assert.True(stillOwned);
        Assert.False(box.HasPassphrase);
    }

    [Fact]
    public void Erasing_goes_on_after_a_power_cut()
    {
        var box = new Doorstep(1, Ownership.Claimed, outputsBeforePowerCut: 1);
        box.Play([(Act.Erase, 1)]);
        var kept = box.Kept.Ownership;
        box.Restart();

        Assert.Equal(Ownership.Erasing, kept);
        Assert.False(box.HasPassphrase);
        Assert.Contains(new SetupOutput.EraseEverything(), box.Steps[^1].Outputs);
    }

    [Fact]
    public void A_passphrase_stored_in_the_last_moment_counts()
    {
        var machine = SetupTable.Machine;
        var visited = new SetupState.Visited(SetupRecord.New, 1, SetupReason.Unclaimed, TimeSpan.FromMinutes(15));

        var (state, _) = machine.Next(visited, new SetupEvent.Claimed(), TimeSpan.FromMinutes(16));

        Assert.Equal(new SetupState.Closed(new(Ownership.Claimed, null), 1), state);
    }

    [Fact]
    public void What_the_ladder_asks_for_means_something_here()
    {
        Assert.Equal(new SetupEvent.SetupAsked(), SetupEvent.Of(new PanelRequest.OpenSetup()));
        Assert.Equal(new SetupEvent.PasswordForgotten(), SetupEvent.Of(new PanelRequest.ForgetPassword()));
        Assert.Equal(new SetupEvent.EraseConfirmed(), SetupEvent.Of(new PanelRequest.EraseEverything()));
        Assert.Equal(new SetupEvent.CloseChosen(), SetupEvent.Of(new PanelRequest.CloseSetup()));
        Assert.Null(SetupEvent.Of(new PanelRequest.BeginUpdate()));
        Assert.Equal(new SetupEvent.Pressed(ButtonSource.Picture), SetupEvent.Of(new Gesture.Pressed(Button.Key1, ButtonSource.Picture)));
        Assert.Null(SetupEvent.Of(new Gesture.Stuck(Button.Key1, ButtonSource.Panel)));
    }
}
