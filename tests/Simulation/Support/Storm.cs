using Appliance.Calls;
using Sip;
using Sip.Media;
using Sip.Messages;

namespace Simulation.Support;

/// <summary>Peers that answer, refuse, repeat, forget and hang up by chance, over an engine that dies now and then.</summary>
internal sealed class Storm
{
    private readonly Random _random;
    private readonly List<Phone> _phones;
    private readonly TwilioEdge[] _edges;
    private readonly List<(PeerCall Call, bool MayCancel)> _placed = [];
    private readonly List<PeerCall> _taken = [];
    private bool _isCalm;

    public Storm(int seed)
    {
        _random = new Random(seed);
        Scene = new Scene(seed: seed);
        var twilio = new Twilio(Scene);
        _edges = [twilio.Tokyo, twilio.Tokyo2, twilio.Singapore];
        Scene.Pass(0);
        _phones = [new Phone(Scene, "101").Registers(86_400), new Phone(Scene, "102", TransportKind.Tcp).Registers(86_400), new Phone(Scene, "103").Registers(86_400)];
    }

    public Scene Scene { get; }

    public int Begun => Scene.Reports.Count(report => report is GatewayReport.OfCall { Event: CallReport.Began });

    public void Step()
    {
        switch (_random.Next(20))
        {
            case < 4:
                Place(() => Pick(_phones).Dials(Pick(["0912345678", "102", "103", "777", "119", "999999"]), Pick([Sdp.Phone(), Sdp.Phone(codecs: "0"), Sdp.Phone(codecs: "18")])));
                break;
            case < 7:
                Place(() => Pick(_edges).Brings(Pick(["+886223456789", "+886223456780", "+886223456782"])));
                break;
            case < 14:
                Answer();
                break;
            case 14 when _placed.Count > 0:
                var (placed, mayCancel) = Pick(_placed);
                if (mayCancel && _random.Next(2) == 0)
                    placed.Cancels();
                else
                    placed.HangsUp();
                break;
            case 15 when _taken.Count > 0:
                Pick(_taken).HangsUp();
                break;
            case 16:
                Scene.Pass(_random.Next(1, 40) / 4.0);
                break;
            case 17 when Scene.Engine.Open.Count > 0:
                var port = Pick(Scene.Engine.Open.ToList());
                Scene.Hear(Pick<MediaEvent>(
                [
                    new MediaEvent.MediaSilent(port, TimeSpan.FromSeconds(60)), new MediaEvent.DigitHeard(port, '4'), new MediaEvent.PlayFinished(port),
                    new MediaEvent.PortFailed(port, "gone"), new MediaEvent.MediaFlowing(port),
                ]));
                break;
            case 18 when _random.Next(4) == 0:
                Scene.Engine.Die();
                Scene.Pass(_random.Next(3));
                Scene.Engine.Return();
                Scene.Pass(0);
                break;
            case 19:
                var edge = Pick(_edges);
                switch (_random.Next(4))
                {
                    case 0:
                        edge.IsDead = !edge.IsDead;
                        break;
                    case 1:
                        Scene.Break(edge);
                        break;
                    case 2:
                        Scene.Use(Settings.Taipei.Replace("max-calls = 10", $"max-calls = {_random.Next(2, 20)}", StringComparison.Ordinal));
                        break;
                    default:
                        Scene.Engine.Refuses = !Scene.Engine.Refuses;
                        break;
                }

                break;
        }
    }

    /// <summary>Everybody hangs up or falls silent, and time passes.</summary>
    public void Calm()
    {
        _isCalm = true;
        Scene.Engine.Refuses = false;
        foreach (var edge in _edges)
            edge.IsDead = false;
        for (var round = 0; round < 60; round++)
        {
            Answer();
            Scene.Pass(5);
        }

        Scene.Pass(5 * 3600);
        Answer();
        Scene.Settles();
    }

    private void Place(Func<PeerCall> begin)
    {
        try
        {
            _placed.Add((begin(), true));
        }
        catch (InvalidOperationException)
        {
            // The phone did not get its challenge; it gives up.
        }
    }

    /// <summary>Each peer deals with what has come to it, some of it, as it likes.</summary>
    private void Answer()
    {
        foreach (var peer in _phones.Cast<Peer>().Concat(_edges))
        {
            while (peer.Inbox.Count > 0)
            {
                var message = peer.Next(null, "anything");
                if (!_isCalm && _random.Next(12) == 0)
                    continue;
                if (message is SipRequest request)
                    Deal(peer, request);
                else if (message is SipResponse { StatusCode: >= 200 and < 300 } response && response.Header("CSeq")!.EndsWith("INVITE", StringComparison.Ordinal))
                    Acknowledge(response);
            }
        }
    }

    private void Acknowledge(SipResponse response)
    {
        if (_placed.Find(placed => placed.Call.CallId == response.Header("Call-ID")).Call is { } call)
        {
            call.Learns(response);
            call.Acks();
        }
    }

    private void Deal(Peer peer, SipRequest request)
    {
        switch (request.Method.Text)
        {
            case "INVITE" when !request.To.Tag.IsEmpty:
                var status = Pick([200, 200, 488, 500]);
                peer.Send(Peer.Reply(request, status, status is 200 ? $"Contact: <sip:x@{peer.At}>\nContent-Type: application/sdp" : ""), status is 200 ? SdpOf(peer) : "");
                break;
            case "INVITE":
                var call = peer is TwilioEdge
                    ? PeerCall.Called(peer, request, contact: TwilioEdge.PrivateContact)
                    : PeerCall.Called(peer, request);
                _taken.Add(call);
                var how = _isCalm ? 9 : _random.Next(10);
                if (how > 0)
                    call.Replies(100);
                if (how is 2 or 3 or 4 or 5)
                    call.Replies(180);
                if (how is 3 && peer is TwilioEdge)
                    call.Replies(183, SdpOf(peer));
                if (how is 4 or 5 or 6 or 7)
                    call.Replies(200, SdpOf(peer));
                if (how is 8)
                    call.Replies(Pick([486, 503, 404, 480, 603, 500, 302]));
                if (how is 9)
                    call.Replies(486);
                if (how is 7)
                    call.Replies(200, SdpOf(peer), tag: "fork");
                break;
            case "BYE" or "INFO" or "UPDATE":
                peer.Send(Peer.Reply(request, _random.Next(8) == 0 ? 481 : 200));
                break;
            case "CANCEL":
                peer.Send(Peer.Reply(request, 200));
                if (_taken.Find(taken => taken.CallId == request.Header("Call-ID")) is { } cancelled)
                    cancelled.Replies(_random.Next(4) == 0 ? 200 : 487, "");
                break;
        }
    }

    private static string SdpOf(Peer peer) => peer is TwilioEdge ? Sdp.Twilio(codecs: "0 101") : Sdp.Phone(codecs: "0 101", host: peer.At.Address.ToString());

    private T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];
}
