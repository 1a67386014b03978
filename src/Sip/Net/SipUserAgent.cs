using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sip.Media;
using Sip.Messages;

namespace Sip.Net;

/// <summary>Where a <see cref="SipUserAgent"/> listens, over UDP and TCP. Port 0 takes a free one.</summary>
public sealed record SipUserAgentSettings(IPAddress Address, int Port)
{
    /// <summary>The folder of the sound files it can play: WAV, 8 kHz, mono. Null: none.</summary>
    public string? Sounds { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where it logs.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;
}

/// <summary>
/// A telephone for a small program: takes calls, plays sound, hangs up. No registration, no encryption, no calls out; a gateway
/// works with <see cref="SipStack"/> itself.
/// </summary>
public sealed class SipUserAgent : IAsyncDisposable
{
    // Calls nobody has looked at yet; the next one hears that we are busy.
    private const int MostWaiting = 16;

    private static readonly HeaderLine Allowed = new("Allow", "INVITE, ACK, CANCEL, OPTIONS, BYE");

    private readonly ConcurrentDictionary<LegId, IncomingCall> _calls = new();
    private readonly Channel<IncomingCall> _waiting = Channel.CreateBounded<IncomingCall>(MostWaiting);
    private readonly SipTransports _transports;
    private readonly SignallingLoop<SipInput, SipOutput> _loop;
    private readonly InProcessMediaEngine _media;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _lastPort;

    private SipUserAgent(SipUserAgentSettings settings)
    {
        var address = new IPEndPoint(settings.Address, settings.Port);
        Time = settings.Time;
        Tokens = new SystemTokens();
        _transports = new(
            new() { Listeners = [new(TransportKind.Udp, address), new(TransportKind.Tcp, address)] },
            input => _loop!.TryPost(input),
            DnsLookup.System(settings.Time, settings.Log),
            settings.Time,
            settings.Log);
        _loop = new(new SipStack(new(), _transports, Tokens), CarryOut, settings.Time, settings.Log);
        _transports.Start();
        _media = InProcessMediaEngine.Start(new() { Announcements = settings.Sounds }, Tokens, settings.Time, Happened);
        _running = _loop.RunAsync(_stop.Token);
    }

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<SipListener> Listening => _transports.Listening;

    internal ITokenSource Tokens { get; }

    internal TimeProvider Time { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="SipListenException">The port is taken or may not be opened.</exception>
    public static ValueTask<SipUserAgent> StartAsync(SipUserAgentSettings settings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new SipUserAgent(settings));
    }

    /// <summary>The calls that come in, one after the other. Each is answered or rejected by whoever takes it from here.</summary>
    public IAsyncEnumerable<IncomingCall> IncomingCalls(CancellationToken stop) => _waiting.Reader.ReadAllAsync(stop);

    /// <summary>Stops listening. Calls should have been hung up before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _transports.DisposeAsync();
        _media.Dispose();
        _stop.Dispose();
    }

    internal void Do(SipCommand command) => _loop.TryPost(new SipInput.Commanded(command));

    internal void Do(MediaCommand command) => _media.Send(command);

    internal void Forget(IncomingCall call) => _calls.TryRemove(call.Leg, out _);

    private void CarryOut(SipOutput output)
    {
        switch (output)
        {
            case SipOutput.Transmit transmit:
                _transports.Send(transmit);
                if (transmit.Message is SipRequest { Method.Kind: SipMethodKind.Bye } bye)
                    CallOf(bye)?.SaidGoodbye();
                break;
            case SipOutput.Raise { Event: var raised }:
                Take(raised);
                break;
        }
    }

    private void Take(SipEvent raised)
    {
        switch (raised)
        {
            case SipEvent.CallArrived arrived:
                Arrived(arrived);
                break;
            case SipEvent.LegConfirmed confirmed:
                Find(confirmed.Leg)?.Confirmed(confirmed.Ack);
                break;
            case SipEvent.OfferArrived offer:
                Find(offer.Leg)?.Offered(offer.Request);
                break;
            case SipEvent.LegEnded ended:
                Find(ended.Leg)?.Over();
                break;
            case SipEvent.RequestArrived { Request: var id, Message.Method.Kind: var kind }:
                Do(new SipCommand.Respond(id, kind is SipMethodKind.Options ? 200 : 405, null, [Allowed], null));
                break;
        }
    }

    private void Arrived(SipEvent.CallArrived arrived)
    {
        var from = arrived.From;
        var seen = _transports.VoiceToward(new(from.Transport, from.Remote.Address.ToString(), from.Remote.Port) { Flow = from.Flow });
        var call = new IncomingCall(this, arrived.Leg, new(++_lastPort), arrived.Invite, seen);
        _calls[arrived.Leg] = call;
        if (!_waiting.Writer.TryWrite(call))
            call.Reject(486);
    }

    private void Happened(MediaEvent happened)
    {
        switch (happened)
        {
            case MediaEvent.PortOpened opened:
                Find(opened.Port)?.Opened(opened.Rtp, opened.Rtcp);
                break;
            case MediaEvent.PortRefused refused:
                Find(refused.Port)?.HangUp();
                break;
            case MediaEvent.PortFailed failed:
                Find(failed.Port)?.HangUp();
                break;
            case MediaEvent.PlayFinished finished:
                Find(finished.Port)?.Played();
                break;
        }
    }

    private IncomingCall? Find(LegId leg) => _calls.GetValueOrDefault(leg);

    private IncomingCall? Find(PortId port) => _calls.Values.FirstOrDefault(call => call.Port == port);

    private IncomingCall? CallOf(SipRequest request)
    {
        foreach (var call in _calls.Values)
        {
            if (call.Invite.CallId.SequenceEqual(request.CallId))
                return call;
        }

        return null;
    }
}
