using System.Net;
using Appliance.Calls;
using Appliance.Hosting;
using Sip;
using Sip.Dialogs;
using Sip.Media;

namespace Appliance.Tests.Web.Calls;

/// <summary>Calls as the gateway and the engine tell of them.</summary>
internal static class MadeCalls
{
    public static readonly PortId CallerPort = new(7);
    public static readonly PortId CalledPort = new(8);

    /// <summary>Somebody at phone 101 calls a mobile phone.</summary>
    public static void Begin(this LiveState live, string id, string caller = "101") => live.Take(new GatewayReport.OfCall(new CallReport.Began(id, new CallSetup
    {
        Id = id,
        Origin = "extension:101",
        CallerKind = PeerKind.Phone,
        Direction = CallDirection.Outbound,
        CallerTerms = new LegTerms { Seen = IPAddress.Loopback },
        Plan = new CallPlan.Echo(),
        Dialled = "0912345678",
        Number = "+886912345678",
        Caller = caller,
    })));

    /// <summary>It is answered, and both sides talk.</summary>
    public static void Answer(this LiveState live, string id)
    {
        live.Take(new GatewayReport.OfCall(new CallReport.Answered(id, "trunk:plan-b")));
        live.Take(new CallSnapshot
        {
            Record = Record(id) with { Duration = TimeSpan.Zero, Target = "trunk:plan-b" },
            LongestCall = TimeSpan.FromHours(4),
            Caller = Leg("extension:101", CallerPort, "PCMU", isSecure: false),
            Called = Leg("trunk:plan-b", CalledPort, "PCMA", isSecure: true),
        });
    }

    /// <summary>It is over, and its record written.</summary>
    public static void Finish(this BoxSiteBed bed, CallRecord record)
    {
        bed.Live.Take(new GatewayReport.OfCall(new CallReport.Over(record.Id, record)));
        bed.Records.Post(record);
        Assert.True(bed.Records.WriteWaiting());
    }

    public static CallRecord Record(string id) => new()
    {
        Id = id,
        StartedAt = new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero),
        Direction = CallDirection.Outbound,
        Origin = "extension:101",
        Dialled = "0912345678",
        Number = "+886912345678",
        Caller = "101",
        CallerShown = "+886223456789",
        Trunk = "plan-b",
        Target = "trunk:plan-b",
        Rang = true,
        AnsweredAfter = TimeSpan.FromSeconds(4),
        Duration = TimeSpan.FromSeconds(61),
        EndedBy = EndedBy.Called,
        Cause = new CallCause(0, 16, "normal"),
        CallerLeg = new LegQuality { Codec = "PCMU", PacketsReceived = 990, PacketsLost = 10, Jitter = TimeSpan.FromMilliseconds(3), Mos = 4.1 },
        CalledLeg = new LegQuality { Codec = "PCMA", Secure = true, PacketsReceived = 1000, Mos = 4.3 },
    };

    /// <summary>What the engine counted by now.</summary>
    public static PortCounters Counted(long received, long lost = 0) =>
        new() { PacketsReceived = received, PacketsSent = received, PacketsLost = lost, LossPercent = 100.0 * lost / (received + lost), Jitter = TimeSpan.FromMilliseconds(2), Mos = 4.2 };

    private static LegSnapshot Leg(string peer, PortId port, string codec, bool isSecure) => new()
    {
        Peer = peer,
        Port = port.Value,
        Codec = codec,
        Secure = isSecure,
        Dialog = new DialogSnapshot
        {
            CallId = "made",
            LocalTag = "ours",
            RemoteTag = "theirs",
            Local = "<sip:box@127.0.0.1>;tag=ours",
            Remote = "<sip:peer@127.0.0.1>;tag=theirs",
            Contact = "<sip:box@127.0.0.1>",
            RemoteTarget = "sip:peer@127.0.0.1",
            Origin = new Hop(TransportKind.Udp, "127.0.0.1", 5060),
            Profile = new LegProfile(),
        },
    };
}
