using Appliance.Setup;

namespace Appliance.Tests.Setup;

public sealed class SetupTableTests
{
    [Fact]
    public void The_transitions_are_those_that_were_reviewed()
    {
        using var resource = typeof(SetupTableTests).Assembly.GetManifestResourceStream("setup-mode.md");
        Assert.NotNull(resource);
        using var reader = new StreamReader(resource);

        var table = SetupTable.Text().ReplaceLineEndings("\n");

        Assert.True(table == reader.ReadToEnd().ReplaceLineEndings("\n"), $"docs/setup-mode.md should now read:\n{table}");
    }

    [Fact]
    public void Every_state_event_and_output_is_in_the_table()
    {
        var transitions = All().Select(one => one.Then).Concat(Enum.GetValues<Ownership>().Select(kept => SetupTable.Machine.Begin(new(kept, null), default))).ToList();
        var outputs = transitions.SelectMany(then => then.Outputs).ToList();

        Assert.Empty(Missing(typeof(SetupState), SetupTable.States.Select(one => (object)one.State)));
        Assert.Empty(Missing(typeof(SetupEvent), SetupTable.Events.Select(one => (object)one.Event)));
        Assert.Empty(Missing(typeof(SetupOutput), outputs));
        Assert.Equal(Enum.GetValues<SetupFact>(), outputs.OfType<SetupOutput.Tell>().Select(tell => tell.Fact).Distinct().Order());
        Assert.Equal(Enum.GetValues<SetupEnd>(), outputs.OfType<SetupOutput.WindowClosed>().Select(closed => closed.Why).Distinct().Order());
        Assert.Equal(Enum.GetValues<SetupReason>(), outputs.OfType<SetupOutput.WindowOpened>().Select(opened => opened.Reason).Distinct().Order());
    }

    [Fact]
    public void A_deadline_that_has_passed_is_always_used_up() =>
        Assert.All(SetupTable.States, static one => Assert.Null(SetupTable.Run(one.State, new SetupEvent.DeadlinePassed()).State.Deadline));

    [Fact]
    public void No_event_at_any_time_makes_a_state_throw() =>
        Assert.All(All(), static one => Assert.NotNull(SetupTable.Machine.Next(one.State, one.Event, TimeSpan.FromDays(300)).State));

    [Fact]
    public void The_view_says_what_the_state_is()
    {
        foreach (var (name, state) in SetupTable.States)
        {
            var view = state.View;
            Assert.Equal(name.Contains("claimed", StringComparison.Ordinal) && !name.Contains("unclaimed", StringComparison.Ordinal), view.IsClaimed);
            Assert.Equal(state.Deadline, view.Window?.Until);
            Assert.Equal(state is SetupState.Open, view.Window?.Pin is not null);
            Assert.Equal(state is SetupState.Visited, view.Window?.IsVisited ?? false);
        }
    }

    private static IEnumerable<(SetupState State, SetupEvent Event, SetupTransition Then)> All() =>
        from state in SetupTable.States
        from happened in SetupTable.Events
        select (state.State, happened.Event, SetupTable.Run(state.State, happened.Event));

    private static IEnumerable<Type> Missing(Type family, IEnumerable<object> shown)
    {
        var types = shown.Select(one => one.GetType()).ToHashSet();
        return family.GetNestedTypes().Where(type => !types.Contains(type));
    }
}
