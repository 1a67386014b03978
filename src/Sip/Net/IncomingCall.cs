using System.Net;
using Sip.Media;
using Sip.Messages;
using Sip.Rtp;
using Sip.Sdp;
using EngineDirection = Sip.Media.MediaDirection;
using MediaDirection = Sip.Sdp.MediaDirection;

namespace Sip.Net;

/// <summary>A call that came to a <see cref="SipUserAgent"/>: answer it or reject it.</summary>
public sealed class IncomingCall
{
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(2);

    // Events come from the loop and from the engine, answers from the caller.
    private readonly Lock _gate = new();
    private readonly SipUserAgent _agent;
    private readonly IPAddress _seen;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goodbye = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _played = new();
    private MediaNegotiator _negotiator;
    private IPEndPoint? _rtp;
    private IPEndPoint? _rtcp;

    internal IncomingCall(SipUserAgent agent, LegId leg, PortId port, SipRequest invite, IPAddress seen)
    {
        (_agent, Leg, Port, Invite, _seen) = (agent, leg, port, invite, seen);
        _negotiator = MediaNegotiator.Create(agent.Tokens);
    }

    /// <summary>What was dialled: the user part of the Request-URI, or the number of a tel address.</summary>
    public string DialledNumber => Invite.Uri.UnescapedUser();

    /// <summary>Who says to be calling: the user part of From. Proves nothing.</summary>
    public string Caller => Invite.From.Uri.UnescapedUser();

    /// <summary>The request as it came.</summary>
    public SipRequest Invite { get; }

    internal LegId Leg { get; }

    internal PortId Port { get; }

    internal Task Ended => _over.Task;

    /// <summary>Rejects the call with a final status of 300 to 699.</summary>
    public void Reject(int status)
    {
        _agent.Do(new SipCommand.Refuse(Leg, status, null, []));
        Over();
    }

    /// <summary>Answers the call, and returns once the caller has acknowledged that. A caller that has gone meanwhile gives a call that has ended.</summary>
    public async ValueTask<AnsweredCall> AnswerAsync(CancellationToken stop)
    {
        var any = _seen.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        _agent.Do(new MediaCommand.OpenPort(Port, any));
        await Task.WhenAny(_opened.Task, Ended).WaitAsync(stop);
        if (!Ended.IsCompleted)
        {
            if (Describe(Invite.Body) is { } description)
                _agent.Do(new SipCommand.Answer(Leg, description, []));
            else
                Reject(488);
            await Task.WhenAny(_confirmed.Task, Ended).WaitAsync(stop);
        }

        return new(this);
    }

    internal async Task PlayAsync(string sound, CancellationToken stop)
    {
        var played = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _played, played).TrySetResult();
        _agent.Do(new MediaCommand.Play(Port, sound, Loop: false));
        await Task.WhenAny(played.Task, Ended).WaitAsync(stop);
    }

    internal async ValueTask LeaveAsync()
    {
        if (Ended.IsCompleted)
            return;

        _agent.Do(new SipCommand.HangUp(Leg, []));
        await Task.WhenAny(_goodbye.Task, Ended, Task.Delay(GoodbyeWithin, _agent.Time));
        Over();
    }

    internal void HangUp()
    {
        _agent.Do(new SipCommand.HangUp(Leg, []));
        Over();
    }

    internal void Opened(IPEndPoint rtp, IPEndPoint rtcp)
    {
        (_rtp, _rtcp) = (rtp, rtcp);
        _opened.TrySetResult();
    }

    internal void Played() => Volatile.Read(ref _played).TrySetResult();

    internal void SaidGoodbye() => _goodbye.TrySetResult();

    /// <summary>The caller acknowledged our answer; with the answer to our offer when it had none.</summary>
    internal void Confirmed(SipRequest ack)
    {
        lock (_gate)
        {
            if (_negotiator.State is NegotiationState.LocalOfferPending)
                Settle(_negotiator.ReceiveAnswer(ack.Body));
        }

        _confirmed.TrySetResult();
    }

    /// <summary>The caller wants a change: hold, resume, another address.</summary>
    internal void Offered(SipRequest request) =>
        _agent.Do(Describe(request.Body) is { } description ? new SipCommand.AcceptOffer(Leg, description) : new SipCommand.RefuseOffer(Leg, 488));

    internal void Over()
    {
        if (!_over.TrySetResult())
            return;

        _agent.Do(new MediaCommand.ClosePort(Port));
        _agent.Forget(this);
    }

    /// <summary>Our answer to an offer, or our offer when there is none. Null: nothing fits.</summary>
    private byte[]? Describe(ReadOnlySpan<byte> offer)
    {
        lock (_gate)
        {
            if (offer.IsEmpty)
                return Settle(_negotiator.Offer(Local, _agent.Tokens));
            return Settle(_negotiator.ReceiveOffer(offer)) is null && _negotiator.State is NegotiationState.RemoteOfferPending
                ? Settle(_negotiator.Answer(Local, _agent.Tokens))
                : null;
        }
    }

    private LocalMedia Local => new() { Address = _seen, RtpPort = _rtp?.Port ?? 0, RtcpPort = _rtcp?.Port, Codecs = [Codec.Pcmu, Codec.Pcma] };

    private byte[]? Settle(Negotiation step)
    {
        _negotiator = step.Next;
        var media = step switch
        {
            Negotiation.Answered answered => answered.Media,
            Negotiation.Agreed agreed => agreed.Media,
            _ => null,
        };
        if (media is not null)
            _agent.Do(new MediaCommand.ConfigurePort(Port, SettingsOf(media)));
        return step switch
        {
            Negotiation.Answered answered => SdpWriter.ToBytes(answered.Answer),
            Negotiation.Offered offered => SdpWriter.ToBytes(offered.Offer),
            _ => null,
        };
    }

    private static PortSettings SettingsOf(NegotiatedMedia media) => new()
    {
        Remote = media.RemoteRtp,
        RemoteRtcp = media.RemoteRtcp,
        Latch = LatchPolicy.Nat,
        Codec = media.SendCodec.IsSameAs(Codec.Pcma) ? AudioCodec.Pcma : AudioCodec.Pcmu,
        SendPayloadType = (byte)media.SendCodec.PayloadType,
        ReceivePayloadType = (byte)media.ReceiveCodecs[0].PayloadType,
        Direction = media.Direction switch
        {
            MediaDirection.SendOnly => EngineDirection.SendOnly,
            MediaDirection.ReceiveOnly => EngineDirection.ReceiveOnly,
            MediaDirection.Inactive => EngineDirection.Inactive,
            _ => EngineDirection.SendReceive,
        },
    };
}
