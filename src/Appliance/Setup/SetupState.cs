namespace Appliance.Setup;

/// <summary>Where set-up mode is.</summary>
/// <param name="Record">What is kept on the card.</param>
/// <param name="Visit">Names the visitor of the present window, or of the last one: by chance, so that none is taken for one of before a restart.</param>
public abstract record SetupState(SetupRecord Record, int Visit)
{
    /// <summary>No window is open.</summary>
    public sealed record Closed(SetupRecord Record, int Visit) : SetupState(Record, Visit);

    /// <summary>A window is open and its PIN may be tried.</summary>
    public sealed record Open(SetupRecord Record, int Visit, SetupReason Reason, TimeSpan ClosesAt, SetupPin Pin, int TriesLeft) : SetupState(Record, Visit);

    /// <summary>A visitor has used the PIN and is at work.</summary>
    public sealed record Visited(SetupRecord Record, int Visit, SetupReason Reason, TimeSpan ClosesAt) : SetupState(Record, Visit);

    /// <summary>The PIN was wrong too often; the window stays for the screen to say so, but lets nobody in.</summary>
    public sealed record Spent(SetupRecord Record, int Visit, SetupReason Reason, TimeSpan ClosesAt) : SetupState(Record, Visit);

    /// <summary>Everything is being erased; nothing else happens any more.</summary>
    public sealed record Erasing(SetupRecord Record, int Visit) : SetupState(Record, Visit);

    /// <summary>When the window closes by itself; null: none is open. On the monotonic clock.</summary>
    public TimeSpan? Deadline => this switch
    {
        Open open => open.ClosesAt,
        Visited visited => visited.ClosesAt,
        Spent spent => spent.ClosesAt,
        _ => null,
    };

    /// <summary>As lamps, screen and page show it.</summary>
    public SetupView View => new(Record.Ownership is Ownership.Claimed, this switch
    {
        Open open => new(open.Pin.Text, open.ClosesAt, open.TriesLeft, open.Reason, IsVisited: false),
        Visited visited => new(Pin: null, visited.ClosesAt, TriesLeft: 0, visited.Reason, IsVisited: true),
        Spent spent => new(Pin: null, spent.ClosesAt, TriesLeft: 0, spent.Reason, IsVisited: false),
        _ => null,
    });
}
