using Sip;

namespace Simulation.Support;

/// <summary>A PBX in the office that is known by its address and likes to leave the offer to the other side.</summary>
internal sealed class Pbx : Peer
{
    public Pbx(Scene scene)
        : base(scene, "cucm", TransportKind.Tcp, "192.168.1.20:5060") => scene.Locate("cucm", new Hop(TransportKind.Tcp, "192.168.1.20", 5060));

    /// <summary>Calls out; an empty description is a delayed offer.</summary>
    public PeerCall Calls(string dialled, string sdp, string from = "+886223456781", string headers = "")
    {
        var call = Dials(dialled, sdp, from, headers);
        call.Gets(100);
        return call;
    }

    /// <summary>Calls out and waits for nothing.</summary>
    public PeerCall Dials(string dialled, string sdp, string from = "+886223456781", string headers = "")
    {
        var call = PeerCall.Calling(this, $"<sip:{from}@192.168.1.20>", $"sip:{dialled}@192.168.1.2:5060;transport=tcp", "<sip:cucm@192.168.1.20:5060;transport=tcp>");
        call.Invites(sdp, headers);
        return call;
    }
}
