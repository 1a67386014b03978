using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Appliance.Tests.Hosting;

/// <summary>A SIP peer of plain text on two UDP sockets of loopback: one for signalling, one for voice. Answers OPTIONS, and each further request only when told.</summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _sip;
    private readonly Socket _rtp;
    private readonly EndPoint _box;
    private readonly byte[] _buffer = new byte[4096];
    private int _branch;
    private ushort _sequence;

    public RawPeer(string address, IPEndPoint box)
    {
        (_sip, _rtp, _box) = (Bound(address), Bound(address), box);
        Local = (IPEndPoint)_sip.LocalEndPoint!;
    }

    public IPEndPoint Local { get; }

    public string Sdp => $"v=0\r\no=peer 1 1 IN IP4 {Local.Address}\r\ns=-\r\nc=IN IP4 {Local.Address}\r\nt=0 0\r\nm=audio {((IPEndPoint)_rtp.LocalEndPoint!).Port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";

    /// <summary>A request; <paramref name="head"/> is its first line and its own headers.</summary>
    public void Request(string head, string body = "")
    {
        var line = head.IndexOf('\n', StringComparison.Ordinal) + 1;
        Send($"{head[..line]}Via: SIP/2.0/UDP {Local};branch=z9hG4bKraw{++_branch};rport\nMax-Forwards: 70\n{head[line..]}", body);
    }

    public void Reply(string request, string status, string tag = "", string body = "") => Send(
        $"SIP/2.0 {status}\n{string.Join('\n', Lines(request, "Via").Select(static via => $"Via: {via}"))}\nFrom: {Header(request, "From")}\nTo: {Header(request, "To")}{tag}\nCall-ID: {Header(request, "Call-ID")}\nCSeq: {Header(request, "CSeq")}\nContact: <sip:peer@{Local}>",
        body);

    /// <summary>Waits for the message that begins so and has this in it; what comes between is let pass.</summary>
    public string Expect(string begin, string with = "")
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Environment.TickCount64 < until)
        {
            if (TryReceive() is { } message && message.StartsWith(begin, StringComparison.Ordinal) && message.Contains(with, StringComparison.Ordinal))
                return message;
        }

        throw new TimeoutException($"{Local} never got {begin}.");
    }

    /// <summary>Asks the box for a sign of life until it gives one.</summary>
    public void AwaitBox()
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Environment.TickCount64 < until)
        {
            Request($"OPTIONS sip:{_box} SIP/2.0\nFrom: <sip:peer@{Local}>;tag=o{_branch}\nTo: <sip:{_box}>\nCall-ID: options{_branch}-{Local.Port}\nCSeq: 1 OPTIONS");
            if (TryReceive() is { } message && message.StartsWith("SIP/2.0 200", StringComparison.Ordinal))
                return;
        }

        throw new TimeoutException("The box did not come up.");
    }

    /// <summary>True when a packet of voice sent by this peer to the box's port arrives at the other.</summary>
    public bool IsHeardBy(RawPeer other, int boxPort)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var packet = new byte[172];
            packet[0] = 0x80;
            (packet[2], packet[3]) = ((byte)(++_sequence >> 8), (byte)_sequence);
            packet[6] = (byte)(_sequence * 160 >> 8);
            packet[7] = (byte)(_sequence * 160);
            packet[11] = 7;
            packet.AsSpan(12).Fill((byte)_sequence);
            _rtp.SendTo(packet, new IPEndPoint(((IPEndPoint)_box).Address, boxPort));
            if (other.HearsSound((byte)_sequence))
                return true;
        }

        return false;
    }

    public static string Header(string message, string name) => Lines(message, name).FirstOrDefault() ?? "";

    public static int AudioPort(string message) =>
        int.Parse(message[(message.IndexOf("m=audio ", StringComparison.Ordinal) + 8)..].Split(' ')[0]);

    public void Dispose()
    {
        _sip.Dispose();
        _rtp.Dispose();
    }

    private static IEnumerable<string> Lines(string message, string name) => message.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim());

    private static Socket Bound(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 200 };
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return socket;
    }

    private bool HearsSound(byte sound)
    {
        try
        {
            var length = _rtp.Receive(_buffer);
            return length == 172 && _buffer[100] == sound;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string? TryReceive()
    {
        try
        {
            var message = Encoding.UTF8.GetString(_buffer, 0, _sip.Receive(_buffer));
            if (message.StartsWith("OPTIONS ", StringComparison.Ordinal))
                Reply(message, "200 OK", ";tag=alive");
            return message;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private void Send(string head, string body)
    {
        var type = body.Length > 0 ? "Content-Type: application/sdp\n" : "";
        _sip.SendTo(Encoding.UTF8.GetBytes($"{head}\n{type}Content-Length: {body.Length}\n\n".ReplaceLineEndings("\r\n") + body), _box);
    }
}
