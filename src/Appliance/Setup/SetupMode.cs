using System.Collections.Immutable;
using Sip;
using static Appliance.Setup.SetupEvent;
using static Appliance.Setup.SetupOutput;
using static Appliance.Setup.SetupState;

namespace Appliance.Setup;

/// <summary>What follows: the next state, and what the box has to do.</summary>
public readonly record struct SetupTransition(SetupState State, ImmutableArray<SetupOutput> Outputs);

/// <summary>
/// Set-up mode (product.md 3.4): the window of 15 minutes in which somebody at the box may claim or reset it. Presence opens it - a
/// button or a file on the card - and the PIN on the screen lets one visitor in. It is made of chance and time alone: it knows
/// neither serial number nor address, and no secret but its own PIN. The laws are in README.md, every transition in docs/setup-mode.md.
/// </summary>
public sealed class SetupMode(ITokenSource tokens)
{
    /// <summary>How long a window is open: 15 minutes (product.md 3.4).</summary>
    public static readonly TimeSpan WindowLength = TimeSpan.FromMinutes(15);

    /// <summary>How often a PIN may be tried (product.md 3.7).</summary>
    public const int Tries = 5;

    private static readonly SetupOutput Dhcp = new NetworkToDhcp();
    private static readonly SetupOutput LogOut = new EndAllSessions();
    private static readonly SetupOutput Erase = new EraseEverything();

    /// <summary>The box starts with what was kept. One without a passphrase opens its window; one with an owner never does by itself.</summary>
    public SetupTransition Begin(SetupRecord kept, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var closed = new Closed(kept, Visit: 0);
        return kept.Ownership switch
        {
            Ownership.Claimed => new(closed, []),
            Ownership.Erasing => new(new Erasing(kept, Visit: 0), [Erase, new Tell(SetupFact.ErasingGoesOn)]),
            _ => Open(closed, now),
        };
    }

    /// <summary>What follows from an event. A window whose time is over is closed first, however late that is noticed.</summary>
    public SetupTransition Next(SetupState state, SetupEvent happened, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Deadline is { } deadline && now >= deadline)
        {
            var (closed, ends) = Close(state, SetupEnd.TimePassed);
            var (next, outputs) = Next(closed, happened, now);
            return new(next, [.. ends, .. outputs]);
        }

