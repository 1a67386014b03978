namespace Appliance.Web.Phones;

/// <summary>
/// Passwords that were just made, each for the session that made it, so that the page that shows one can be loaded again without making
/// another. A few, in memory alone, for a short time.
/// </summary>
internal sealed class HeldPasswords(TimeProvider time)
{
    /// <summary>How long one is shown.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int Most = 20;

    private readonly Lock _gate = new();
    private readonly List<(string Who, PhoneOutcome.Done Made, long At)> _held = [];

    /// <summary>Holds what was made for this person, in place of what was made for the same phone before.</summary>
    public void Hold(string who, PhoneOutcome.Done made)
    {
        lock (_gate)
        {
            _held.RemoveAll(one => one.Made.Number == made.Number || IsOver(one.At));
            if (_held.Count >= Most)
                _held.RemoveAt(0);
            _held.Add((who, made, time.GetTimestamp()));
        }
    }

    /// <summary>What was made for this person and phone, or null.</summary>
    public PhoneOutcome.Done? Find(string who, string number)
    {
        lock (_gate)
        {
            _held.RemoveAll(one => IsOver(one.At));
            return _held.Find(one => one.Who == who && one.Made.Number == number).Made;
        }
    }

    private bool IsOver(long at) => time.GetElapsedTime(at) >= Lifetime;
}
