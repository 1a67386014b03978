namespace Appliance.Hosting;

/// <summary>What a key of the terminal does to the panel.</summary>
internal abstract record PanelKey
{
    private PanelKey()
    {
    }

    /// <summary>Presses a button and lets it go.</summary>
    public sealed record Press(string Button) : PanelKey;

    /// <summary>Presses a button and keeps it down.</summary>
    public sealed record Hold(string Button) : PanelKey;

    /// <summary>Lets the button go that is kept down.</summary>
    public sealed record LetGo : PanelKey;

    /// <summary>The next key names the button to keep down.</summary>
    public sealed record AskWhich : PanelKey;

    /// <summary>Ends.</summary>
    public sealed record Quit : PanelKey;
}

/// <summary>
/// A terminal does not tell when a key comes up. So every key is a short press; <c>h</c> and then a button keeps that button down until
/// the next key, whichever it is. Pure.
/// </summary>
/// <param name="Held">The button kept down, or null.</param>
/// <param name="IsAsking">True after <c>h</c>.</param>
internal sealed record PanelKeys(string? Held, bool IsAsking)
{
    /// <summary>Nothing held.</summary>
    public static readonly PanelKeys AtRest = new(null, false);

    /// <summary>What this key does, and what follows; null: nothing.</summary>
    public (PanelKeys Next, PanelKey? Does) Take(ConsoleKeyInfo key, string layout)
    {
        if (key.Key is ConsoleKey.Q || (key.Key is ConsoleKey.C && key.Modifiers.HasFlag(ConsoleModifiers.Control)))
            return (AtRest, new PanelKey.Quit());
        if (Held is not null)
            return (AtRest, new PanelKey.LetGo());
        if (key.Key is ConsoleKey.H && !IsAsking)
            return (new(null, true), new PanelKey.AskWhich());

        var button = ButtonOf(key, layout);
        return (button, IsAsking) switch
        {
            (null, _) => (AtRest, null),
            ({ } held, true) => (new(held, false), new PanelKey.Hold(held)),
            ({ } pressed, false) => (AtRest, new PanelKey.Press(pressed)),
        };
    }

    private static string? ButtonOf(ConsoleKeyInfo key, string layout) => (key.Key, layout) switch
    {
        (_, "none") => null,
        (ConsoleKey.UpArrow, _) => "up",
        (ConsoleKey.DownArrow, _) => "down",
        (ConsoleKey.LeftArrow, _) => "left",
        (ConsoleKey.RightArrow, _) => "right",
        (ConsoleKey.Enter or ConsoleKey.Spacebar or ConsoleKey.H, "joystick") => "centre",
        (ConsoleKey.Enter, "two") => "key2",
        (ConsoleKey.Enter or ConsoleKey.Spacebar or ConsoleKey.H, _) => "key1",
        _ => key.KeyChar switch
        {
            '1' => "key1",
            '2' => "key2",
            '3' => "key3",
            _ => null,
        },
    };
}
