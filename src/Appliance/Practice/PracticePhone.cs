using Sip;
using Sip.Authentication;
using Sip.Media;
using Sip.Registration;
using MediaDirection = Sip.Sdp.MediaDirection;

namespace Appliance.Practice;

/// <summary>A phone to practise with: registers by digest over TCP, dials, plays a tone and listens for the line's.</summary>
internal sealed class PracticePhone(string userName, string password, int boxPort, TimeProvider time) : IAsyncDisposable
{
    /// <summary>What it plays.</summary>
    public const int ToneHz = 1000;

    private static readonly LegId Call = new(-1);

    private readonly PracticePeer _peer = new(Call, Appliance.Calls.MediaSecurity.Plain, listener: null, certificate: null, time);
    private readonly Hop _box = new(TransportKind.Tcp, "127.0.0.1", boxPort);
    private long _lastRequest;

    /// <summary>True once the line's tone was heard.</summary>
    public bool HasHeard => _peer.HasHeard;

    /// <summary>Registers with the box.</summary>
    public async Task RegisterAsync(CancellationToken stop)
    {
        await _peer.ReadyAsync(stop);
        var client = RegistrationClient.Create(
            new RegistrationSettings
            {
                Registrar = $"sip:127.0.0.1:{boxPort}",
                AddressOfRecord = $"sip:{userName}@127.0.0.1",
                Account = new DigestAccount(userName, password),
            },
            _peer.Tokens);
        var step = client.Start($"sip:{userName}@127.0.0.1;transport=tcp", _peer.Now);
        while (true)
        {
            if (step.Send is { } register)
                _peer.Do(register.ToCommand(new RequestId(--_lastRequest), _box));
            if (step.Next.State is RegistrationState.Registered)
                return;
            if (step.Next.State is RegistrationState.Failing failing)
                throw new PracticeFault($"the box does not take the practice phone's registration ({failing.Failure})");

            step = await _peer.NextAsync(stop) switch
            {
                SipEvent.ResponseArrived answered => step.Next.Receive(answered.Response, _peer.Tokens, _peer.Now),
                SipEvent.RequestFailed failed => throw new PracticeFault($"the registration was not answered: {failed.Why}"),
                _ => new RegistrationStep(step.Next, null),
            };
        }
    }

    /// <summary>Dials, and returns when the other side has answered.</summary>
    public async Task CallAsync(string number, CancellationToken stop)
    {
        var offer = _peer.Leg.Offer([], MediaDirection.SendReceive) ?? throw new PracticeFault("the practice phone could not describe its sound");
        _peer.Do(new SipCommand.Invite(Call, new InviteRequest
        {
            RequestUri = $"sip:{number}@127.0.0.1:{boxPort}",
            From = $"<sip:{userName}@127.0.0.1>",
            To = $"<sip:{number}@127.0.0.1>",
            NextHop = _box,
            Profile = new LegProfile { ContactUser = userName },
            Offer = offer,
            Credential = new SipCredential(userName, password),
        }));

        while (true)
        {
            switch (await _peer.NextAsync(stop))
            {
                case SipEvent.LegAnswered answered:
                    if (_peer.Leg.ReceiveAnswer(answered.Response.Body) is { } refusal)
                        throw new PracticeFault($"the box answered with sound the phone cannot use ({refusal.Fault})");
                    _peer.Talk(ToneHz, PracticeLine.ToneHz);
                    return;
                case SipEvent.LegFailed failed:
                    throw new PracticeFault($"the call was refused with {failed.Status}: {failed.Why}");
            }
        }
    }

    /// <summary>Waits for the line's tone.</summary>
    public Task HearAsync(CancellationToken stop) => _peer.HearAsync(stop);

    /// <summary>Hangs up and gives the counters of its sound.</summary>
    public async Task<PortCounters> HangUpAsync(CancellationToken stop)
    {
        var counters = await _peer.CloseMediaAsync(stop);
        _peer.Do(new SipCommand.HangUp(Call, []));
        return counters;
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();
}
