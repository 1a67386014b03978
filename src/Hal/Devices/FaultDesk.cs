using Microsoft.Extensions.Logging;

namespace Hal.Devices;

/// <summary>The faults there are now. Each is logged once when it comes and once when it goes; the listener hears of every change.</summary>
/// <param name="log">Where to log.</param>
/// <param name="changed">Told the whole set after each change; called by the thread that changed it, one at a time.</param>
internal sealed class FaultDesk(ILogger log, Action<IReadOnlyList<PanelFault>> changed)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(PanelPart Part, string Place), PanelFault> _now = [];

    /// <summary>The faults there are.</summary>
    public IReadOnlyList<PanelFault> Now
    {
        get
        {
            lock (_gate)
                return [.. _now.Values];
        }
    }

    /// <summary>Something fails. The same fault of the same place again says nothing new.</summary>
    /// <param name="part">The part it is of.</param>
    /// <param name="place">What tells it from another of the part: a line, a light.</param>
    /// <param name="code">One of <see cref="FaultCodes"/>.</param>
    /// <param name="evidence">What was seen.</param>
    public void Raise(PanelPart part, string place, string code, string evidence)
    {
        lock (_gate)
        {
            if (_now.TryGetValue((part, place), out var known) && known.Code == code)
                return;

            _now[(part, place)] = new(part, code, evidence);
            LogEvents.PartFailed(log, part, code, evidence);
            changed([.. _now.Values]);
        }
    }

    /// <summary>It works.</summary>
    public void Clear(PanelPart part, string place)
    {
        lock (_gate)
        {
            if (!_now.Remove((part, place), out var known))
                return;

            LogEvents.PartBack(log, part, known.Code);
            changed([.. _now.Values]);
        }
    }

    /// <summary>Nothing of this part fails any more, as when it is taken out of use.</summary>
    public void ClearAll(PanelPart part)
    {
        lock (_gate)
        {
            foreach (var key in _now.Keys.Where(key => key.Part == part).ToArray())
                Clear(part, key.Place);
        }
    }
}
