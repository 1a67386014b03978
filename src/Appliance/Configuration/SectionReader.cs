using System.Globalization;
using System.Net;

namespace Appliance.Configuration;

/// <summary>
/// Reads one section by name and type. What is missing, of the wrong type or unknown becomes a fault; the caller gets a
/// usable value nevertheless and goes on.
/// </summary>
internal sealed class SectionReader(SettingsNode.Table table, string path, FaultList faults, IReadOnlySet<int> lostLines)
{
    private static readonly HashSet<string> ClearSecrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwd", "pass", "secret", "auth-password", "auth-token", "token",
    };

    private readonly List<string> _known = [];

    /// <summary>True for a key whose value would be a password in the clear, wherever it stands.</summary>
    public static bool IsClearSecret(string key) => ClearSecrets.Contains(key);

    public string Path(string key) => path.Length is 0 ? key : $"{path}.{key}";

    public bool Has(string key) => table.Entries.ContainsKey(key);

    public string? Text(string key)
    {
        if (Scalar(key) is not { } found)
            return null;
        if (found.Value is string text && !HasControls(text))
            return text.Trim();

        Mistyped(key, "text", $"{key} = \"text\"");
        return null;
    }

    public string Text(string key, string otherwise) => Text(key) ?? otherwise;

    /// <summary>A text that must be there. A placeholder that no check complains about again when it is not.</summary>
    public string Needed(string key, string because, string example)
    {
        var known = Has(key);
        if (Text(key) is { Length: > 0 } text)
            return text;

        if (!known)
            Missing(key, because, example);
        else
            faults.Add(Path(key), FaultCode.Empty, key, example, FaultValue.Words($"because.{because}"));
        return "";
    }

    public void Missing(string key, string because, string example)
    {
        if (!LostALine)
            faults.Add(table.At, Path(key), FaultCode.Missing, key, example, FaultValue.Words($"because.{because}"));
    }

    public int? Whole(string key)
    {
        if (Scalar(key) is not { } found)
            return null;
        if (found.Value is long number and >= int.MinValue and <= int.MaxValue)
            return (int)number;

        Mistyped(key, "whole", $"{key} = 10");
        return null;
    }

    public int Whole(string key, int otherwise) => Whole(key) ?? otherwise;

    public bool Flag(string key, bool otherwise)
    {
        if (Scalar(key) is not { } found)
            return otherwise;
        if (found.Value is bool flag)
            return flag;

        Mistyped(key, "flag", $"{key} = {(otherwise ? "false" : "true")}");
        return otherwise;
    }

    public TimeSpan Seconds(string key, TimeSpan otherwise) =>
        Whole(key) is { } seconds ? TimeSpan.FromSeconds(seconds) : otherwise;

    public TimeSpan Minutes(string key, TimeSpan otherwise) =>
        Whole(key) is { } minutes ? TimeSpan.FromMinutes(minutes) : otherwise;

    public ValueList<string> Texts(string key) =>
        Each(key, "texts", $"{key} = [\"a\", \"b\"]", static text => text.Length is 0 ? null : text) ?? [];

    public IPAddress? Address(string key) =>
        Text(key) is { } text ? AddressOf(text) ?? Refused<IPAddress>(key, "address", $"{key} = \"192.168.1.10\"") : null;

    public ValueList<IPAddress> Addresses(string key) =>
        Each(key, "addresses", $"{key} = [\"192.168.1.10\"]", AddressOf) ?? [];

    /// <summary>An address with the size of its network, as <c>192.168.1.2/24</c>; null and 0 when it is not there.</summary>
    public (IPAddress? Address, int PrefixLength) AddressInNetwork(string key)
    {
        if (Text(key) is not { } text)
            return default;
        if (text.Split('/') is [var written, var size] && AddressOf(written) is { } address
            && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
            return (address, prefix);

        Mistyped(key, "address-in-network", $"{key} = \"192.168.1.2/24\" (/24: 255.255.255.0)");
        return default;
    }

    public ValueList<IPNetwork>? Networks(string key) =>
        Each<(bool, IPNetwork Network)?>(key, "networks", $"{key} = [\"192.168.1.10\", \"10.1.0.0/16\"]", NetworkOf) is { } found
            ? ValueList.Create<IPNetwork>([.. found.Select(one => one!.Value.Network)])
            : null;

    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Scalar(key) is not { } found)
            return otherwise;

        List<string> words = [];
        foreach (var (word, value) in choices)
        {
            if (found.Value is string text && text.Trim().Equals(word, StringComparison.OrdinalIgnoreCase))
                return value;
            words.Add($"\"{word}\"");
        }

        var allowed = string.Join(", ", words);
        faults.Add(Path(key), FaultCode.WordUnknown, key, allowed, words[0]);
        return otherwise;
    }

    /// <summary>A list in which each element is one of these words.</summary>
    public ValueList<T>? Choices<T>(string key, params (string Word, T Value)[] choices)
    {
        var allowed = string.Join(", ", choices.Select(choice => $"\"{choice.Word}\""));
        return Each<Tuple<T>>(key, "words", $"{key} = [{allowed}]", text =>
        {
            foreach (var (word, value) in choices)
            {
                if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                    return new(value);
            }

            return null;
        }) is { } found ? ValueList.Create<T>([.. found.Select(one => one.Item1)]) : null;
    }

    /// <summary>The section of this name; an empty one when it is not there.</summary>
    public SectionReader Section(string key)
    {
        _known.Add(key);
        if (!table.Entries.TryGetValue(key, out var entry))
            return new(new(table.At), Path(key), faults, lostLines);

        faults.Locate(Path(key), entry.KeyAt);
        if (entry.Value is SettingsNode.Table section)
            return new(section, Path(key), faults, lostLines);

        faults.Add(Path(key), FaultCode.SectionSingle, key, Path(key));
        return new(new(entry.KeyAt), Path(key), faults, lostLines);
    }

    /// <summary>The sections under a double-bracket heading, in the order of the file.</summary>
    public List<SectionReader> Sections(string key)
    {
        _known.Add(key);
        if (!table.Entries.TryGetValue(key, out var entry))
            return [];

        faults.Locate(Path(key), entry.KeyAt);
        List<SectionReader> sections = [];
        var nodes = entry.Value is SettingsNode.List list ? list.Items : [entry.Value];
        if (entry.Value is not SettingsNode.List)
            faults.Add(Path(key), FaultCode.SectionBrackets, key, Path(key));

        foreach (var node in nodes)
        {
            var name = $"{Path(key)}[{sections.Count + 1}]";
            faults.Locate(name, node.At);
            if (node is SettingsNode.Table section)
                sections.Add(new(section, name, faults, lostLines));
            else if (entry.Value is SettingsNode.List)
                faults.Add(name, FaultCode.SectionHeading, key, Path(key));
        }

        return sections;
    }

    /// <summary>Reports every setting that nobody asked for.</summary>
    public void Done(FaultValue called)
    {
        foreach (var (key, (at, _)) in table.Entries)
        {
            if (_known.Contains(key, StringComparer.Ordinal) || key.StartsWith(SettingsSyntax.Unreadable, StringComparison.Ordinal))
                continue;

            if (ClearSecrets.Contains(key) && Asks("password-secret"))
            {
                faults.Add(at, Path(key), FaultCode.PasswordInClear);
                continue;
            }

            var shown = key.Length > 40 || HasControls(key) ? FaultValue.Words("word.this-setting") : $"\"{key}\"";
            if (Spelling.Nearest(key, _known) is { } meant)
                faults.Add(at, Path(key), FaultCode.SettingUnknownMeant, shown, called, meant);
            else
                faults.Add(at, Path(key), FaultCode.SettingUnknown, shown, called, string.Join(", ", _known));
        }
    }

    private bool Asks(string key) => _known.Contains(key, StringComparer.Ordinal);

    private bool LostALine => lostLines.Any(line => line >= table.At.Line && line <= table.LastLine + 1);

    private SettingsNode.Scalar? Scalar(string key)
    {
        if (Find(key) is not { } node)
            return null;

        return node as SettingsNode.Scalar ?? new SettingsNode.Scalar(node.At, null);
    }

    private SettingsNode? Find(string key)
    {
        _known.Add(key);
        if (!table.Entries.TryGetValue(key, out var entry))
            return null;

        faults.Locate(Path(key), entry.Value.At);
        return entry.Value;
    }

    private ValueList<T>? Each<T>(string key, string expected, string example, Func<string, T?> convert)
    {
        if (Find(key) is not { } node)
            return null;
        if (node is not SettingsNode.List list)
        {
            Mistyped(key, expected, example);
            return null;
        }

        List<T> values = [];
        for (var i = 0; i < list.Items.Count; i++)
        {
            var name = $"{key}[{i + 1}]";
            faults.Locate(Path(name), list.Items[i].At);
            var value = list.Items[i] is SettingsNode.Scalar { Value: string text } && !HasControls(text) ? convert(text.Trim()) : default;
            if (value is null)
                faults.Add(Path(name), FaultCode.Element, Checks.Text(i + 1), key, FaultValue.Words($"kind.{expected}"), example);
            else
                values.Add(value);
        }

        return ValueList.Create<T>([.. values]);
    }

    private void Mistyped(string key, string expected, string example) =>
        faults.Add(Path(key), FaultCode.Type, key, FaultValue.Words($"kind.{expected}"), example);

    private T? Refused<T>(string key, string expected, string example)
        where T : class
    {
        Mistyped(key, expected, example);
        return null;
    }

    private static bool HasControls(string text) => text.Any(char.IsControl);

    private static IPAddress? AddressOf(string text) =>
        text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out var address) && !text.Contains('%', StringComparison.Ordinal) ? address : null;

    private static (bool, IPNetwork)? NetworkOf(string text)
    {
        if (AddressOf(text) is { } single)
            return (true, new IPNetwork(single, single.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128));
        return IPNetwork.TryParse(text, out var network) ? (true, network) : null;
    }
}
