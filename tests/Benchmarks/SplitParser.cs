using System.Text;

namespace Benchmarks;

/// <summary>The baseline of parsing: a parser as it is written in an afternoon, with a string for every line and value.</summary>
internal sealed class SplitParser
{
    private static readonly Dictionary<string, string> LongNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["v"] = "Via",
        ["f"] = "From",
        ["t"] = "To",
        ["i"] = "Call-ID",
        ["m"] = "Contact",
        ["l"] = "Content-Length",
        ["c"] = "Content-Type",
    };

    private readonly Dictionary<string, List<string>> _headers = new(StringComparer.OrdinalIgnoreCase);

    private SplitParser(string startLine, string body) => (StartLine, Body) = (startLine, body);

    public string StartLine { get; }

    public string Body { get; }

    public static SplitParser Read(byte[] message)
    {
        var halves = Encoding.UTF8.GetString(message).Split("\r\n\r\n", 2);
        var lines = halves[0].Split("\r\n");
        var parsed = new SplitParser(lines[0], halves[1]);
        foreach (var line in lines[1..])
        {
            var parts = line.Split(':', 2);
            var name = parts[0].Trim();
            name = LongNames.GetValueOrDefault(name, name);
            if (!parsed._headers.TryGetValue(name, out var values))
                parsed._headers[name] = values = [];
            values.Add(parts[1].Trim());
        }

        return parsed;
    }

    /// <summary>What transaction and dialog need of a message: branch, tags, Call-ID, CSeq, address of the Contact, body.</summary>
    public int Look() =>
        Parameter("Via", "branch").Length + Parameter("From", "tag").Length + Parameter("To", "tag").Length
        + First("Call-ID").Length + First("CSeq").Split(' ')[0].Length + Host(First("Contact")).Length + StartLine.Split(' ')[1].Length + Body.Length;

    public string First(string name) => _headers.TryGetValue(name, out var values) ? values[0] : "";

    public string Parameter(string header, string name)
    {
        foreach (var part in First(header).Split(';')[1..])
        {
            var pair = part.Split('=', 2);
            if (pair[0].Trim() == name)
                return pair.Length > 1 ? pair[1] : "";
        }

        return "";
    }

    private static string Host(string contact)
    {
        var address = contact.Split('<', '>') is [_, var inside, ..] ? inside : contact;
        return address.Split('@')[^1].Split(';')[0].Split(':')[0];
    }
}
