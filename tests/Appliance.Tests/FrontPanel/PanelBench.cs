using Appliance.FrontPanel;
using Hal.Buttons;

namespace Appliance.Tests.FrontPanel;

/// <summary>A panel on a bench: what somebody does to it, a second apart, and what it asks of the box.</summary>
internal sealed class PanelBench
{
    public PanelBench(ButtonLayout layout, PanelFacts facts)
    {
        Model = PanelModel.Begin(layout, TimeSpan.Zero);
        Tell(facts);
    }

    public PanelModel Model { get; private set; }

    public TimeSpan Now { get; private set; }

    public List<PanelRequest> Requests { get; } = [];

    public PanelPage Shown => Model.Shown;

    public PanelBench Tell(PanelFacts facts) => Do(new PanelInput.Told(facts));

    public PanelBench Tell(Func<PanelFacts, PanelFacts> change) => Tell(change(Model.Facts));

    public PanelBench Press(Button button, int times = 1, ButtonSource source = ButtonSource.Panel)
    {
        for (var i = 0; i < times; i++)
            Do(new PanelInput.Meant(new Gesture.Pressed(button, source)));
        return this;
    }

    /// <summary>Holds a button as its decoder tells it: at 0.7 s, at every whole second, and when it is let go.</summary>
    public PanelBench Hold(Button button, double seconds)
    {
        Do(new PanelInput.Meant(new Gesture.Held(button, ButtonDecoder.Hold, ButtonSource.Panel)));
        for (var whole = 1; whole <= seconds; whole++)
            Do(new PanelInput.Meant(new Gesture.Held(button, TimeSpan.FromSeconds(whole), ButtonSource.Panel)));
        return Do(new PanelInput.Meant(new Gesture.Released(button, TimeSpan.FromSeconds(seconds), ButtonSource.Panel)));
    }

    /// <summary>Lets time pass, as the loop does: from deadline to deadline.</summary>
    public PanelBench Wait(double seconds)
    {
        var until = Now + TimeSpan.FromSeconds(seconds);
        while (Model.Deadline is { } deadline && deadline <= until)
            Handle(new PanelInput.DeadlinePassed(), deadline);
        Handle(new PanelInput.DeadlinePassed(), until);
        return this;
    }

    private PanelBench Do(PanelInput input)
    {
        Handle(input, Now + TimeSpan.FromSeconds(1));
        return this;
    }

    private void Handle(PanelInput input, TimeSpan now)
    {
        Now = now;
        (Model, var requests) = Model.Handle(input, now);
        Requests.AddRange(requests);
    }
}
