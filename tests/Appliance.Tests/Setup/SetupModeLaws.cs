using Appliance.Setup;
using Appliance.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hal.Buttons;
using Sip;

namespace Appliance.Tests.Setup;

/// <summary>What holds whatever happens at the box and on the page, in whatever order, early or late.</summary>
public sealed class SetupModeLaws
{
    [Property(MaxTest = 500)]
    public Property A_window_lasts_fifteen_minutes_and_nothing_makes_it_longer() => Always(static box => box.Steps.All(static step =>
        step.After.Deadline is not { } deadline
        || (deadline > step.Now && deadline == (Opens(step) ? step.Now + SetupMode.WindowLength : step.Before?.Deadline))));

    [Property(MaxTest = 500)]
    public Property Only_presence_opens_a_window() => Always(static box => box.Steps.Where(Opens).All(static step => step.Event switch
    {
        null => step.After.Record.Ownership is Ownership.Unclaimed or Ownership.PasswordForgotten,
        SetupEvent.Pressed pressed => pressed.Source is ButtonSource.Panel && step.Before!.Record.Ownership is not Ownership.Claimed,
        SetupEvent.SetupAsked or SetupEvent.PasswordForgotten or SetupEvent.FileFound => true,
        _ => false,
    }));

    [Property(MaxTest = 500)]
    public Property A_box_with_an_owner_never_opens_by_itself() => Always(static box => box.Steps
        .Where(static step => step.Event is null && step.After.Record.Ownership is Ownership.Claimed)
        .All(static step => step is { After: SetupState.Closed, Outputs.Count: 0 }));

    [Property(MaxTest = 500)]
    public Property A_picture_of_the_panel_opens_closes_and_changes_nothing() => Always(static box => box.Steps
        .Where(static step => step.Event is SetupEvent.Pressed { Source: ButtonSource.Picture })
        .All(static step => step.Outputs.All(static output => output is SetupOutput.WindowClosed { Why: SetupEnd.TimePassed })
            && (step.After == step.Before || step.Before!.Deadline <= step.Now)));

    [Property(MaxTest = 500)]
    public Property A_pin_admits_once_and_is_gone_after_five_wrong_tries() => Always(static box =>
    {
        int admitted = 0, wrong = 0;
        foreach (var step in box.Steps)
        {
            if (Opens(step))
                (admitted, wrong) = (0, 0);
            if (step.Outputs.OfType<SetupOutput.VisitorAdmitted>().Any() && (admitted++ > 0 || wrong >= SetupMode.Tries))
                return false;
            wrong += step.Outputs.Count(static output => output is SetupOutput.Tell { Fact: SetupFact.PinWrong or SetupFact.PinSpent });
            if (wrong > SetupMode.Tries || (wrong == SetupMode.Tries && step.After is SetupState.Open))
                return false;
        }

        return true;
    });

    [Property(MaxTest = 500)]
    public Property Every_window_has_a_pin_of_its_own_and_the_page_gets_no_new_one() => Always(static box =>
    {
        var pins = box.Steps.Where(Opens).Select(static step => step.After.View.Window!.Pin!).ToList();
        var changes = box.Steps.Where(static step => step is { Before: SetupState.Open before, After: SetupState.Open after } && !ReferenceEquals(before.Pin, after.Pin));

        return pins.Count == pins.Distinct().Count() && changes.All(Opens);
    });

    [Property(MaxTest = 500)]
    public Property A_passphrase_is_set_only_by_the_visitor_of_an_open_window_and_replaces_none_that_stands() => Always(static box => box.Steps
        .Where(static step => step.Outputs.Any(static output => output is SetupOutput.StorePassphrase))
        .All(static step => step.Before is SetupState.Visited { Record.Ownership: not Ownership.Claimed } visited
            && visited.ClosesAt > step.Now
            && step.Event == new SetupEvent.PassphraseChosen(visited.Visit)));

    [Property(MaxTest = 500)]
    public Property Nothing_stays_open_after_the_claim() => Always(static box => box.Steps
        .Where(static step => step.Event is SetupEvent.Claimed)
        .All(static step => step.After is SetupState.Closed { Record.Ownership: Ownership.Claimed, View.Window: null }));

    [Property(MaxTest = 500)]
    public Property A_visit_ends_with_its_window() => Always(static box => box.Steps
        .Where(static step => step.Before is SetupState.Visited && step.After is not SetupState.Visited)
        .All(static step => step.Event is null || step.Outputs.Any(static output => output is SetupOutput.WindowClosed)));

    [Property(MaxTest = 500)]
    public Property Removing_a_password_ends_every_session() => Always(static box => box.Steps
        .Where(static step => step.Outputs.Any(static output => output is SetupOutput.RemovePassphrase))
        .All(static step => step.Outputs.Any(static output => output is SetupOutput.EndAllSessions)));

