using System.Net;
using System.Text;
using Sip;
using Sip.Messages;

namespace Benchmarks;

/// <summary>
/// A stack and the peer of one call. The first time the peer's messages are written and kept; the tokens begin anew with every
/// call, so the kept messages fit every later one.
/// </summary>
internal abstract class RecordedCall : ILocalAddresses
{
    protected static readonly ReadOnlyMemory<byte> Description = SipParser.Read(TenMessages.All[3]).Message!.BodyBytes;

    private static readonly IPEndPoint Ours = IPEndPoint.Parse("203.0.113.7:5061");

    private readonly RepeatingTokens _tokens = new();
    private readonly List<SipOutput> _outputs = [];
    private readonly List<byte[]> _arrivals = [];
    private readonly List<TextMessage> _sent = [];
    private readonly SipStack _stack;
    private Instant _now;
    private bool _records;
    private int _next;
    private int _bytesSent;

    protected RecordedCall() => _stack = new(new() { ProfileOf = (_, _) => Profile }, this, _tokens);

    public abstract string Name { get; }

    /// <summary>What is used toward Twilio: neither session timers nor UPDATE.</summary>
    protected static LegProfile Profile { get; } = new() { SessionTimer = false, Update = false };

    /// <summary>The last request or response that was sent.</summary>
    protected SipMessage? Sent { get; private set; }

    /// <summary>The leg of a call that arrived.</summary>
    protected LegId Leg { get; private set; }

    protected abstract Arrival From { get; }

    public IPEndPoint Toward(Hop hop) => Ours;

    public void Record()
    {
        _records = true;
        Play();
        _records = false;
        if (_arrivals.Count + _sent.Count is not 7)
            throw new InvalidOperationException($"{Name}: {_arrivals.Count} messages came and {_sent.Count} went.");
    }

    /// <summary>The call through the stack. Returns the bytes sent.</summary>
    public int Play()
    {
        _tokens.BeginAnew();
        _next = 0;
        _bytesSent = 0;
        Converse();
        while (_stack.Deadline is { } deadline)
        {
            _now = deadline > _now ? deadline : _now;
            Give(_stack.Wake);
        }

        if (_stack.Counters is not { Legs: 0, Transactions: 0, Retransmissions: 0, StrayRequests: 0, StrayResponses: 0 })
            throw new InvalidOperationException($"{Name} did not go as recorded: {_stack.Counters}");
        return _bytesSent;
    }

    /// <summary>The baseline: what arrives is split into strings, what leaves is put together from strings.</summary>
    public int PlayAsStrings()
    {
        var seen = 0;
        foreach (var bytes in _arrivals)
            seen += SplitParser.Read(bytes).Look();
        foreach (var message in _sent)
            seen += message.Write().Length;
        return seen;
    }

    /// <summary>The steps of the call.</summary>
    protected abstract void Converse();

    protected void Do(SipCommand command) => Give(new SipInput.Commanded(command));

    /// <summary>The peer's next message: written the first time, read from its bytes every time.</summary>
    protected void Arrive(Func<SipMessage> write)
    {
        if (_records)
            _arrivals.Add(write().Bytes.ToArray());
        Give(new SipInput.Arrived(SipParser.Read(_arrivals[_next++]).Message!, From));
    }

    private void Give(SipInput input)
    {
        _outputs.Clear();
        _stack.Handle(input, _now, _outputs);
        foreach (var output in _outputs)
        {
            if (output is SipOutput.Transmit transmit)
            {
                Sent = transmit.Message;
                _bytesSent += Sent.Span.Length;
                if (_records)
                    _sent.Add(new(Sent));
            }
            else if (output is SipOutput.Raise { Event: SipEvent.CallArrived arrived })
            {
                Leg = arrived.Leg;
            }
        }
    }

    /// <summary>A message kept as strings.</summary>
    private sealed class TextMessage
    {
        private readonly string _startLine;
        private readonly List<(string Name, string Value)> _headers = [];
        private readonly string _body;

        public TextMessage(SipMessage message)
        {
            _startLine = Encoding.UTF8.GetString(message.Span[..message.Span.IndexOf("\r\n"u8)]);
            foreach (var line in message.Headers)
                _headers.Add((Encoding.UTF8.GetString(line.RawName), Encoding.UTF8.GetString(line.Value)));
            _body = Encoding.UTF8.GetString(message.Body);
        }

