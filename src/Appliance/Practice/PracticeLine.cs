using System.Net;
using System.Security.Cryptography.X509Certificates;
using Sip;
using Sip.Authentication;
using Sip.Messages;
using Sip.Net;
using Sip.Sdp;

namespace Appliance.Practice;

/// <summary>
/// A line to practise on: TLS and SRTP only, challenges with 407 as Twilio does, takes +E.164 numbers only, rings, answers, plays a
/// tone and listens for the caller's.
/// </summary>
internal sealed class PracticeLine(string userName, string password, X509Certificate2 certificate, TimeProvider time) : IAsyncDisposable
{
    /// <summary>What it plays.</summary>
    public const int ToneHz = 440;

    private const string Realm = "sip.twilio.com";

    private readonly PracticePeer _peer = new(
        new LegId(1), Appliance.Calls.MediaSecurity.Required, new SipListener(TransportKind.Tls, new IPEndPoint(IPAddress.Loopback, 0)), certificate, time);

    /// <summary>The TLS port it listens on.</summary>
    public int Port => _peer.Port;

    /// <summary>The number that was dialled, as it arrived here.</summary>
    public string Dialled { get; private set; } = "";

    /// <summary>True once the caller's tone was heard.</summary>
    public bool HasHeard => _peer.HasHeard;

    /// <summary>Takes one call and ends when it ends.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await _peer.ReadyAsync(stop);
        var digest = new DigestCheck(Realm, _peer.Tokens);
        var secret = DigestSecret.Of(userName, Realm, password);
        while (true)
        {
            switch (await _peer.NextAsync(stop))
            {
                case SipEvent.CallArrived call:
                    if (digest.Check(call.Invite, name => name == userName ? secret : null, _peer.Now, isProxy: true) is DigestVerdict.Accepted)
                        Answer(call);
                    else
                        Challenge(call, digest);
                    break;
                case SipEvent.RequestArrived { Message.Method.Kind: SipMethodKind.Options } asked:
                    _peer.Do(new SipCommand.Respond(asked.Request, 200, null, [], null));
                    break;
                case SipEvent.LegEnded:
                    return;
            }
        }
    }

    /// <summary>Waits for the caller's tone.</summary>
    public Task HearAsync(CancellationToken stop) => _peer.HearAsync(stop);

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private void Challenge(SipEvent.CallArrived call, DigestCheck digest) => _peer.Do(new SipCommand.Refuse(
        call.Leg, 407, "Proxy Authentication required",
        [.. digest.Challenge(_peer.Now, isProxy: true).Select(challenge => new HeaderLine("Proxy-Authenticate", challenge.ToHeader()))]));

    private void Answer(SipEvent.CallArrived call)
    {
        Dialled = call.Invite.Uri.UnescapedUser();
        if (!Dialled.StartsWith('+'))
        {
            _peer.Do(new SipCommand.Refuse(call.Leg, 400, "Invalid Phone Number", []));
            return;
        }

        if (_peer.Leg.ReceiveOffer(call.Invite.Body) is { } refusal || _peer.Leg.Answer(null, MediaDirection.SendReceive, out refusal) is not { } answer)
        {
            _peer.Do(new SipCommand.Refuse(call.Leg, 488, null, []));
            return;
        }

        _peer.Do(new SipCommand.Ring(call.Leg, 180, null, []));
        _peer.Do(new SipCommand.Answer(call.Leg, answer, []));
        _peer.Talk(ToneHz, PracticePhone.ToneHz);
    }
}