        return state is Erasing ? InErasing(state, happened) : happened switch
        {
            SetupAsked => Open(state, now),
            PasswordForgotten => Forget(state, state.Record, [new Tell(Forgotten(state))], now),
            FileFound file => Obey(state, file.Mark, now),
            NoFileFound => FileGone(state),
            EraseConfirmed => BeginErasing(state),
            Pressed { Source: Hal.Buttons.ButtonSource.Panel } => Press(state, now),
            PinTried tried => Try(state, tried.Typed),
            PassphraseChosen chosen => Choose(state, chosen.Visit),
            Claimed => Own(state),
            ResetChosen chosen when IsAtWork(state, chosen.Visit) => BeginErasing(state),
            ResetChosen => new(state, [new Refused()]),
            CloseChosen => Close(state, SetupEnd.Closed),
            _ => new(state, []),
        };
    }

    private static SetupTransition InErasing(SetupState state, SetupEvent happened) => happened switch
    {
        PinTried => new(state, [new VisitorTurnedAway(0)]),
        PassphraseChosen or ResetChosen => new(state, [new Refused()]),
        _ => new(state, []),
    };

    private SetupTransition Open(SetupState state, TimeSpan now)
    {
        var reason = state.Record.Ownership switch
        {
            Ownership.Unclaimed => SetupReason.Unclaimed,
            Ownership.PasswordForgotten => SetupReason.PasswordForgotten,
            _ => SetupReason.Asked,
        };
        var pin = SetupPin.Draw(tokens);
        var open = new Open(state.Record, tokens.Next(int.MaxValue), reason, now + WindowLength, pin, Tries);
        return new(open, [.. Close(state, SetupEnd.Replaced).Outputs, new WindowOpened(reason)]);
    }

    /// <summary>A short press turns pages. It opens a window only on a box without a passphrase that has no PIN to show.</summary>
    private SetupTransition Press(SetupState state, TimeSpan now) =>
        state is Closed or Spent && state.Record.Ownership is not Ownership.Claimed ? Open(state, now) : new(state, []);

    private SetupTransition Forget(SetupState state, SetupRecord record, ImmutableArray<SetupOutput> last, TimeSpan now)
    {
        var after = record.Ownership is Ownership.Unclaimed ? record : record with { Ownership = Ownership.PasswordForgotten };
        SetupOutput write = record.Ownership is Ownership.Unclaimed ? new Keep(after) : new RemovePassphrase(after);
        var (open, opened) = Open(state with { Record = after }, now);
        return new(open, [write, LogOut, Dhcp, .. opened, .. last]);
    }

    private static SetupFact Forgotten(SetupState state) =>
        state.Record.Ownership is Ownership.Unclaimed ? SetupFact.NetworkReset : SetupFact.PasswordRemoved;

    private SetupTransition Obey(SetupState state, string mark, TimeSpan now) =>
        mark == state.Record.HandledFile
            ? new(state, [new RemoveFile(), new Tell(SetupFact.FileStays)])
            : Forget(state, state.Record with { HandledFile = mark }, [new RemoveFile(), new Tell(SetupFact.FileObeyed)], now);

    private static SetupTransition FileGone(SetupState state)
    {
        if (state.Record.HandledFile is null)
            return new(state, []);

        var record = state.Record with { HandledFile = null };
        return new(state with { Record = record }, [new Keep(record)]);
    }

    private static SetupTransition BeginErasing(SetupState state)
    {
        var record = state.Record with { Ownership = Ownership.Erasing };
        return new(
            new Erasing(record, state.Visit),
            [new RemovePassphrase(record), LogOut, .. Close(state, SetupEnd.Erased).Outputs, new Tell(SetupFact.Erasing), Erase]);
    }

    private static SetupTransition Try(SetupState state, string typed) => state switch
    {
        Open open when open.Pin.Matches(typed) =>
            new(new Visited(open.Record, open.Visit, open.Reason, open.ClosesAt), [new VisitorAdmitted(open.Visit)]),
        // A slip of the finger that cannot be a PIN tells an attacker nothing and costs the owner no try.
        Open open when !SetupPin.IsShaped(typed) => new(open, [new VisitorTurnedAway(open.TriesLeft)]),
        Open { TriesLeft: > 1 } open =>
            new(open with { TriesLeft = open.TriesLeft - 1 }, [new VisitorTurnedAway(open.TriesLeft - 1), new Tell(SetupFact.PinWrong)]),
        Open open => new(new Spent(open.Record, open.Visit, open.Reason, open.ClosesAt), [new VisitorTurnedAway(0), new Tell(SetupFact.PinSpent)]),
        _ => new(state, [new VisitorTurnedAway(0)]),
    };

    /// <summary>Only the visitor of the present window, and only where there is no passphrase: the PIN replaces none that stands.</summary>
    private static SetupTransition Choose(SetupState state, int visit) =>
        IsAtWork(state, visit) && state.Record.Ownership is not Ownership.Claimed
            ? new(state, [new StorePassphrase(state.Record with { Ownership = Ownership.Claimed })])
            : new(state, [new Refused()]);

    private static SetupTransition Own(SetupState state) =>
        Close(state with { Record = state.Record with { Ownership = Ownership.Claimed } }, SetupEnd.Claimed);

    private static SetupTransition Close(SetupState state, SetupEnd why) =>
        state.Deadline is null ? new(state, []) : new(new Closed(state.Record, state.Visit), [new WindowClosed(why)]);

    private static bool IsAtWork(SetupState state, int visit) => state is Visited && state.Visit == visit;
}