        public byte[] Write()
        {
            var text = new StringBuilder().Append(_startLine).Append("\r\n");
            foreach (var (name, value) in _headers)
                text.Append($"{name}: {value}\r\n");
            return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(_body).ToString());
        }
    }

    /// <summary>Chance that says the same in every call.</summary>
    private sealed class RepeatingTokens : ITokenSource
    {
        private uint _state;

        public void BeginAnew() => _state = 1;

        public void Fill(Span<byte> bytes)
        {
            foreach (ref var one in bytes)
                one = (byte)(Step() >> 24);
        }

        public int Next(int exclusiveMaximum) => (int)(Step() % (uint)exclusiveMaximum);

        private uint Step() => _state = (_state * 1_664_525) + 1_013_904_223;
    }
}

/// <summary>A call to a trunk over TLS that is answered and that we end.</summary>
internal sealed class CallOut : RecordedCall
{
    private static readonly LegId Out = new(-1);

    private readonly InviteRequest _request = new()
    {
        RequestUri = "sip:+886912345678@taipei-office.pstn.twilio.com",
        From = "<sip:+886223456789@taipei-office.pstn.twilio.com>",
        To = "<sip:+886912345678@taipei-office.pstn.twilio.com>",
        NextHop = new(TransportKind.Tls, "54.172.60.1", 5061) { ServerName = "taipei-office.pstn.twilio.com" },
        Profile = Profile,
        Offer = Description,
    };

    public override string Name => "call out: INVITE 100 180 200 ACK BYE 200";

    protected override Arrival From { get; } = new(new FlowId(1), TransportKind.Tls, IPEndPoint.Parse("54.172.60.1:5061"), IPEndPoint.Parse("203.0.113.7:5061"));

    protected override void Converse()
    {
        Do(new SipCommand.Invite(Out, _request));
        var invite = Sent as SipRequest;
        Arrive(() => SipWriter.Response(invite!, 100).ToResponse());
        Arrive(() => SipWriter.Response(invite!, 180, toTag: "theirs").Add(HeaderName.Contact, "<sip:172.21.9.40:5060>").ToResponse());
        Arrive(() => SipWriter.Response(invite!, 200, toTag: "theirs")
            .Add(HeaderName.RecordRoute, "<sip:54.172.60.2:5061;transport=tls;lr>")
            .Add(HeaderName.RecordRoute, "<sip:54.172.60.1:5061;transport=tls;lr>")
            .Add(HeaderName.Contact, "<sip:172.21.9.40:5060>")
            .Body("application/sdp", Description)
            .ToResponse());
        Do(new SipCommand.HangUp(Out, []));
        Arrive(() => SipWriter.Response((SipRequest)Sent!, 200).ToResponse());
    }
}

/// <summary>A call of a phone over UDP that we answer and that the phone ends.</summary>
internal sealed class CallIn : RecordedCall
{
    public override string Name => "call in: INVITE 100 180 200 ACK BYE 200";

    protected override Arrival From { get; } = new(new FlowId(1), TransportKind.Udp, IPEndPoint.Parse("192.168.1.41:5060"), IPEndPoint.Parse("192.168.1.2:5060"));

    protected override void Converse()
    {
        Arrive(static () => Request(SipMethod.Invite, 1, "<sip:0912345678@192.168.1.2>").Add(HeaderName.Contact, "<sip:101@192.168.1.41:5060>").Body("application/sdp", Description).ToRequest());
        Do(new SipCommand.Ring(Leg, 180, null, []));
        Do(new SipCommand.Answer(Leg, Description, []));
        Arrive(() => Request(SipMethod.Ack, 1, Sent!.Text(HeaderName.To)!).ToRequest());
        Arrive(() => Request(SipMethod.Bye, 2, Sent!.Text(HeaderName.To)!).ToRequest());
    }

    private static SipWriter Request(SipMethod method, int sequence, string to) => SipWriter.Request(method, "sip:0912345678@192.168.1.2")
        .Add(HeaderName.Via, $"SIP/2.0/UDP 192.168.1.41:5060;branch=z9hG4bKphone{method.Text};rport")
        .Add(HeaderName.MaxForwards, 70)
        .Add(HeaderName.From, "\"Reception\" <sip:101@192.168.1.2>;tag=3d6b2a90")
        .Add(HeaderName.To, to)
        .Add(HeaderName.CallId, "9e3b71c05d7f4a52")
        .Add(HeaderName.CSeq, $"{sequence} {method.Text}");
}
