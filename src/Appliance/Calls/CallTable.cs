using Sip;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>The calls that are going on, found by leg, by port, or by name.</summary>
internal sealed class CallTable
{
    private readonly List<IOngoingCall> _calls = [];
    private readonly Dictionary<LegId, IOngoingCall> _byLeg = [];
    private readonly Dictionary<PortId, IOngoingCall> _byPort = [];

    public IReadOnlyCollection<IOngoingCall> All => _calls;

    public Instant? Deadline => _calls.Count == 0 ? null : _calls.Min(call => call.Deadline);

    public void Add(IOngoingCall call)
    {
        _calls.Add(call);
        Index(call);
    }

    /// <summary>Notes the legs and ports the call has by now; those it gave up are still its own until it is over.</summary>
    public void Index(IOngoingCall call)
    {
        foreach (var leg in call.Legs)
            _byLeg[leg] = call;
        foreach (var port in call.Ports)
            _byPort[port] = call;
    }

    public void Remove(IOngoingCall call)
    {
        _calls.Remove(call);
        foreach (var leg in _byLeg.Where(entry => entry.Value == call).Select(entry => entry.Key).ToArray())
            _byLeg.Remove(leg);
        foreach (var port in _byPort.Where(entry => entry.Value == call).Select(entry => entry.Key).ToArray())
            _byPort.Remove(port);
    }

    public IOngoingCall? Find(LegId leg) => _byLeg.GetValueOrDefault(leg);

    public IOngoingCall? Find(PortId port) => _byPort.GetValueOrDefault(port);

    public IOngoingCall? Find(string id) => _calls.Find(call => call.Id == id);

    public IOngoingCall[] Due(Instant now) => [.. _calls.Where(call => call.Deadline <= now)];
}
