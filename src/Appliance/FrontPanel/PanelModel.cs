using Appliance.Health;
using Appliance.Setup;
using Hal;
using Hal.Buttons;

namespace Appliance.FrontPanel;

/// <summary>
/// What the panel shows and what its buttons do: a fold over gestures, facts and time. What is in front of everything else, in this
/// order: an emergency call nobody has acknowledged, an update being written, the count-down of the recovery ladder, the start, a
/// question which box this is; then the page somebody turned to. Without a press it returns to its page of rest.
/// </summary>
/// <remarks>Longer than most files, because it is one fold: what a press does depends on what is in front, and what is in front on all of it.</remarks>
public sealed record PanelModel
{
    /// <summary>So long after the last press or event the screen is dimmed, and the page of rest returns: 60 s (product.md 3.5).</summary>
    public static readonly TimeSpan RestAfter = TimeSpan.FromSeconds(60);

    /// <summary>So long after it the screen goes dark: 10 min (product.md 3.5).</summary>
    public static readonly TimeSpan DarkAfter = TimeSpan.FromMinutes(10);

    /// <summary>So long an emergency call stays in front whatever is pressed: 60 s (product.md 3.5).</summary>
    public static readonly TimeSpan EmergencyStays = TimeSpan.FromSeconds(60);

    /// <summary>How long a short word to the person at the panel stays.</summary>
    public static readonly TimeSpan NoticeStays = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private PanelModel()
    {
    }

    /// <summary>Which buttons there are.</summary>
    public required ButtonLayout Layout { get; init; }

    /// <summary>What is known of the box.</summary>
    public PanelFacts Facts { get; private init; } = PanelFacts.Starting;

    /// <summary>The page turned to; <see cref="Shown"/> may be another.</summary>
    public PanelPage Page { get; private init; } = PanelPage.Home;

    /// <summary>What is being chosen on <see cref="Page"/>, or null.</summary>
    public PanelDialog? Dialog { get; private init; }

    /// <summary>Which part of the page is shown.</summary>
    public PageScroll Scroll { get; private init; }

    /// <summary>The code of a sentence shown for a moment, or null.</summary>
    public string? Notice { get; private init; }

    /// <summary>When something was last handled.</summary>
    public TimeSpan At { get; private init; }

    /// <summary>When the screen was last woken, by whatever it was.</summary>
    public required TimeSpan WokenAt { get; init; }

    /// <summary>The emergency call as the panel shows it, or null.</summary>
    public EmergencySight? Emergency { get; private init; }

    /// <summary>The recovery ladder.</summary>
    public required RecoveryLadder Ladder { get; init; }

    /// <summary>When somebody last pressed something, or null.</summary>
    private TimeSpan? PressedAt { get; init; }

    /// <summary>When the page was last turned, by whoever.</summary>
    private TimeSpan TurnedAt { get; init; }

    private TimeSpan NoticeUntil { get; init; }

    /// <summary>The button whose gesture has woken the screen and does nothing else until it is let go.</summary>
    private Button? Waking { get; init; }

    private bool IsLocationSeen { get; init; }

    /// <summary>A panel with these buttons, just switched on.</summary>
    public static PanelModel Begin(ButtonLayout layout, TimeSpan now) => new()
    {
        Layout = layout,
        Ladder = RecoveryLadder.Of(layout),
        At = now,
        WokenAt = now,
        TurnedAt = now,
        Scroll = new(0, now),
    };

    /// <summary>What is in front.</summary>
    public PanelPage Shown => this switch
    {
        { Emergency.IsAcknowledged: false } => PanelPage.Emergency,
        { IsUpdating: true } => PanelPage.Update,
        { Facts.Boot.Step: not BootStep.Ready } => PanelPage.Boot,
        { Facts.IsLocated: true, IsLocationSeen: false } => PanelPage.Located,
        _ => Page,
    };

    /// <summary>The count-down of the recovery ladder that lies over everything, or null.</summary>
    public LadderView? Countdown => IsLadderLocked ? null : Ladder.View;

    /// <summary>How bright the screen is. Never dark during a call, in set-up mode, in an emergency or an update.</summary>
    public Brightness Brightness => this switch
    {
        { Emergency.IsAcknowledged: false } or { Facts.Setup.Window.Pin: not null } => Brightness.Full,
        _ when At - WokenAt < RestAfter => Brightness.Full,
        { IsKeptLit: true } => Brightness.Dimmed,
        _ => At - WokenAt < DarkAfter ? Brightness.Dimmed : Brightness.Off,
    };

