using System.Net;

namespace Sip.Net;

/// <summary>How many connections others may hold, all together and from one address, so that no stranger shuts the office out.</summary>
internal sealed class ConnectionRoom(int most, int mostFromOne)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _held = [];
    private int _all;

    /// <summary>Takes a place, if there is one.</summary>
    public bool TryEnter(IPAddress from)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(from);
            if (_all >= most || held >= mostFromOne)
                return false;

            _held[from] = held + 1;
            _all++;
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(IPAddress from)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(from, out var held))
                return;

            _all--;
            if (held == 1)
                _held.Remove(from);
            else
                _held[from] = held - 1;
        }
    }
}
