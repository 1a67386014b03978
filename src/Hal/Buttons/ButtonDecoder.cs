using System.Collections.Immutable;

namespace Hal.Buttons;

/// <summary>
/// Makes gestures of edges and time (product.md 3.3). Immutable: <see cref="Take"/> and <see cref="Until"/> answer with what follows and
/// what was meant. Every button is independent of every other, and of its own picture. What comes out depends on the edges alone, not
/// on how often or how late it is asked; time that seems to run backwards stands still.
/// </summary>
public sealed class ButtonDecoder
{
    /// <summary>Shorter is a press, longer is a hold: 0.7 s (product.md 3.3).</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(700);

    /// <summary>When a direction of the joystick is first repeated: 500 ms (product.md 3.3).</summary>
    public static readonly TimeSpan FirstRepeat = TimeSpan.FromMilliseconds(500);

    /// <summary>And how often after that: 120 ms (product.md 3.3).</summary>
    public static readonly TimeSpan NextRepeat = TimeSpan.FromMilliseconds(120);

    /// <summary>Nobody holds a button for so long: 60 s (product.md 3.3).</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(60);

    /// <summary>Every button up, no time gone.</summary>
    public static readonly ButtonDecoder AtRest = new(Contacts(), TimeSpan.MinValue);

    private readonly ButtonContact[] _contacts; // never written to once it is here
    private readonly TimeSpan _now;

    private ButtonDecoder(ButtonContact[] contacts, TimeSpan now)
    {
        _contacts = contacts;
        _now = now;
    }

    /// <summary>When <see cref="Until"/> should be called next even if nothing moves; null: nothing is down.</summary>
    public TimeSpan? Deadline => Earliest(_contacts)?.Due;

    /// <summary>True while this button has been down ever since the board was opened.</summary>
    public bool IsDownAtStart(Button button) => _contacts.Any(contact => contact.Button == button && contact.IsDownAtStart);

    /// <summary>A button moved. First tells what was due until then.</summary>
    public (ButtonDecoder Next, ImmutableArray<Gesture> Gestures) Take(ButtonEdge edge)
    {
        var gestures = ImmutableArray.CreateBuilder<Gesture>();
        var now = Later(edge.At);
        ButtonContact[] contacts = [.. _contacts];
        Advance(contacts, now, gestures);
        if (Index(edge.Button, edge.Source) is { } index)
        {
            (contacts[index], var gesture) = contacts[index].Move(edge.IsDown, now, edge.IsFound);
            if (gesture is not null)
                gestures.Add(gesture);
        }

        return (new(contacts, now), gestures.DrainToImmutable());
    }

    /// <summary>Time passed: tells what has become due.</summary>
    public (ButtonDecoder Next, ImmutableArray<Gesture> Gestures) Until(TimeSpan now)
    {
        var gestures = ImmutableArray.CreateBuilder<Gesture>();
        now = Later(now);
        ButtonContact[] contacts = [.. _contacts];
        Advance(contacts, now, gestures);
        return (new(contacts, now), gestures.DrainToImmutable());
    }

    private TimeSpan Later(TimeSpan now) => now > _now ? now : _now;

    private int? Index(Button button, ButtonSource source) =>
        Array.FindIndex(_contacts, contact => contact.Button == button && contact.Source == source) is >= 0 and var index ? index : null;

    private static void Advance(ButtonContact[] contacts, TimeSpan now, ImmutableArray<Gesture>.Builder gestures)
    {
        while (Earliest(contacts) is { } next && next.Due <= now)
        {
            (contacts[next.Index], var gesture) = contacts[next.Index].Fire();
            if (gesture is not null)
                gestures.Add(gesture);
        }
    }

    private static (TimeSpan Due, int Index)? Earliest(ButtonContact[] contacts)
    {
        (TimeSpan Due, int Index)? earliest = null;
        for (var i = 0; i < contacts.Length; i++)
        {
            if (contacts[i].Due is { } due && (earliest is not { } found || due < found.Due))
                earliest = (due, i);
        }

        return earliest;
    }

    private static ButtonContact[] Contacts() =>
    [
        .. from source in Enum.GetValues<ButtonSource>()
           from button in Enum.GetValues<Button>()
           select ButtonContact.Up(button, source),
    ];
}
