using System.Text;
using Sip.Messages;

namespace Sip.Tests.Support;

/// <summary>Messages as a person writes them: lines of text, with the length of the body filled in.</summary>
internal static class Raw
{
    public static SipRequest Request(string text) => (SipRequest)Message(text);

    public static SipResponse Response(string text) => (SipResponse)Message(text);

    public static SipMessage Message(string text)
    {
        var lines = text.ReplaceLineEndings("\r\n").TrimStart('\r', '\n');
        var end = lines.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? lines.TrimEnd('\r', '\n') : lines[..end];
        var body = end < 0 ? "" : lines[(end + 4)..];
        var whole = $"{head}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        var result = SipParser.Read(Encoding.UTF8.GetBytes(whole));
        return result.Message ?? throw new ArgumentException($"{result.Error} in:\n{whole}", nameof(text));
    }
}
