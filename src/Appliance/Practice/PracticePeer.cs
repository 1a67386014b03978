using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Appliance.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Sip;
using Sip.Media;
using Sip.Net;

namespace Appliance.Practice;

/// <summary>
/// What the practice phone and the practice line have in common: a stack, sockets, one media port, a tone to play and a tone to
/// listen for. Each is a peer of its own on real sockets; the box cannot tell it from another phone or provider.
/// </summary>
internal sealed class PracticePeer : IAsyncDisposable
{
    private readonly SipTransports _transports;
    private readonly SignallingLoop<SipInput, SipOutput> _loop;
    private readonly InProcessMediaEngine _media;
    private readonly Channel<SipEvent> _events = Channel.CreateUnbounded<SipEvent>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PortCounters> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CallLeg _leg;
    private readonly Task _running;

    public PracticePeer(LegId leg, Appliance.Calls.MediaSecurity security, SipListener? listener, X509Certificate2? certificate, TimeProvider time)
    {
        Tokens = new SystemTokens();
        var context = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true);
        var settings = new TransportSettings { Listeners = listener is null ? [] : [listener], Certificate = context is null ? null : () => Task.FromResult(context) };
        _transports = new SipTransports(settings, input => _loop!.TryPost(input), DnsLookup.System(time, NullLogger.Instance), time, NullLogger.Instance);
        _loop = new SignallingLoop<SipInput, SipOutput>(
            new SipStack(new SipStackSettings { Product = "Landline practice" }, _transports, Tokens), CarryOut, time, NullLogger.Instance);
        _transports.Start();
        _media = InProcessMediaEngine.Start(new MediaEngineSettings(), Tokens, time, Happened);

        var numbers = new CallNumbers();
        _leg = new CallLeg(
            leg, numbers.NextPort(), new LegTerms { Seen = IPAddress.Loopback, Security = security, Latch = Sip.Rtp.LatchPolicy.Locked }, TimeSpan.FromSeconds(10), Tokens);
        _running = _loop.RunAsync(_stop.Token);
        _media.Send(new MediaCommand.OpenPort(_leg.Port, IPAddress.Loopback));
    }

    public ITokenSource Tokens { get; }

    /// <summary>The port it listens on.</summary>
    public int Port => _transports.Listening[0].Address.Port;

    /// <summary>The offer and answer of its one call.</summary>
    public CallLeg Leg => _leg;

    /// <summary>True once the tone it listens for was heard.</summary>
    public bool HasHeard => _heard.Task.IsCompletedSuccessfully;

    /// <summary>The monotonic clock of its stack.</summary>
    public Instant Now => _loop.Clock.Now;

    public void Do(SipCommand command) => _loop.TryPost(new SipInput.Commanded(command));

    /// <summary>Waits for the media port.</summary>
    public Task ReadyAsync(CancellationToken stop) => _opened.Task.WaitAsync(stop);

    /// <summary>Waits for the tone of the other side.</summary>
    public Task HearAsync(CancellationToken stop) => _heard.Task.WaitAsync(stop);

    /// <summary>The next thing its stack says.</summary>
    public ValueTask<SipEvent> NextAsync(CancellationToken stop) => _events.Reader.ReadAsync(stop);

    /// <summary>Talks: plays one tone and listens for the other.</summary>
    public void Talk(int playHz, int listenHz)
    {
        if (_leg.Configure() is { } configure)
            _media.Send(configure);
        _media.Send(new MediaCommand.ListenForTone(_leg.Port, listenHz));
        _media.Send(new MediaCommand.PlayTone(_leg.Port, playHz, TimeSpan.FromMinutes(1)));
    }

    /// <summary>Closes the media port and gives its last counters.</summary>
    public Task<PortCounters> CloseMediaAsync(CancellationToken stop)
    {
        _media.Send(new MediaCommand.ClosePort(_leg.Port));
        return _closed.Task.WaitAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _transports.DisposeAsync();
        _media.Dispose();
        _stop.Dispose();
    }

    private void CarryOut(SipOutput output)
    {
        if (output is SipOutput.Transmit transmit)
            _transports.Send(transmit);
        else if (output is SipOutput.Raise { Event: var raised })
            _events.Writer.TryWrite(raised);
    }

    private void Happened(MediaEvent happened)
    {
        switch (happened)
        {
            case MediaEvent.PortOpened opened:
                _leg.Opened(opened.Rtp, opened.Rtcp);
                _opened.TrySetResult();
                break;
            case MediaEvent.PortRefused refused:
                _opened.TrySetException(new PracticeFault($"no port for sound could be opened: {refused.Why}"));
                break;
            case MediaEvent.ToneHeard:
                _heard.TrySetResult();
                break;
            case MediaEvent.PortClosed closed:
                _closed.TrySetResult(closed.Last);
                break;
        }
    }
}

/// <summary>The practice call did not go through; the message says at which step.</summary>
internal sealed class PracticeFault(string message) : Exception(message);
