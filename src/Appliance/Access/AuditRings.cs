using System.Collections.Immutable;

namespace Appliance.Access;

/// <summary>
/// The latest of who came and went. Who was turned away, machines and people have a ring each, and what is repeated in a row is one entry
/// with a count: neither a guesser nor a program that has gone wild pushes out what people did. Not safe for several threads.
/// </summary>
public sealed class AuditRings
{
    /// <summary>The most entries of people and the box.</summary>
    public const int MostOfPeople = 1000;

    /// <summary>The most entries of machines.</summary>
    public const int MostOfMachines = 300;

    /// <summary>The most entries of those who were turned away.</summary>
    public const int MostRefused = 300;

    private readonly LinkedList<(long Turn, AuditEntry Entry)> _people = [];
    private readonly LinkedList<(long Turn, AuditEntry Entry)> _machines = [];
    private readonly LinkedList<(long Turn, AuditEntry Entry)> _refused = [];
    private long _turn;

    /// <summary>All, the oldest first.</summary>
    public IEnumerable<AuditEntry> All => _people.Concat(_machines).Concat(_refused).OrderBy(static one => one.Turn).Select(static one => one.Entry);

    /// <summary>The latest, the newest first: so many of people, and of the others half as many each at most.</summary>
    public ImmutableArray<AuditEntry> Latest(int most) =>
    [
        .. _people.Reverse().Take(most).Concat(_machines.Reverse().Take(most / 2)).Concat(_refused.Reverse().Take(most / 2))
            .OrderByDescending(static one => one.Turn).Select(static one => one.Entry),
    ];

    /// <summary>Adds one.</summary>
    public void Add(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (ring, most) = entry switch
        {
            { What: AuditFact.LoginRefused or AuditFact.PinRefused } => (_refused, MostRefused),
            { Who: ['t', 'o', 'k', 'e', 'n', ' ', ..] } => (_machines, MostOfMachines),
            _ => (_people, MostOfPeople),
        };
        if (ring.Last is { } last && last.Value.Entry.Joined(entry) is { } both)
        {
            ring.RemoveLast();
            entry = both;
        }

        ring.AddLast((_turn++, entry));
        while (ring.Count > most)
            ring.RemoveFirst();
    }
}