    [Property(MaxTest = 500)]
    public Property Only_the_screen_at_the_box_learns_the_pin() => Always(static box =>
    {
        var pins = box.Steps.Select(static step => step.After).OfType<SetupState.Open>().Select(static open => open.Pin.Text).Distinct().ToList();
        var said = box.Steps.SelectMany(static step => step.Outputs.Select(static output => output.ToString())
            .Append(step.After.ToString()).Append(step.After.View.ToString()).Append(step.After.View.Window?.ToString()).Append(step.Event?.ToString()));

        return said.All(text => text is null || !pins.Any(pin => text.Contains(pin, StringComparison.OrdinalIgnoreCase)));
    });

    [Fact]
    public void No_output_has_room_for_a_secret()
    {
        var carried = typeof(SetupOutput).GetNestedTypes().SelectMany(static type => type.GetProperties()).Where(static property => property.Name is not "EqualityContract").Select(static property => property.PropertyType).Distinct();

        Assert.Subset(new HashSet<Type> { typeof(SetupReason), typeof(SetupEnd), typeof(SetupFact), typeof(SetupRecord), typeof(int) }, carried.ToHashSet());
    }

    [Fact]
    public void The_machine_is_given_chance_and_nothing_of_the_box() =>
        Assert.Equal([typeof(ITokenSource)], typeof(SetupMode).GetConstructors().Single().GetParameters().Select(static parameter => parameter.ParameterType));

    [Property(MaxTest = 200)]
    public Property The_pin_comes_from_chance_alone() => Prop.ForAll(Acts(), Gen.Choose(0, 1_000_000).ToArbitrary(), (acts, seed) =>
    {
        var box = new Doorstep(seed, Ownership.Unclaimed);
        box.Play(acts);
        var drawn = box.Steps.Where(Opens).Select(static step => step.After.View.Window!.Pin);
        var tokens = new SeededTokens(seed);

        return drawn.All(pin => pin == SetupPin.Draw(tokens).Text && tokens.Next(int.MaxValue) >= 0);
    });

    [Property(MaxTest = 1000)]
    public Property Power_may_go_at_any_moment_and_nobody_is_locked_out() => Prop.ForAll(Acts(), Gen.Choose(0, 40).ToArbitrary(), Owners(), (acts, cut, first) =>
    {
        var box = new Doorstep(1, first, cut);
        box.Play(acts);
        var state = box.Restart();
        var hasWhatItSays = box.HasPassphrase == box.Kept.Ownership is Ownership.Claimed;

        return hasWhatItSays && state switch
        {
            SetupState.Closed => box.HasPassphrase,
            SetupState.Open open => !box.HasPassphrase && open.TriesLeft == SetupMode.Tries,
            SetupState.Erasing => box.Kept == SetupRecord.New,
            _ => false,
        };
    });

    [Property(MaxTest = 300)]
    public Property A_late_wake_up_is_as_good_as_one_in_time() => Prop.ForAll(Acts(), Owners(), (acts, first) =>
    {
        var lazy = new Doorstep(3, first);
        lazy.Play(acts.Where(static one => one.Act is not Act.Wake));
        var eager = new Doorstep(3, first);
        eager.Play(acts.Where(static one => one.Act is not Act.Wake).SelectMany(static one => new[] { (Act.Wake, one.Seconds), (one.Act, 0) }));

        return lazy.State.View == eager.State.View && lazy.Kept == eager.Kept;
    });

    private static Property Always(Func<Doorstep, bool> law) => Prop.ForAll(Acts(), Owners(), Gen.Choose(0, 1000).ToArbitrary(), (acts, first, seed) =>
    {
        var box = new Doorstep(seed, first);
        box.Play(acts);
        return law(box);
    });

    private static bool Opens(Step step) => step.Outputs.Any(static output => output is SetupOutput.WindowOpened);

    private static Arbitrary<Ownership> Owners() => Gen.Elements(Ownership.Unclaimed, Ownership.Claimed, Ownership.PasswordForgotten).ToArbitrary();

    /// <summary>What people and pages do, seconds or minutes apart; often enough in the order that gets somewhere.</summary>
    private static Arbitrary<(Act Act, int Seconds)[]> Acts()
    {
        var gap = Gen.Frequency((8, Gen.Choose(0, 60)), (2, Gen.Choose(60, 850)), (1, Gen.Choose(850, 2000)));
        var any = Gen.Elements(Enum.GetValues<Act>());
        var common = Gen.Elements(Act.Hold3, Act.Hold10, Act.WrongPin, Act.WrongPin, Act.RightPin, Act.Choose, Act.Press);
        return Gen.Zip(Gen.Frequency((3, any), (4, common)), gap).ArrayOf().Select(static acts => acts.Take(60).ToArray()).ToArbitrary();
    }
}
