using System.Net;
using System.Text;
using Sip.Messages;

namespace Sip.Tests.Support;

/// <summary>One stack in simulated time against a peer whose messages the test writes by hand.</summary>
internal sealed class Bench : ILocalAddresses
{
    public static readonly IPEndPoint Ours = IPEndPoint.Parse("192.0.2.1:5060");
    public static readonly IPEndPoint OursTls = IPEndPoint.Parse("198.51.100.7:5061");
    public static readonly IPEndPoint Theirs = IPEndPoint.Parse("192.0.2.99:5060");

    private readonly List<SipOutput> _outputs = [];

    public Bench(SipStackSettings? settings = null) => Stack = new(settings ?? new(), this, new SeededTokens(7));

    public SipStack Stack { get; }

    public Instant Now { get; private set; }

    /// <summary>Everything sent and not yet looked at.</summary>
    public List<SipOutput.Transmit> Sent { get; } = [];

    /// <summary>Everything told and not yet looked at.</summary>
    public List<SipEvent> Events { get; } = [];

    /// <summary>Where what the test sends comes from.</summary>
    public Arrival From { get; set; } = new(new FlowId(1), TransportKind.Udp, Theirs, Ours);

    public IPEndPoint Toward(Hop hop) => hop.Transport is TransportKind.Tls ? OursTls : Ours;

    public void Do(SipCommand command) => Give(new SipInput.Commanded(command));

    public void Receive(SipMessage message) => Give(new SipInput.Arrived(message, From));

    public void Receive(string message) => Receive(Raw.Message(message));

    public void Give(SipInput input)
    {
        _outputs.Clear();
        Stack.Handle(input, Now, _outputs);
        foreach (var output in _outputs)
        {
            // What goes out must be readable by anyone, not only by whoever wrote it.
            if (output is SipOutput.Transmit transmit)
                Sent.Add(transmit with { Message = Reread(transmit.Message) });
            else if (output is SipOutput.Raise raise)
                Events.Add(raise.Event);
        }
    }

    /// <summary>Lets time pass, ringing every alarm at its time.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        var rings = 0;
        while (Stack.Deadline is { } deadline && deadline <= end)
        {
            Now = deadline > Now ? deadline : Now;
            Give(Stack.Wake);
            Assert.True(++rings < 10_000, "A deadline spins.");
        }

        Now = end;
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>The one thing told; looks it away.</summary>
    public T Told<T>()
        where T : SipEvent
    {
        var one = Assert.IsType<T>(Assert.Single(Events));
        Events.Clear();
        return one;
    }

    /// <summary>The one message sent; looks it away.</summary>
    public SipOutput.Transmit Out()
    {
        var one = Assert.Single(Sent);
        Sent.Clear();
        return one;
    }

    public SipRequest OutRequest(string method)
    {
        var request = Assert.IsType<SipRequest>(Out().Message);
        Assert.Equal(method, request.Method.Text);
        return request;
    }

    public SipResponse OutResponse(int status)
    {
        var response = Assert.IsType<SipResponse>(Out().Message);
        Assert.Equal(status, response.StatusCode);
        return response;
    }

    public void Nothing()
    {
        Assert.Empty(Sent);
        Assert.Empty(Events);
    }

    public void Clear()
    {
        Sent.Clear();
        Events.Clear();
    }

    /// <summary>The peer's response to a request of ours, copied line by line as a peer would.</summary>
    public void Reply(SipRequest request, int status, string? tag = "theirs", string headers = "", string body = "")
    {
        var text = new StringBuilder($"SIP/2.0 {status} {StatusCode.Reason(status)}\r\n");
        foreach (var line in request.Headers)
        {
            var value = Encoding.UTF8.GetString(line.Value);
            if (line.Id is HeaderName.Via or HeaderName.From or HeaderName.CallId or HeaderName.CSeq)
                text.Append($"{line.Id.Text()}: {value}\r\n");
            else if (line.Id is HeaderName.To)
                text.Append($"To: {value}{(tag is null || request.To.Tag.Length > 0 ? "" : $";tag={tag}")}\r\n");
        }

        text.Append(headers.Length is 0 ? "" : headers.ReplaceLineEndings("\r\n").Trim() + "\r\n");
        if (body.Length > 0)
            text.Append("Content-Type: application/sdp\r\n");
        Receive(text.Append("\r\n").Append(body).ToString());
    }

    private static SipMessage Reread(SipMessage message)
    {
        var result = SipParser.Read(message.Span);
        Assert.True(result.Message is not null, $"{result.Error}:\n{Encoding.UTF8.GetString(message.Span)}");
        return result.Message;
    }
}