    /// <summary>When <see cref="PanelInput.DeadlinePassed"/> is wanted, and the picture is to be drawn again; null: never.</summary>
    public TimeSpan? Deadline => Brightness is Brightness.Off ? null : Earliest(
    [
        HasSeconds ? new TimeSpan(((At.Ticks / Second.Ticks) + 1) * Second.Ticks) : Scroll.NextAt(At),
        WokenAt + RestAfter,
        WokenAt + DarkAfter,
        TurnedAt + RestAfter,
        PressedAt + RestAfter,
        Notice is null ? null : NoticeUntil,
        Ladder.Deadline,
    ]);

    /// <summary>What follows, and what is asked of the box.</summary>
    public (PanelModel Next, ValueList<PanelRequest> Requests) Handle(PanelInput input, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(input);
        var model = Until(now > At ? now : At);
        return input switch
        {
            PanelInput.Meant { Gesture: var gesture } => model.Take(gesture),
            PanelInput.Told { Facts: var facts } => (model.Learn(facts), []),
            PanelInput.Became { Layout: var layout } when layout != Layout => (model with { Layout = layout, Ladder = RecoveryLadder.Of(layout), Dialog = null }, []),
            _ => (model, []),
        };
    }

    /// <summary>The same with the PIN hidden, for a picture of the panel: whoever looks at one does not stand before the box.</summary>
    public PanelModel WithoutPin() => Facts.Setup.Window is { Pin: not null } window
        ? this with { Facts = Facts with { Setup = Facts.Setup with { Window = window with { Pin = SetupWindow.HiddenPin } } } }
        : this;

    /// <summary>True while the emergency call in front cannot be put away yet.</summary>
    public bool IsEmergencyHeld => Emergency is { IsAcknowledged: false, Since: var since } && At - since < EmergencyStays;

    /// <summary>What choosing does on the page in front, or null: nothing.</summary>
    public PageOffer? Offer => (Shown, Facts) switch
    {
        (PanelPage.Home, { Problems.IsEmpty: false }) => PageOffer.SeeProblem,
        (PanelPage.Claim, { Setup: { IsClaimed: true, Window: not null } }) => PageOffer.CloseSetup,
        (PanelPage.Network, { Network.Trial: not null }) => PageOffer.KeepAddress,
        (PanelPage.Network, { Network.CanChange: true }) => PageOffer.ChangeAddress,
        (PanelPage.Update, { Update.Step: UpdateStep.Available }) => PageOffer.BeginUpdate,
        (PanelPage.Update, { Update.Step: UpdateStep.RolledBack }) => PageOffer.AcknowledgeUpdate,
        (PanelPage.About, _) => PageOffer.ChooseLanguage,
        _ => null,
    };

    private bool IsUpdating => Facts.Update is { Step: UpdateStep.Installing or UpdateStep.Restarting };

    private bool IsKeptLit => IsUpdating || Facts.Setup.Window is not null || !Facts.Calls.IsEmpty || Facts.IsLocated || Facts.Network.Trial is not null || Facts.Update is { Step: UpdateStep.WaitingForCalls };

    /// <summary>Nobody climbs the ladder without seeing it: not behind an emergency call, and not while an update is written.</summary>
    private bool IsLadderLocked => IsUpdating || Emergency is { IsAcknowledged: false };

    private bool IsDark => Brightness is Brightness.Off;

    private bool IsOperated => PressedAt is { } pressed && At - pressed < RestAfter;

    private bool HasSeconds => Notice is not null || Ladder.View is not null || Shown is PanelPage.Calls or PanelPage.Emergency or PanelPage.Located || (Shown is PanelPage.Network && Facts.Network.Trial is not null);

    private PanelModel Until(TimeSpan now)
    {
        var model = this with { At = now, Ladder = Ladder.Until(now).Next };
        if (model.Notice is not null && now >= NoticeUntil)
            model = model with { Notice = null };
        var isLeft = now - TurnedAt >= RestAfter && !model.IsOperated;
        return isLeft && (model.Page != PageOrder.Rest(Facts) || model.Dialog is not null) ? model.TurnTo(PageOrder.Rest(Facts)) : model;
    }

    private (PanelModel Next, ValueList<PanelRequest> Requests) Take(Gesture gesture)
    {
        var isLast = gesture is Gesture.Pressed or Gesture.Released or Gesture.Freed;
        var isWaking = IsDark || Waking == gesture.Button;
        var model = IsDark ? WakeByPress() : this with { PressedAt = At, WokenAt = At };
        model = model with { Waking = (isWaking, isLast) switch { (true, true) => null, (true, false) => gesture.Button, _ => Waking } };
        if (gesture is Gesture.FoundDown { Source: ButtonSource.Panel } && RecoveryLadder.IsLadderButton(Layout, gesture.Button))
            return (model, [new PanelRequest.PreviousVersion()]);
        if (!IsLadderLocked && Climb(gesture) is var (ladder, request, isTaken))
        {
            model = model with { Ladder = ladder };
            if (request is not null)
                return (model.Say("panel.notice.moment"), [request]);
            if (isTaken)
                return (model, []);
        }

        return isWaking || gesture is Gesture.Stuck or Gesture.Freed or Gesture.FoundDown ? (model, []) : model.Press(gesture, isLast);
    }

