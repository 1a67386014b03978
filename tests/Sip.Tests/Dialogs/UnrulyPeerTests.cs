using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

/// <summary>A peer that says anything at any time, and an application that does the same: nothing throws, spins or stays behind.</summary>
public sealed class UnrulyPeerTests
{
    private static readonly string[] Methods = ["INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "INFO", "OPTIONS", "PRACK", "REFER", "MESSAGE", "REGISTER"];
    private static readonly int[] Statuses = [100, 180, 183, 199, 200, 202, 302, 401, 407, 408, 422, 480, 481, 486, 487, 491, 500, 503, 603];
    private static readonly string[] ExtraHeaders =
    [
        "", "", "", "Require: timer\n", "Session-Expires: 90\nSupported: timer\n", "Session-Expires: 1;refresher=uas\n", "Retry-After: 2\n", "Min-SE: 4000000000\n",
        "Contact: *\n", "Contact: <tel:+15550100>\n", "Record-Route: <sip:r.example>\n", "Record-Route: <sip:r.example;lr>, <tel:1>\n", "Content-Encoding: gzip\n",
        "Proxy-Authenticate: Digest realm=\"r\",nonce=\"n\",qop=\"auth\"\n", "WWW-Authenticate: Digest realm=\"r\",nonce=\"m\",stale=true\n", "Allow: UPDATE\n",
    ];

    [Fact]
    public void No_order_of_messages_and_commands_throws_spins_or_leaves_anything_behind()
    {
        for (var seed = 0; seed < 400; seed++)
            Run(new Random(seed), seed);
    }

    private static void Run(Random chance, int seed)
    {
        var bench = new Bench();
        var (callsIn, legIn) = PeerSide.Calls(bench, Pick(chance, ExtraHeaders[..3]));
        bench.Do(BasicCallTests.Call(new() { SessionInterval = TimeSpan.FromSeconds(90), NoAnswerTimeout = TimeSpan.FromSeconds(30) }, credential: new("u", "p"), delayed: chance.Next(4) is 0));
        List<LegId> legs = [legIn, new(-1), new(77)];
        var seen = new List<SipRequest>();
        var peers = new List<PeerSide> { callsIn };

        for (var step = 0; step < 60; step++)
        {
            foreach (var sent in bench.Sent)
            {
                if (sent.Message is SipRequest request)
                    seen.Add(request);
                else if (sent.Message is SipResponse { StatusCode: > 100 } response && response.CallId.SequenceEqual("call-1"u8))
                    peers.Add(callsIn.Answered(response));
            }

            legs.AddRange(bench.Events.OfType<SipEvent.CallArrived>().Select(arrived => arrived.Leg));
            bench.Clear();
            Step(chance, bench, seen, peers, legs);
        }

        legs.AddRange(bench.Events.OfType<SipEvent.CallArrived>().Select(arrived => arrived.Leg));
        foreach (var leg in legs)
            bench.Do(new SipCommand.HangUp(leg, []));
        bench.Pass(400);
        Assert.True(bench.Stack.Counters is { Legs: 0, Transactions: 0 } && bench.Stack.Deadline is null, $"seed {seed} leaves {bench.Stack.Counters}");
    }

    private static void Step(Random chance, Bench bench, List<SipRequest> seen, List<PeerSide> peers, List<LegId> legs)
    {
        var headers = Pick(chance, ExtraHeaders);
        var body = chance.Next(2) is 0 ? "" : Description.Text("peer", chance.Next(4));
        var leg = legs[chance.Next(legs.Count)];
        switch (chance.Next(10))
        {
            case 0 or 1 or 2 when seen.Count > 0:
                var asked = seen[^(1 + chance.Next(Math.Min(seen.Count, 4)))];
                bench.Reply(asked, Pick(chance, Statuses), tag: chance.Next(3) is 0 ? "other" : "theirs", headers: headers, body: body);
                break;
            case 3 or 4:
                Pick(chance, [.. peers]).Send(Pick(chance, Methods), chance.Next(1, 12), headers, body, chance.Next(3) is 0 ? "1" : chance.Next(50).ToString());
                break;
            case 5 when seen.Count > 0:
                PeerSide.Called(bench, seen[0], chance.Next(3) is 0 ? "other" : "theirs").Send(Pick(chance, Methods), chance.Next(1, 12), headers, body, chance.Next(99).ToString());
                break;
            case 6:
                bench.Pass(chance.NextDouble() * 12);
                break;
            case 7:
                bench.Give(Pick<SipInput>(chance, [
                    new SipInput.SendFailed(chance.Next(20), "no"), new SipInput.SentOn(chance.Next(20), new(chance.Next(3))),
                    new SipInput.FlowClosed(new(chance.Next(3))), new SipInput.DeadlinePassed()]));
                break;
            default:
                bench.Do(Command(chance, leg, body));
                break;
        }
    }

    private static SipCommand Command(Random chance, LegId leg, string body)
    {
        var description = System.Text.Encoding.UTF8.GetBytes(body);
        return chance.Next(9) switch
        {
            0 => new SipCommand.Ring(leg, chance.Next(100, 220), description, []),
            1 => new SipCommand.Answer(leg, description, []),
            2 when chance.Next(4) is 0 => new SipCommand.Refuse(leg, chance.Next(200, 800), "no", default),
            3 when chance.Next(4) is 0 => new SipCommand.HangUp(leg, default),
            4 => new SipCommand.Acknowledge(leg, description),
            5 => new SipCommand.Offer(leg, body.Length is 0 ? default(ReadOnlyMemory<byte>?) : description),
            6 => new SipCommand.AcceptOffer(leg, description),
            7 => new SipCommand.RefuseOffer(leg, chance.Next(100, 800)),
            _ => new SipCommand.SendInfo(leg, new("text/plain", description)),
        };
    }

    private static T Pick<T>(Random chance, T[] from) => from[chance.Next(from.Length)];
}
