using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Browser.Tests;

/// <summary>A desk phone as far as the page needs one: it registers, rings, answers and hears what comes back.</summary>
internal sealed partial class DeskPhone(RunningBox box, string account) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly UdpClient _sip = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _voice = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly IPEndPoint _box = new(IPAddress.Loopback, box.SipPort);
    private int _sequence;
    private string _invite = "";

    private IPEndPoint At => (IPEndPoint)_sip.Client.LocalEndPoint!;

    private string Server => $"127.0.0.1:{box.SipPort}";

    /// <summary>Asks to be registered; the status of the last answer.</summary>
    public async Task<int> RegisterAsync(string password, CancellationToken stop)
    {
        await AskAsync("", stop);
        var challenge = await HearAsync("SIP/2.0 401", stop);
        await AskAsync($"Authorization: {Answer(challenge, "REGISTER", $"sip:{Server}", password)}\r\n", stop);
        var answer = await HearAsync("SIP/2.0 ", stop);
        return int.Parse(answer.Split(' ')[1]);
    }

    /// <summary>Waits for a call and rings.</summary>
    public async Task RingAsync(CancellationToken stop)
    {
        _invite = await HearAsync("INVITE ", stop);
        await RespondAsync("180 Ringing", "", stop);
    }

    /// <summary>Answers, and says whether what is said into it comes back: the echo test.</summary>
    public async Task<bool> AnswerAndHearItselfAsync(CancellationToken stop)
    {
        var port = ((IPEndPoint)_voice.Client.LocalEndPoint!).Port;
        await RespondAsync("200 OK", $"v=0\r\no=phone 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n", stop);
        await HearAsync("ACK ", stop);

        var toward = new IPEndPoint(IPAddress.Loopback, int.Parse(AudioPort().Match(_invite).Value));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (ushort sequence = 1; await beat.WaitForNextTickAsync(patience.Token); sequence++)
        {
            var said = Packet(sequence);
            await _voice.SendAsync(said, toward, patience.Token);
            while (_voice.Available > 0)
            {
                var heard = (await _voice.ReceiveAsync(patience.Token)).Buffer;
                if (heard.Length == said.Length && heard.AsSpan(12).SequenceEqual(said.AsSpan(12)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Hangs up.</summary>
    public async Task HangUpAsync(CancellationToken stop)
    {
        await SendAsync($"BYE sip:{Server} SIP/2.0\r\n{Via}From: {Header("To")};tag=phone\r\nTo: {Header("From")}\r\nCall-ID: {Header("Call-ID")}\r\nCSeq: 1 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n", stop);
        await HearAsync("SIP/2.0 200", stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sip.Dispose();
        _voice.Dispose();
    }

    private string Via => $"Via: SIP/2.0/UDP {At};branch=z9hG4bK{Guid.NewGuid():N};rport\r\n";

    private static byte[] Packet(ushort sequence)
    {
        var packet = new byte[172];
        packet[0] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(sequence * 160));
        packet[11] = 7;
        for (var i = 12; i < packet.Length; i++)
            packet[i] = (byte)(0x80 | ((i * 5) & 0x3F));
        return packet;
    }

    private Task AskAsync(string proof, CancellationToken stop) => SendAsync(
        $"REGISTER sip:{Server} SIP/2.0\r\n{Via}From: <sip:{account}@{Server}>;tag=reg\r\nTo: <sip:{account}@{Server}>\r\nCall-ID: {account}-{At.Port}\r\nCSeq: {++_sequence} REGISTER\r\n" +
        $"Max-Forwards: 70\r\nContact: <sip:{account}@{At}>\r\nUser-Agent: Desk Phone 9\r\nExpires: 3600\r\n{proof}Content-Length: 0\r\n\r\n",
        stop);

    private Task RespondAsync(string status, string body, CancellationToken stop) => SendAsync(
        $"SIP/2.0 {status}\r\n{string.Concat(_invite.Split("\r\n").Where(line => line.StartsWith("Via:", StringComparison.OrdinalIgnoreCase)).Select(line => line + "\r\n"))}" +
        $"From: {Header("From")}\r\nTo: {Header("To")};tag=phone\r\nCall-ID: {Header("Call-ID")}\r\nCSeq: {Header("CSeq")}\r\nContact: <sip:{account}@{At}>\r\n" +
        $"{(body.Length > 0 ? "Content-Type: application/sdp\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}",
        stop);

    private string Header(string name) =>
        _invite.Split("\r\n").First(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    private async Task SendAsync(string message, CancellationToken stop) => await _sip.SendAsync(Encoding.UTF8.GetBytes(message), _box, stop);

    private async Task<string> HearAsync(string begin, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        while (true)
        {
            var message = Encoding.UTF8.GetString((await _sip.ReceiveAsync(patience.Token)).Buffer);
            if (message.StartsWith(begin, StringComparison.Ordinal) && !message.StartsWith("SIP/2.0 100", StringComparison.Ordinal))
                return message;
        }
    }

    private string Answer(string message, string method, string uri, string password)
    {
        var (realm, nonce) = (Realm().Match(message).Value, Nonce().Match(message).Value);
        var response = Hash($"{Hash($"{account}:{realm}:{password}")}:{nonce}:00000001:c1:auth:{Hash($"{method}:{uri}")}");
        return $"Digest username=\"{account}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c1\"";
    }

    private static string Hash(string text)
    {
#pragma warning disable CA5351 // The digest of SIP phones is MD5.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }

    [GeneratedRegex("(?<=realm=\")[^\"]*", RegexOptions.None, 1000)]
    private static partial Regex Realm();

    [GeneratedRegex("(?<=nonce=\")[^\"]*", RegexOptions.None, 1000)]
    private static partial Regex Nonce();

    [GeneratedRegex(@"(?<=m=audio )\d+", RegexOptions.None, 1000)]
    private static partial Regex AudioPort();
}