    /// <summary>The ladder has the first word. Letting go of an only button before the first step is choosing, and not the ladder's.</summary>
    private (RecoveryLadder Next, PanelRequest? Request, bool IsTaken) Climb(Gesture gesture)
    {
        var (next, request) = Ladder.Take(gesture, At);
        var isEarly = Layout is ButtonLayout.One && gesture is Gesture.Released { HeldFor: var held } && held < RecoveryLadder.SetupModeAfter;
        return (next, request, (Ladder.View ?? next.View) is not null && !isEarly);
    }

    private (PanelModel Next, ValueList<PanelRequest> Requests) Press(Gesture gesture, bool isLast) => Shown switch
    {
        PanelPage.Emergency when Emergency is { IsAcknowledged: false } => Acknowledge(gesture),
        PanelPage.Located => (isLast ? this with { IsLocationSeen = true } : this, []),
        PanelPage.Boot => (this, []),
        PanelPage.Update when IsUpdating => (this, []),
        _ => Act(gesture),
    };

    private PanelModel WakeByPress() =>
        TurnTo(Facts.Setup.Window is null && Facts.Problems.Any(static problem => problem.Severity is not Severity.NeedsYou) ? PanelPage.Problem : PageOrder.Rest(Facts)) with { PressedAt = At, WokenAt = At };

    private (PanelModel Next, ValueList<PanelRequest> Requests) Acknowledge(Gesture gesture) =>
        gesture is { Source: ButtonSource.Panel } and (Gesture.Pressed or Gesture.Released) && Emergency is { } seen && !IsEmergencyHeld
            ? (TurnTo(PageOrder.Rest(Facts)) with { Emergency = seen with { IsAcknowledged = true } }, [new PanelRequest.AcknowledgeEmergency(seen.CallId)])
            : (this, []);

    private (PanelModel Next, ValueList<PanelRequest> Requests) Act(Gesture gesture)
    {
        if (ButtonMap.Find(Layout, gesture, Dialog?.Mode ?? PanelMode.Pages) is not { } action)
            return (this, []);
        if (Dialog is not null)
            return gesture.Source is ButtonSource.Panel ? InDialog(action) : (Say("panel.notice.only-here"), []);
        return action switch
        {
            PanelAction.Next => (TurnTo(PageOrder.Turn(Facts, Page, 1)), []),
            PanelAction.Previous => (TurnTo(PageOrder.Turn(Facts, Page, -1)), []),
            PanelAction.Up => (this with { Scroll = Scroll.By(-1, At) }, []),
            PanelAction.Down => (this with { Scroll = Scroll.By(1, At) }, []),
            PanelAction.Back => (TurnTo(PanelPage.Home), []),
            _ => Choose(gesture.Source),
        };
    }

    private (PanelModel Next, ValueList<PanelRequest> Requests) Choose(ButtonSource source) => (Offer, source) switch
    {
        (null, _) => (this, []),
        (PageOffer.SeeProblem, _) => (TurnTo(PanelPage.Problem), []),
        (_, ButtonSource.Picture) => (Say("panel.notice.only-here"), []),
        (PageOffer.CloseSetup, _) => (this with { Dialog = new PanelDialog.Question(new PanelRequest.CloseSetup(), IsYes: false) }, []),
        (PageOffer.BeginUpdate, _) => (this with { Dialog = new PanelDialog.Question(new PanelRequest.BeginUpdate(), IsYes: false) }, []),
        (PageOffer.KeepAddress, _) => (this with { Dialog = new PanelDialog.Question(new PanelRequest.KeepAddress(Facts.Network.Trial!.Number), IsYes: false) }, []),
        (PageOffer.AcknowledgeUpdate, _) => (TurnTo(PanelPage.Home), [new PanelRequest.AcknowledgeUpdate()]),
        (PageOffer.ChangeAddress, _) => (this with { Dialog = new PanelDialog.Address(AddressEditor.Begin(Facts.Network)) }, []),
        _ => (this with { Dialog = new PanelDialog.Language(PanelLanguages.IndexOf(Facts.Language)) }, []),
    };

