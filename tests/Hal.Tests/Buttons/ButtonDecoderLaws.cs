using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hal.Buttons;

namespace Hal.Tests.Buttons;

/// <summary>What holds for any edges whatever, asked however often.</summary>
public sealed class ButtonDecoderLaws
{
    [Property(MaxTest = 150)]
    public Property Extra_and_missing_wake_ups_change_nothing() => Prop.ForAll(Edges(), Ticks(), (edges, ticks) =>
    {
        var end = edges.Select(edge => edge.At).Append(default).Max() + TimeSpan.FromSeconds(70);

        return Play(edges, [], end).SequenceEqual(Play(edges, ticks, end)) && Play(edges, ticks, end).SequenceEqual(PlayByDeadline(edges, end));
    });

    [Property(MaxTest = 150)]
    public Property A_deadline_that_has_passed_is_always_used_up() => Prop.ForAll(Edges(), edges =>
    {
        var decoder = edges.Aggregate(ButtonDecoder.AtRest, (folded, edge) => folded.Take(edge).Next);

        return decoder.Deadline is not { } deadline || decoder.Until(deadline).Next.Deadline is not { } moved || moved > deadline;
    });

    [Property(MaxTest = 150)]
    public Property Every_hold_that_begins_ends_once_and_counts_every_second() => Prop.ForAll(Edges(), edges =>
    {
        var end = edges.Select(edge => edge.At).Append(default).Max() + TimeSpan.FromSeconds(70);
        var up = edges.Select(edge => edge with { IsDown = false, At = end }).Distinct();

        return Play([.. edges, .. up], [], end + TimeSpan.FromSeconds(1))
            .GroupBy(gesture => (gesture.Button, gesture.Source))
            .All(button => IsWellFormed([.. button]));
    });

    [Property(MaxTest = 100)]
    public Property A_button_does_not_feel_the_others() => Prop.ForAll(Edges(), edges =>
    {
        var end = edges.Select(edge => edge.At).Append(default).Max() + TimeSpan.FromSeconds(70);
        var together = Play(edges, [], end);

        return edges.GroupBy(edge => (edge.Button, edge.Source)).All(alone =>
            Play([.. alone], [], end).SequenceEqual(together.Where(gesture => (gesture.Button, gesture.Source) == alone.Key)));
    });

    /// <summary>Held 0.7 s, 1 s, 2 s without a gap, then Released or Stuck; a Freed after every Stuck; and nothing in between.</summary>
    private static bool IsWellFormed(List<Gesture> gestures)
    {
        var held = 0;
        var isStuck = false;
        var isRepeating = false;
        foreach (var gesture in gestures)
        {
            var fits = gesture switch
            {
                Gesture.Held one => !isStuck && one.HeldFor == (held is 0 ? ButtonDecoder.Hold : TimeSpan.FromSeconds(held)),
                Gesture.Released one => !isStuck && (held > 0 || isRepeating) && held == Math.Floor(one.HeldFor.TotalSeconds) + (one.HeldFor >= ButtonDecoder.Hold ? 1 : 0),
                Gesture.Pressed => !isStuck && held is 0 && !isRepeating,
                Gesture.Stuck => !isStuck && held is 60 or 0,
                Gesture.Freed => isStuck,
                Gesture.FoundDown => !isStuck && held is 0 && !isRepeating,
                _ => !isStuck,
            };
            if (!fits)
                return false;

            held = gesture is Gesture.Held ? held + 1 : gesture is Gesture.Repeated ? held : 0;
            isRepeating = gesture is Gesture.Repeated || (isRepeating && gesture is Gesture.Held);
            isStuck = gesture is Gesture.Stuck;
        }

        return held is 0 && !isRepeating && !isStuck;
    }

    private static List<Gesture> Play(IReadOnlyList<ButtonEdge> edges, IEnumerable<TimeSpan> ticks, TimeSpan end)
    {
        var decoder = ButtonDecoder.AtRest;
        var told = new List<Gesture>();
        var calls = ticks.Where(tick => tick < end).Append(end).Select(tick => (At: tick, Edge: (ButtonEdge?)null))
            .Concat(edges.Select(edge => (edge.At, (ButtonEdge?)edge)))
            .OrderBy(call => call.At);
        foreach (var (at, edge) in calls)
        {
            (decoder, var gestures) = edge is { } moved ? decoder.Take(moved) : decoder.Until(at);
            told.AddRange(gestures);
        }

        return told;
    }

    private static List<Gesture> PlayByDeadline(IReadOnlyList<ButtonEdge> edges, TimeSpan end)
    {
        var decoder = ButtonDecoder.AtRest;
        var told = new List<Gesture>();
        foreach (var edge in edges)
        {
            Wake(edge.At);
            (decoder, var gestures) = decoder.Take(edge);
            told.AddRange(gestures);
        }

        Wake(end);
        return told;

        void Wake(TimeSpan until)
        {
            while (decoder.Deadline is { } deadline && deadline <= until)
            {
                (decoder, var gestures) = decoder.Until(deadline);
                told.AddRange(gestures);
            }
        }
    }

    /// <summary>Edges in order of time, some a bounce apart, some a minute, a few found at the start.</summary>
    private static Arbitrary<ButtonEdge[]> Edges() =>
        (from steps in Gen.Zip(
                Gen.Elements(Button.Key1, Button.Down, Button.Centre),
                Gen.Frequency((6, Gen.Choose(0, 25)), (6, Gen.Choose(0, 900)), (4, Gen.Choose(0, 5000)), (1, Gen.Choose(50_000, 70_000))))
            .ArrayOf()
         from downs in Gen.Elements(true, false).ArrayOf(steps.Length)
         from pictures in Gen.Frequency((4, Gen.Constant(ButtonSource.Panel)), (1, Gen.Constant(ButtonSource.Picture))).ArrayOf(steps.Length)
         from founds in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true))).ArrayOf(steps.Length)
         select Timed(steps, downs, pictures, founds)).ToArbitrary();

    private static ButtonEdge[] Timed((Button Button, int After)[] steps, bool[] downs, ButtonSource[] sources, bool[] founds)
    {
        var at = 0;
        return [.. steps.Select((step, i) => new ButtonEdge(step.Button, downs[i], TimeSpan.FromMilliseconds(at += step.After), sources[i], founds[i]))];
    }

    private static Arbitrary<TimeSpan[]> Ticks() =>
        (from milliseconds in Gen.Choose(0, 100_000).ArrayOf() select milliseconds.Select(one => TimeSpan.FromMilliseconds(one)).ToArray()).ToArbitrary();
}
