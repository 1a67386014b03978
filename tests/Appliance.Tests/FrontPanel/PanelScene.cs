using Appliance.Calls;
using Appliance.FrontPanel;
using Appliance.Setup;
using Hal.Buttons;

namespace Appliance.Tests.FrontPanel;

/// <summary>One moment of the panel that is drawn, kept as a golden picture and shown in the documentation.</summary>
/// <param name="Name">The name of its files.</param>
/// <param name="Caption">What it shows, for the documentation.</param>
/// <param name="Facts">What the box knows.</param>
/// <param name="Layout">Which buttons it has.</param>
/// <param name="Steps">What somebody does, one step a second from the second second on.</param>
/// <param name="Seconds">How long after the last step the picture is taken.</param>
internal sealed record PanelScene(string Name, string Caption, PanelFacts Facts, ButtonLayout Layout, IReadOnlyList<Gesture> Steps, int Seconds = 0)
{
    /// <summary>Every scene, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<PanelScene> All = [.. Everyday(), .. Changes(), .. Ladder(), .. Extremes()];

    /// <summary>The model and the moment of the picture in this language.</summary>
    public (PanelModel Model, TimeSpan Now) In(string language)
    {
        var now = TimeSpan.Zero;
        var model = PanelModel.Begin(Layout, now);
        model = model.Handle(new PanelInput.Told(PanelOffice.In(language, Facts)), now = TimeSpan.FromSeconds(1)).Next;
        foreach (var step in Steps)
            model = model.Handle(new PanelInput.Meant(step), now += TimeSpan.FromSeconds(1)).Next;
        now += TimeSpan.FromSeconds(Seconds);
        while (model.Deadline is { } deadline && deadline <= now)
            model = model.Handle(new PanelInput.DeadlinePassed(), deadline).Next;
        return (model.Handle(new PanelInput.DeadlinePassed(), now).Next, now);
    }

    private static IEnumerable<PanelScene> Everyday()
    {
        var office = PanelOffice.Facts;
        yield return Of("boot", "The box starts.", office with { Boot = new(BootStep.Network) });
        yield return Of("claim", "A new box: scan, or open the address and type the PIN.", PanelOffice.Unclaimed);
        yield return Of("claim-visited", "Somebody has come in with the PIN.", office with { Setup = new(false, PanelOffice.Window with { Pin = null, IsVisited = true }) });
        yield return Of("claim-used-up", "The PIN was tried too often.", office with { Setup = new(false, PanelOffice.Window with { Pin = null, TriesLeft = 0 }) });
        yield return Of("claim-over", "The window has passed.", office with { Setup = SetupView.Fresh, Lines = [] });
        yield return Of("claim-no-cable", "Set-up mode without a network.", PanelOffice.Unclaimed with { Network = new() });
        yield return Of("home", "All is well.", office);
        yield return Of("home-line-down", "The line is down.", office with { Lines = [office.Lines[0] with { Health = TrunkHealth.Down }] });
        yield return Of("calls", "Calls: who, the last digits outside, how long, how it sounds, whether it is encrypted. Several scroll.", PanelOffice.Talking);
        yield return Of("line", "The lines.", office, Times(1));
        yield return Of("line-down", "Why a line is down.", office with { Lines = [office.Lines[0], new("Second", TrunkHealth.Down, false, "The name server is down.", "")] }, Times(1), seconds: 4);
        yield return Of("phones", "The phones, and which are there.", office, Times(2));
        yield return Of("network", "The network.", office, Times(3));
        yield return Of("network-more", "The network, second part.", office, Times(3), seconds: 4);
        yield return Of("problem", "What is wrong, and its code.", PanelOffice.Failing);
        yield return Of("problem-help", "The way to the page by QR code, after the last problem.", PanelOffice.Failing, [Press(Button.Up)]);
        yield return Of("emergency", "An emergency call goes before everything.", PanelOffice.Calling112, seconds: 11);
        yield return Of("emergency-press", "After 60 seconds it can be put away.", PanelOffice.Calling112, seconds: 62);
        yield return Of("about", "About the box.", office, Times(4));
        yield return Of("language", "The choice of the language.", office, [.. Times(4), Press(Button.Centre)]);
        yield return Of("update-available", "An update waits.", office with { Update = new(UpdateStep.Available, "1.5.0", 0, "") }, Times(4));
        yield return Of("update-question", "Begin it?", office with { Update = new(UpdateStep.Available, "1.5.0", 0, "") }, [.. Times(4), Press(Button.Centre)]);
        yield return Of("update-waiting", "It waits for the calls to end.", office with { Update = new(UpdateStep.WaitingForCalls, "1.5.0", 0, "") });
        yield return Of("update-installing", "It is written: before everything but an emergency call.", office with { Update = new(UpdateStep.Installing, "1.5.0", 42, "") });
        yield return Of("update-rolled-back", "It did not work.", office with { Update = new(UpdateStep.RolledBack, "1.5.0", 0, "") });
        yield return Of("located", "Somebody on the page asks which box this is.", office with { IsLocated = true });
        yield return Of("only-here", "Choosing on a picture of the panel elsewhere.", office, [.. Times(4), new Gesture.Pressed(Button.Centre, ButtonSource.Picture)]);
    }

