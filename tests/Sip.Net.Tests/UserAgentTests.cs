using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sip.Messages;
using Sip.Rtp;
using Sip.Rtp.Audio;

namespace Sip.Net.Tests;

public sealed class UserAgentTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sounds-").FullName;
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private SipUserAgent? _agent;

    private SipUserAgent Agent => _agent!;

    public async ValueTask InitializeAsync()
    {
        _stop.CancelAfter(TimeSpan.FromSeconds(20));
        File.WriteAllBytes(Path.Combine(_folder, "welcome.wav"), Tone(500, samples: 2400));
        _agent = await SipUserAgent.StartAsync(new(IPAddress.Loopback, 0) { Sounds = _folder }, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_hello_of_the_readme_rejects_strange_numbers_and_welcomes_the_rest()
    {
        using var stopHello = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var hello = Hello(stopHello.Token);
        using var phone = new Phone(Agent, _stop.Token);

        phone.Send("INVITE", "599", 1, phone.Description);
        Assert.Equal(404, (await phone.FinalAsync()).StatusCode);
        phone.Send("ACK", "599", 1);

        phone.Begin("call-2");
        phone.Send("INVITE", "600", 1, phone.Description);
        var answer = await phone.FinalAsync();
        Assert.Equal(200, answer.StatusCode);
        phone.Send("ACK", "600", 1);

        Assert.True(await phone.HearAsync(500) > 0.8);
        var bye = await phone.RequestAsync();
        Assert.Equal("BYE", bye.Method.Text);
        phone.Answer(bye);

        await stopHello.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hello);
    }

    [Fact]
    public async Task A_call_without_an_offer_gets_ours_and_hears_us_after_its_answer()
    {
        using var phone = new Phone(Agent, _stop.Token);
        phone.Send("INVITE", "600", 1);
        var call = await NextCallAsync();
        Assert.Equal(("600", "ann"), (call.DialledNumber, call.Caller));
        var answering = call.AnswerAsync(_stop.Token);
        var offer = await phone.FinalAsync();
        Assert.Contains("m=audio", Encoding.UTF8.GetString(offer.Body), StringComparison.Ordinal);
        phone.Send("ACK", "600", 1, phone.Description);

        var answered = await answering;
        var playing = answered.PlayAsync("welcome.wav", _stop.Token);
        Assert.True(await phone.HearAsync(500) > 0.8);
        await playing;
        phone.Send("BYE", "600", 2);
        await answered.Ended.WaitAsync(_stop.Token);
    }

    [Fact]
    public async Task A_caller_that_gives_up_while_it_rings_leaves_a_call_that_has_ended()
    {
        using var phone = new Phone(Agent, _stop.Token);
        phone.Send("INVITE", "600", 1, phone.Description);
        var call = await NextCallAsync();
        phone.Send("CANCEL", "600", 1);
        Assert.Equal(200, (await phone.FinalAsync()).StatusCode);
        Assert.Equal(487, (await phone.FinalAsync()).StatusCode);
        phone.Send("ACK", "600", 1);

        await using var answered = await call.AnswerAsync(_stop.Token);
        await answered.Ended.WaitAsync(_stop.Token);
        await answered.PlayAsync("welcome.wav", _stop.Token);
    }

    private async Task Hello(CancellationToken stop)
    {
        await foreach (var call in Agent.IncomingCalls(stop))
        {
            if (call.DialledNumber is not "600")
            {
                call.Reject(404);
                continue;
            }

            await using var answered = await call.AnswerAsync(stop);
            await answered.PlayAsync("welcome.wav", stop);
        }
    }

    private async Task<IncomingCall> NextCallAsync()
    {
        await foreach (var call in Agent.IncomingCalls(_stop.Token))
            return call;
        throw new InvalidOperationException("No call came.");
    }

    private static byte[] Tone(int hertz, int samples)
    {
        var sound = new short[samples];
        new Tone(hertz).Fill(sound);
        var file = new byte[44 + (2 * samples)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), 8000);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), 16_000);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), 2 * samples);
        Buffer.BlockCopy(sound, 0, file, 44, 2 * samples);
        return file;
    }

    /// <summary>A phone over UDP whose messages are written by hand.</summary>
    private sealed class Phone : IDisposable
    {
        private readonly UdpClient _sip = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly UdpClient _rtp = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly IPEndPoint _agent;
        private readonly CancellationToken _stop;
        private string _callId = "call-1";
        private string _toTag = "";
        private bool _isAnswered;

        public Phone(SipUserAgent agent, CancellationToken stop)
        {
            _agent = agent.Listening.First(listener => listener.Transport is TransportKind.Udp).Address;
            _stop = stop;
        }

        public string Description =>
            $"v=0\r\no=ann 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)_rtp.Client.LocalEndPoint!).Port} RTP/AVP 0\r\n";

        public void Begin(string callId) => (_callId, _toTag, _isAnswered) = (callId, "", false);

        public void Send(string method, string number, int sequence, string body = "")
        {
            // A refused INVITE, its ACK and its CANCEL share the branch; what follows a 200 does not.
            var branch = method is "BYE" || (method is "ACK" && _isAnswered) ? method : "invite";
            var type = body.Length > 0 ? "Content-Type: application/sdp\r\n" : "";
            var tag = method is "INVITE" or "CANCEL" ? "" : _toTag;
            Send(
                $"{method} sip:{number}@{_agent} SIP/2.0\r\nVia: SIP/2.0/UDP {_sip.Client.LocalEndPoint};branch=z9hG4bK{_callId}{branch};rport\r\n"
                + $"Max-Forwards: 70\r\nFrom: <sip:ann@127.0.0.1>;tag=ann\r\nTo: <sip:{number}@{_agent}>{tag}\r\nCall-ID: {_callId}\r\n"
                + $"CSeq: {sequence} {method}\r\nContact: <sip:ann@{_sip.Client.LocalEndPoint}>\r\n{type}Content-Length: {body.Length}\r\n\r\n{body}");
        }

        public void Answer(SipRequest request) => _sip.Send(SipWriter.Response(request, 200).ToResponse().Span, _agent);

        public async Task<SipResponse> FinalAsync()
        {
            while (true)
            {
                if (await NextAsync() is SipResponse { IsFinal: true } response)
                {
                    if (response.CSeq.Method == SipMethod.Invite)
                        (_toTag, _isAnswered) = ($";tag={Encoding.ASCII.GetString(response.To.Tag)}", response.IsSuccess);
                    return response;
                }
            }
        }

        public async Task<SipRequest> RequestAsync()
        {
            while (true)
            {
                if (await NextAsync() is SipRequest request)
                    return request;
            }
        }

        /// <summary>The share of this tone in the first packets that arrive.</summary>
        public async Task<double> HearAsync(int hertz)
        {
            var tone = new Goertzel(hertz);
            for (var heard = 0; heard < 5; heard++)
            {
                var datagram = (await _rtp.ReceiveAsync(_stop)).Buffer;
                Assert.True(RtpPacket.TryParse(datagram, out var packet));
                foreach (var code in packet.Payload)
                    tone.Add(G711.DecodeMuLaw(code));
            }

            return tone.Share;
        }

        public void Dispose()
        {
            _sip.Dispose();
            _rtp.Dispose();
        }

        private void Send(string message) => _sip.Send(Encoding.UTF8.GetBytes(message), _agent);

        private async Task<SipMessage> NextAsync() =>
            SipParser.Read((await _sip.ReceiveAsync(_stop)).Buffer).Message ?? throw new InvalidOperationException("What came is no SIP message.");
    }
}
