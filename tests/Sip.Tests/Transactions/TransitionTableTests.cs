using System.Runtime.CompilerServices;
using System.Text;
using Sip.Transactions;

namespace Sip.Tests.Transactions;

public sealed class TransitionTableTests
{
    private static readonly Instant Late = new(TimeSpan.FromHours(1));

    public static TheoryData<string> Names => [.. Machine.All.Select(machine => machine.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_transitions_are_those_that_were_reviewed(string name)
    {
        var table = Table(Of(name));
        Assert.True(table == Committed(name).ReplaceLineEndings("\n"), $"{name}.table.txt should now read:\n{table}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_state_is_in_the_table(string name)
    {
        var machine = Of(name);
        var shown = machine.States.Select(state => state.GetType()).ToHashSet();
        Assert.DoesNotContain(machine.StateFamily.GetNestedTypes(), type => !shown.Contains(type));
    }

    [Fact]
    public void Every_event_is_in_some_table()
    {
        var shown = Machine.All.SelectMany(machine => machine.Events).Select(one => one.Event.GetType()).ToHashSet();
        Assert.DoesNotContain(typeof(TransactionEvent).GetNestedTypes(), type => !shown.Contains(type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_event_of_any_machine_makes_another_throw(string name)
    {
        var machine = Of(name);
        foreach (var state in machine.States)
        {
            foreach (var (_, input) in Machine.All.SelectMany(other => other.Events))
                Assert.NotNull(machine.Next(state, input, Late).State);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_deadline_that_has_passed_is_always_used_up(string name)
    {
        var machine = Of(name);
        foreach (var state in machine.States)
        {
            if (machine.Deadline(state) is not { } deadline)
                continue;
            var next = machine.Next(state, TransactionEvent.Deadline, deadline).State;
            Assert.True(machine.Deadline(next) is not { } moved || moved > deadline, $"{state} spins");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_machine_left_alone_ends_by_its_deadlines_or_waits_for_its_user(string name)
    {
        var machine = Of(name);
        foreach (var first in machine.States)
        {
            var state = first;
            var steps = 0;
            while (machine.Deadline(state) is { } deadline)
            {
                state = machine.Next(state, TransactionEvent.Deadline, deadline).State;
                Assert.True(++steps < 50, $"{first} does not end");
            }

            Assert.Contains(state.GetType().Name, (string[])["Terminated", "Proceeding"]);
        }
    }

    private static Machine Of(string name) => Machine.All.Single(machine => machine.Name == name);

    private static string Table(Machine machine)
    {
        var text = new StringBuilder();
        foreach (var group in machine.States.GroupBy(state => state.GetType().Name, StringComparer.Ordinal))
        {
            foreach (var (eventName, input) in machine.Events)
            {
                var ends = group.Select(state => Row(machine, state, input)).Distinct(StringComparer.Ordinal);
                foreach (var end in ends)
                    text.Append(group.Key.PadRight(11)).Append(eventName.PadRight(13)).Append("-> ").Append(end).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Row(Machine machine, object state, TransactionEvent input)
    {
        var now = machine.Deadline(state) ?? Late;
        var (next, outputs) = machine.Next(state, input, now);
        return string.Join(' ', [next.GetType().Name.PadRight(11), .. outputs.Select(output => output.GetType().Name)]).TrimEnd();
    }

    private static string Committed(string name, [CallerFilePath] string here = "")
    {
        var resource = typeof(TransitionTableTests).Assembly.GetManifestResourceStream($"Sip.Tests.Transactions.{name}.table.txt");
        Assert.True(resource is not null, $"{name}.table.txt is missing beside {Path.GetFileName(here)}");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