    private static IEnumerable<PanelScene> Changes()
    {
        var set = PanelOffice.Fixed;
        yield return Of("change-list", "Changing the address: the list.", set, [.. Times(3), Press(Button.Centre), Press(Button.Down)]);
        yield return Of("change-digits", "Changing the address: a digit, with a joystick.", set, [.. Times(3), Press(Button.Centre), Press(Button.Down), Press(Button.Centre), .. Times(7)]);
        yield return new("change-digits-one", "The same with one button.", set, ButtonLayout.One, [.. Times(3, Button.Key1), Long, Press(Button.Key1), Long, Long, Long]);
        yield return new("change-digits-two", "The same with two buttons.", set, ButtonLayout.Two, [.. Times(3, Button.Key1), Press(Button.Key2), Press(Button.Key1), Press(Button.Key2)]);
        yield return Of("change-mask", "The mask steps through all there are.", set, [.. Times(3), Press(Button.Centre), Press(Button.Down), Press(Button.Down), Press(Button.Centre)]);
        yield return Of("change-wrong", "What cannot work is told, and cannot be saved.", PanelOffice.FixedWrong, Saving);
        yield return Of("change-confirm", "The last question shows what will be.", set, Saving);
    }

    private static IEnumerable<PanelScene> Ladder()
    {
        var office = PanelOffice.Facts;
        yield return new("ladder-begin", "The button is held: letting go does nothing yet.", office, ButtonLayout.One, [Held(0.7), Held(1)]);
        yield return new("ladder-setup", "After 3 seconds: set-up mode.", office, ButtonLayout.One, [Held(0.7), Held(3), Held(4)]);
        yield return new("ladder-forgot", "After 10 seconds: the password is forgotten.", office, ButtonLayout.One, [Held(0.7), Held(10), Held(12)]);
        yield return new("ladder-erase", "After 20 seconds: let go and press again to erase everything.", office, ButtonLayout.One, [Held(0.7), Held(20)]);
        yield return new("ladder-confirm", "Five seconds for the second press.", office, ButtonLayout.One, [Held(0.7), Held(20), new Gesture.Released(Button.Key1, TimeSpan.FromSeconds(20.5), ButtonSource.Panel)], Seconds: 1);
    }

    private static IEnumerable<PanelScene> Extremes()
    {
        var (longest, empty) = (PanelOffice.Longest, PanelOffice.Empty);
        yield return Of("longest-claim", "The longest address, port and PIN.", longest with { Setup = new(false, PanelOffice.Window with { Pin = "7K3M9QX4" }), Calls = [] });
        yield return Of("longest-home", "The longest names.", longest with { Calls = [] });
        yield return Of("longest-calls", "The longest call.", longest);
        yield return Of("longest-line", "The longest line.", longest with { Calls = [] }, Times(1));
        yield return Of("longest-phones", "The longest phone.", longest with { Calls = [] }, Times(2));
        yield return Of("longest-network", "The longest addresses.", longest with { Calls = [] }, Times(3));
        yield return Of("longest-emergency", "The longest emergency number.", longest with { Emergency = new("e", "Reception on the second floor", "0800024995", TimeSpan.FromSeconds(-7400), "14:05", true) });
        yield return Of("empty-home", "A box with nothing yet.", empty);
        yield return Of("empty-line", "No line yet.", empty, Times(1));
        yield return Of("empty-phones", "No phone yet.", empty, Times(2));
        yield return Of("empty-network", "No network yet.", empty, Times(3));
        yield return Of("empty-about", "Nothing known about the box.", empty, Times(4));
    }

    private static Gesture Long => new Gesture.Released(Button.Key1, TimeSpan.FromSeconds(1), ButtonSource.Panel);

    private static IReadOnlyList<Gesture> Saving => [.. Times(3), Press(Button.Centre), Press(Button.Up), Press(Button.Up), Press(Button.Centre)];

    private static PanelScene Of(string name, string caption, PanelFacts facts, IReadOnlyList<Gesture>? steps = null, int seconds = 0) =>
        new(name, caption, facts, ButtonLayout.Joystick, steps ?? [], seconds);

    private static Gesture Press(Button button) => new Gesture.Pressed(button, ButtonSource.Panel);

    private static Gesture Held(double seconds) => new Gesture.Held(Button.Key1, TimeSpan.FromSeconds(seconds), ButtonSource.Panel);

    private static IReadOnlyList<Gesture> Times(int count, Button button = Button.Right) => [.. Enumerable.Repeat(Press(button), count)];
}
