using System.Text;
using Appliance.Setup;
using Appliance.Tests.Support;
using Hal.Buttons;
using static Appliance.Setup.SetupEvent;
using static Appliance.Setup.SetupState;

namespace Appliance.Tests.Setup;

/// <summary>Every state of set-up mode with every event, by running the machine: the text of docs/setup-mode.md.</summary>
internal static class SetupTable
{
    private const string ObeyedFile = "obeyed";

    public static readonly TimeSpan Now = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ClosesAt = TimeSpan.FromMinutes(15);

    private static readonly SetupPin Pin = SetupPin.Draw(new SeededTokens(7));

    public static readonly (string Name, SetupState State)[] States =
    [
        ("Closed, unclaimed", new Closed(Kept(Ownership.Unclaimed), 1)),
        ("Closed, claimed", new Closed(Kept(Ownership.Claimed), 1)),
        ("Closed, password forgotten", new Closed(Kept(Ownership.PasswordForgotten), 1)),
        ("Open, unclaimed", OpenFor(Ownership.Unclaimed, SetupReason.Unclaimed, 5)),
        ("Open, unclaimed, last try", OpenFor(Ownership.Unclaimed, SetupReason.Unclaimed, 1)),
        ("Open, claimed", OpenFor(Ownership.Claimed, SetupReason.Asked, 5)),
        ("Open, password forgotten", OpenFor(Ownership.PasswordForgotten, SetupReason.PasswordForgotten, 5)),
        ("Visited, unclaimed", new Visited(Kept(Ownership.Unclaimed), 1, SetupReason.Unclaimed, ClosesAt)),
        ("Visited, claimed", new Visited(Kept(Ownership.Claimed), 1, SetupReason.Asked, ClosesAt)),
        ("Visited, password forgotten", new Visited(Kept(Ownership.PasswordForgotten), 1, SetupReason.PasswordForgotten, ClosesAt)),
        ("Spent, unclaimed", new Spent(Kept(Ownership.Unclaimed), 1, SetupReason.Unclaimed, ClosesAt)),
        ("Spent, claimed", new Spent(Kept(Ownership.Claimed), 1, SetupReason.Asked, ClosesAt)),
        ("Spent, password forgotten", new Spent(Kept(Ownership.PasswordForgotten), 1, SetupReason.PasswordForgotten, ClosesAt)),
        ("Erasing", new Erasing(Kept(Ownership.Erasing), 1)),
    ];

    public static readonly (string Name, SetupEvent Event)[] Events =
    [
        ("a button is pressed", new Pressed(ButtonSource.Panel)),
        ("a picture of a button is pressed", new Pressed(ButtonSource.Picture)),
        ("held 3 s", new SetupAsked()),
        ("held 10 s", new PasswordForgotten()),
        ("held 20 s and pressed again", new EraseConfirmed()),
        ("a reset file is found", new FileFound("new")),
        ("the file obeyed before is found", new FileFound(ObeyedFile)),
        ("no reset file is found", new NoFileFound()),
        ("the right PIN is tried", new PinTried(Pin.Text)),
        ("a wrong PIN is tried", new PinTried(Wrong(Pin.Text))),
        ("something that is no PIN is tried", new PinTried("robots.txt")),
        ("the visitor chooses a passphrase", new PassphraseChosen(1)),
        ("an earlier visitor chooses a passphrase", new PassphraseChosen(0)),
        ("a passphrase is stored", new Claimed()),
        ("the visitor chooses reset", new ResetChosen(1)),
        ("an earlier visitor chooses reset", new ResetChosen(0)),
        ("somebody closes the window", new CloseChosen()),
        ("15 minutes are over", new DeadlinePassed()),
    ];

    public static SetupMode Machine => new(new SeededTokens());

    public static string Wrong(string pin) => (pin[0] is 'A' ? 'B' : 'A') + pin[1..];

    public static SetupTransition Run(SetupState state, SetupEvent happened) =>
        Machine.Next(state, happened, happened is DeadlinePassed ? state.Deadline ?? Now : Now);

    public static string Text()
    {
        var text = new StringBuilder("""
            # Set-up mode: every state and every event

            What the machine in `src/Appliance/Setup` does, made by running it. The test `SetupTableTests` fails when this page and the machine differ.
            The laws it keeps are in `src/Appliance/Setup/README.md`. In these examples an obeyed reset file is still on record.

            ## Start

            | kept on the card | then | the box has to |
            | --- | --- | --- |

            """);
        foreach (var kept in Enum.GetValues<Ownership>())
            Row(text, kept.ToString(), Machine.Begin(Kept(kept), Now));
        foreach (var (name, state) in States)
            Section(text, name, state);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string name, SetupState state)
    {
        text.Append("\n## ").Append(name).Append("\n\n| event | then | the box has to |\n| --- | --- | --- |\n");
        var nothing = new List<string>();
        foreach (var (what, happened) in Events)
        {
            var then = Run(state, happened);
            if (then.State == state && then.Outputs.IsEmpty)
                nothing.Add(what);
            else
                Row(text, what, then);
        }

        if (nothing.Count > 0)
            text.Append("\nNothing comes of: ").AppendJoin("; ", nothing).Append(".\n");
    }

    private static void Row(StringBuilder text, string what, SetupTransition then) =>
        text.Append("| ").Append(what).Append(" | ").Append(Words(then.State)).Append(" | ").AppendJoin(", ", then.Outputs.Select(Words)).Append(" |\n");

    private static string Words(SetupState state) => state switch
    {
        Open open => $"Open, {Words(open.Record)}, {open.TriesLeft} tries until {open.ClosesAt.TotalMinutes} min",
        { Deadline: { } deadline } => $"{state.GetType().Name}, {Words(state.Record)}, until {deadline.TotalMinutes} min",
        _ => $"{state.GetType().Name}, {Words(state.Record)}",
    };

    private static string Words(SetupRecord record) =>
        record.Ownership.ToString() + record.HandledFile switch { null => ", no file", ObeyedFile => "", _ => ", new file" };

    private static string Words(SetupOutput output) => output switch
    {
        SetupOutput.WindowOpened opened => $"WindowOpened ({opened.Reason})",
        SetupOutput.WindowClosed closed => $"WindowClosed ({closed.Why})",
        SetupOutput.VisitorTurnedAway away => $"VisitorTurnedAway ({away.TriesLeft})",
        SetupOutput.StorePassphrase store => $"StorePassphrase ({Words(store.Record)})",
        SetupOutput.RemovePassphrase remove => $"RemovePassphrase ({Words(remove.Record)})",
        SetupOutput.Keep keep => $"Keep ({Words(keep.Record)})",
        SetupOutput.Tell tell => $"Tell ({tell.Fact})",
        _ => output.GetType().Name,
    };

    private static SetupRecord Kept(Ownership ownership) => new(ownership, ObeyedFile);

    private static Open OpenFor(Ownership ownership, SetupReason reason, int tries) => new(Kept(ownership), 1, reason, ClosesAt, Pin, tries);
}