    private (PanelModel Next, ValueList<PanelRequest> Requests) InDialog(PanelAction action) => (Dialog, action) switch
    {
        (PanelDialog.Address { Editor: var editor }, _) => InEditor(editor, action),
        (_, PanelAction.Back) => (this with { Dialog = null }, []),
        (PanelDialog.Question question, PanelAction.Choose) => (this with { Dialog = null }, question.IsYes ? [question.Wanted] : []),
        (PanelDialog.Question question, _) => (this with { Dialog = question with { IsYes = !question.IsYes } }, []),
        (PanelDialog.Language language, PanelAction.Choose) => (this with { Dialog = null },
            PanelLanguages.Of(language.Marked) is { } chosen && chosen != Facts.Language ? [new PanelRequest.ChooseLanguage(chosen)] : []),
        (PanelDialog.Language language, _) => (this with { Dialog = new PanelDialog.Language(PanelLanguages.Move(language.Marked, action is PanelAction.Up or PanelAction.Previous ? -1 : 1)) }, []),
        _ => (this, []),
    };

    private (PanelModel Next, ValueList<PanelRequest> Requests) InEditor(AddressEditor editor, PanelAction action)
    {
        var (next, wish) = editor.Handle(action);
        var model = this with { Dialog = next is null ? null : new PanelDialog.Address(next), Scroll = new(0, At) };
        return wish is null || wish == Facts.Network.Wish
            ? (model, [])
            : (model.Say("panel.notice.address"), [new PanelRequest.ChangeAddress(wish)]);
    }

    private PanelModel Say(string sentence) => this with { Notice = sentence, NoticeUntil = At + NoticeStays };

    private PanelModel TurnTo(PanelPage page) => this with { Page = page, Dialog = null, Notice = null, Scroll = new(0, At), TurnedAt = At };

    private PanelModel Learn(PanelFacts facts)
    {
        var was = Facts;
        var wasKeptLit = IsKeptLit || Emergency is { IsAcknowledged: false };
        var model = (this with { Facts = facts }).SeeEmergency().KeepDialog().Arrive(was);
        if (model.IsLadderLocked)
            model = model with { Ladder = RecoveryLadder.Of(Layout) };
        // What kept the screen from going dark is over: it goes dark in its own time, not at once.
        return wasKeptLit && !model.IsKeptLit && model.At - model.WokenAt > RestAfter ? model with { WokenAt = At - RestAfter } : model;
    }

    private PanelModel SeeEmergency() => (Facts.Emergency, Emergency) switch
    {
        (null, _) => this with { Emergency = null },
        ({ CallId: var id }, { CallId: var seen }) when id == seen => this,
        ({ CallId: var id }, _) => TurnTo(PageOrder.Rest(Facts)) with { Emergency = new(id, At, IsAcknowledged: false), WokenAt = At },
    };

    /// <summary>A dialog ends when what it is about is gone, or when something comes in front of it.</summary>
    private PanelModel KeepDialog() => Dialog switch
    {
        null => this,
        _ when Shown != Page => this with { Dialog = null },
        PanelDialog.Address when !Facts.Network.CanChange || Facts.Network.Trial is not null => this with { Dialog = null },
        PanelDialog.Question { Wanted: PanelRequest.BeginUpdate } when Facts.Update is not { Step: UpdateStep.Available } => this with { Dialog = null },
        PanelDialog.Question { Wanted: PanelRequest.KeepAddress { Trial: var trial } } when Facts.Network.Trial?.Number != trial => this with { Dialog = null },
        PanelDialog.Question { Wanted: PanelRequest.CloseSetup } when Facts.Setup.Window is null => this with { Dialog = null },
        _ => this,
    };

    /// <summary>What is new wakes the screen, and shows itself unless somebody is at work at the panel.</summary>
    private PanelModel Arrive(PanelFacts was)
    {
        var news = PanelNews.Between(was, Facts);
        var model = news.Wakes ? this with { WokenAt = At } : this;
        if (!Facts.IsLocated)
            model = model with { IsLocationSeen = false };
        if (news.Rested)
            model = model.TurnTo(PageOrder.Rest(Facts));
        return news switch
        {
            { Opened: true } => model.TurnTo(PanelPage.Claim),
            { Ended: true } when Page is PanelPage.Claim or PanelPage.Boot => model.TurnTo(PageOrder.Rest(Facts)),
            _ when IsOperated => model,
            { Tried: true } => model.TurnTo(PanelPage.Network),
            { Called: true } when Facts.Setup.Window is null or { Pin: null } => model.TurnTo(PanelPage.Calls),
            { Failed: true } when Facts.Setup.Window is null => model.TurnTo(PanelPage.Problem),
            { Updated: true } when Facts.Setup.Window is null => model.TurnTo(PanelPage.Update),
            _ => model,
        };
    }

    private static TimeSpan? Earliest(ReadOnlySpan<TimeSpan?> times, TimeSpan after)
    {
        TimeSpan? earliest = null;
        foreach (var time in times)
        {
            if (time > after && (earliest is null || time < earliest))
                earliest = time;
        }

        return earliest;
    }

    private TimeSpan? Earliest(ReadOnlySpan<TimeSpan?> times) => Earliest(times, At);
}
