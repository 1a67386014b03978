using Appliance.Setup;
using Appliance.Tests.Support;
using Hal.Buttons;

namespace Appliance.Tests.Setup;

/// <summary>What can happen to a box in set-up mode.</summary>
internal enum Act
{
    Press, PressPicture, Hold3, Hold10, Erase, NewFile, SameFile, NoFile,
    RightPin, WrongPin, NoPin, Choose, ChooseLate, Reset, ResetLate, Close, Wake, Restart,
}

/// <summary>One step: what was, what happened, what followed. No event: the box started.</summary>
internal sealed record Step(SetupState? Before, SetupEvent? Event, SetupState After, IReadOnlyList<SetupOutput> Outputs, TimeSpan Now);

/// <summary>A box, its card, and the people and pages around it. What the machine asks for is done at once.</summary>
internal sealed class Doorstep
{
    private readonly SetupMode _machine;
    private int _files;

    public Doorstep(int seed, Ownership first, int outputsBeforePowerCut = int.MaxValue)
    {
        _machine = new(new SeededTokens(seed));
        OutputsLeft = outputsBeforePowerCut;
        Kept = new(first, null);
        HasPassphrase = first is Ownership.Claimed;
        State = Start();
    }

    public List<Step> Steps { get; } = [];

    public SetupState State { get; private set; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(20);

    /// <summary>What lies on the card.</summary>
    public SetupRecord Kept { get; private set; }

    /// <summary>Whether a passphrase lies beside it.</summary>
    public bool HasPassphrase { get; private set; }

    /// <summary>Power is cut after so many outputs.</summary>
    public int OutputsLeft { get; private set; }

    public bool IsDark => OutputsLeft <= 0;

    public void Play(IEnumerable<(Act Act, int Seconds)> acts)
    {
        foreach (var (act, seconds) in acts)
        {
            if (IsDark)
                return;
            Now += TimeSpan.FromSeconds(seconds);
            Do(act);
        }
    }

    /// <summary>Power comes back.</summary>
    public SetupState Restart()
    {
        OutputsLeft = int.MaxValue;
        return State = Start();
    }

    private SetupState Start() => Follow(null, null, _machine.Begin(Kept, Now));

    private void Do(Act act)
    {
        var pin = State is SetupState.Open open ? open.Pin.Text : "000000";
        if (act is Act.Restart)
            Restart();
        else
            Handle(Event(act, pin));
    }

    private SetupEvent Event(Act act, string pin) => act switch
    {
        Act.Press => new SetupEvent.Pressed(ButtonSource.Panel),
        Act.PressPicture => new SetupEvent.Pressed(ButtonSource.Picture),
        Act.Hold3 => new SetupEvent.SetupAsked(),
        Act.Hold10 => new SetupEvent.PasswordForgotten(),
        Act.Erase => new SetupEvent.EraseConfirmed(),
        Act.NewFile => new SetupEvent.FileFound($"file {++_files}"),
        Act.SameFile => new SetupEvent.FileFound($"file {_files}"),
        Act.NoFile => new SetupEvent.NoFileFound(),
        Act.RightPin => new SetupEvent.PinTried(pin),
        Act.WrongPin => new SetupEvent.PinTried(SetupTable.Wrong(pin)),
        Act.NoPin => new SetupEvent.PinTried("favicon.ico"),
        Act.Choose => new SetupEvent.PassphraseChosen(State.Visit),
        Act.ChooseLate => new SetupEvent.PassphraseChosen(State.Visit - 1),
        Act.Reset => new SetupEvent.ResetChosen(State.Visit),
        Act.ResetLate => new SetupEvent.ResetChosen(State.Visit - 1),
        Act.Close => new SetupEvent.CloseChosen(),
        _ => new SetupEvent.DeadlinePassed(),
    };

    private void Handle(SetupEvent happened) => Follow(State, happened, _machine.Next(State, happened, Now));

    private SetupState Follow(SetupState? before, SetupEvent? happened, SetupTransition then)
    {
        State = then.State;
        Steps.Add(new(before, happened, then.State, then.Outputs, Now));
        foreach (var output in then.Outputs)
        {
            if (OutputsLeft-- <= 0)
                break;
            CarryOut(output);
        }

        return State;
    }

    private void CarryOut(SetupOutput output)
    {
        switch (output)
        {
            case SetupOutput.StorePassphrase store:
                (Kept, HasPassphrase) = (store.Record, true);
                Handle(new SetupEvent.Claimed());
                break;
            case SetupOutput.RemovePassphrase remove:
                (Kept, HasPassphrase) = (remove.Record, false);
                break;
            case SetupOutput.Keep keep:
                Kept = keep.Record;
                break;
            case SetupOutput.EraseEverything:
                (Kept, HasPassphrase) = (SetupRecord.New, false);
                break;
        }
    }
}
