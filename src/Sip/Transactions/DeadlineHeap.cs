namespace Sip.Transactions;

/// <summary>Something that wants to be woken at a time. Knows its own place in the heap, so that moving it needs no search.</summary>
internal abstract class Alarm
{
    /// <summary>When it wants to be woken; meaningful while it is in a heap.</summary>
    public Instant At { get; set; }

    /// <summary>Its place in the heap, or -1.</summary>
    public int Place { get; set; } = -1;

    /// <summary>The time has come.</summary>
    public abstract void Ring(Instant now);
}

/// <summary>The earliest of many deadlines: a binary heap in which an alarm can be moved or taken out from where it is.</summary>
internal sealed class DeadlineHeap
{
    private readonly List<Alarm> _alarms = [];

    /// <summary>The earliest deadline, or none.</summary>
    public Instant? Earliest => _alarms.Count is 0 ? null : _alarms[0].At;

    public int Count => _alarms.Count;

    /// <summary>Sets, moves or (with null) takes out an alarm.</summary>
    public void Set(Alarm alarm, Instant? at)
    {
        if (at is not { } time)
        {
            Remove(alarm);
            return;
        }

        alarm.At = time;
        if (alarm.Place < 0)
        {
            alarm.Place = _alarms.Count;
            _alarms.Add(alarm);
        }

        Settle(alarm);
    }

    /// <summary>The alarm that is due, taken out; or null.</summary>
    public Alarm? TakeDue(Instant now)
    {
        if (_alarms.Count is 0 || _alarms[0].At > now)
            return null;

        var due = _alarms[0];
        Remove(due);
        return due;
    }

    private void Remove(Alarm alarm)
    {
        if (alarm.Place < 0)
            return;

        var last = _alarms[^1];
        _alarms.RemoveAt(_alarms.Count - 1);
        if (last != alarm)
        {
            Put(last, alarm.Place);
            Settle(last);
        }

        alarm.Place = -1;
    }

    private void Settle(Alarm alarm)
    {
        var place = alarm.Place;
        while (place > 0 && alarm.At < _alarms[(place - 1) / 2].At)
        {
            Put(_alarms[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }

        while (EarlierChild(place) is { } child && _alarms[child].At < alarm.At)
        {
            Put(_alarms[child], place);
            place = child;
        }

        Put(alarm, place);
    }

    private int? EarlierChild(int place)
    {
        var left = (2 * place) + 1;
        if (left >= _alarms.Count)
            return null;
        return left + 1 < _alarms.Count && _alarms[left + 1].At < _alarms[left].At ? left + 1 : left;
    }

    private void Put(Alarm alarm, int place)
    {
        _alarms[place] = alarm;
        alarm.Place = place;
    }
}
