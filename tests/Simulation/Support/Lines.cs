using System.Text;
using Sip.Messages;

namespace Simulation.Support;

/// <summary>Messages as lines of text.</summary>
internal static class Lines
{
    public static SipMessage Message(string head, string body)
    {
        var lines = head.ReplaceLineEndings("\n").Trim('\n').Replace("\n", "\r\n", StringComparison.Ordinal);
        var text = body.ReplaceLineEndings("\n").Replace("\n", "\r\n", StringComparison.Ordinal);
        var whole = $"{lines}\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\n\r\n{text}";
        var result = SipParser.Read(Encoding.UTF8.GetBytes(whole));
        return result.Message ?? throw new ArgumentException($"{result.Error} in:\n{whole}", nameof(head));
    }

    /// <summary>What goes out must be readable by anyone, not only by whoever wrote it.</summary>
    public static SipMessage Reread(SipMessage message)
    {
        var result = SipParser.Read(message.Span);
        Assert.True(result.Message is not null, $"{result.Error}:\n{message.AsText()}");
        return result.Message;
    }

    public static string AsText(this SipMessage message) => Encoding.UTF8.GetString(message.Span);

    public static string Body(this SipMessage message) => Encoding.UTF8.GetString(message.Body);

    public static string FirstLine(this SipMessage message) => message.AsText() is var text ? text[..text.IndexOf('\r', StringComparison.Ordinal)] : "";

    /// <summary>The value of the first header of this name, or null.</summary>
    public static string? Header(this SipMessage message, string name) => message.Headers(name).FirstOrDefault();

    /// <summary>All values of this header, as they stand.</summary>
    public static List<string> Headers(this SipMessage message, string name)
    {
        var values = new List<string>();
        foreach (var line in message.Headers)
        {
            if (Encoding.ASCII.GetString(line.RawName).Equals(name, StringComparison.OrdinalIgnoreCase))
                values.Add(Encoding.UTF8.GetString(line.Value));
        }

        return values;
    }

    /// <summary>What stands between the angle brackets.</summary>
    public static string Uri(this string address) => address[(address.IndexOf('<', StringComparison.Ordinal) + 1)..address.IndexOf('>', StringComparison.Ordinal)];

    /// <summary>The value of the first line of a session description that begins like this, or null.</summary>
    public static string? SdpLine(this SipMessage message, string begin) =>
        message.Body().Split("\r\n").FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal))?[begin.Length..];

    /// <summary>The port of the first m= line.</summary>
    public static int AudioPort(this SipMessage message) => int.Parse(message.SdpLine("m=audio ")!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>sendrecv and the like; sendrecv when it is not said.</summary>
    public static string Direction(this SipMessage message) =>
        message.Body().Split("\r\n").FirstOrDefault(line => line is "a=sendrecv" or "a=sendonly" or "a=recvonly" or "a=inactive")?[2..] ?? "sendrecv";
}
