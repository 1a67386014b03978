using Sip;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>Hands out the names of legs, requests and ports that we begin. Owned by the signalling loop.</summary>
public sealed class CallNumbers
{
    private long _lastLeg;
    private long _lastRequest;
    private int _lastPort;

    /// <summary>A leg of ours: negative, as the stack expects of outgoing ones.</summary>
    public LegId NextLeg() => new(--_lastLeg);

    /// <summary>A request of ours.</summary>
    public RequestId NextRequest() => new(--_lastRequest);

    /// <summary>A media port.</summary>
    public PortId NextPort() => new(_lastPort = _lastPort == int.MaxValue ? 1 : _lastPort + 1);

    /// <summary>Continues above the ports that an earlier run of the gateway left open.</summary>
    public void SkipPast(PortId port) => _lastPort = Math.Max(_lastPort, port.Value);
}
