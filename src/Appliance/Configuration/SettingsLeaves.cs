using System.Collections.Immutable;
using System.Globalization;

namespace Appliance.Configuration;

/// <summary>Every single setting of a text by its path, as <see cref="SettingsEditor"/> names it, section by section.</summary>
internal sealed class SettingsLeaves
{
    private static readonly string[] Naming = ["id", "number", "match"];

    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _orders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    private SettingsLeaves()
    {
    }

    /// <summary>The sections by path, each with its settings.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string>> Sections => _sections;

    /// <summary>The repeated sections by heading, in their order.</summary>
    public IReadOnlyDictionary<string, List<string>> Orders => _orders;

    /// <summary>The settings of a text, as far as it can be read.</summary>
    public static SettingsLeaves Of(string text)
    {
        var leaves = new SettingsLeaves();
        leaves.Walk(SettingsSyntax.Read(text, new FaultList()).Root, "");
        return leaves;
    }

    /// <summary>The paths of the settings that name a secret, of each of these secrets in their order. The text is read once.</summary>
    public static ImmutableArray<ImmutableArray<string>> UsersOf(string text, IEnumerable<string> secrets)
    {
        var users = Of(text)._sections.Values.SelectMany(static section => section)
            .Where(static leaf => leaf.Key.EndsWith("-secret", StringComparison.Ordinal))
            .ToLookup(static leaf => leaf.Value, static leaf => leaf.Key, StringComparer.Ordinal);
        return [.. secrets.Select(secret => users[new SettingValue.Text(secret).ToToml()].ToImmutableArray())];
    }

    /// <summary>True for one of several sections under the same heading.</summary>
    public bool IsRepeated(string section) => _repeated.Contains(section);

    private void Walk(SettingsNode.Table table, string path)
    {
        foreach (var (key, (_, value)) in table.Entries)
        {
            if (key.StartsWith(SettingsSyntax.Unreadable, StringComparison.Ordinal))
                continue;
            var here = path.Length is 0 ? key : $"{path}.{key}";
            switch (value)
            {
                case var _ when SectionReader.IsClearSecret(key):
                    SectionOf(path)[here] = ShownText.Dots;
                    break;
                case SettingsNode.Table inner:
                    Walk(inner, here);
                    break;
                case SettingsNode.List { Items: [SettingsNode.Table, ..] } list:
                    Repeat(list, here);
                    break;
                default:
                    SectionOf(path)[here] = Say(value);
                    break;
            }
        }
    }

    private Dictionary<string, string> SectionOf(string path)
    {
        if (!_sections.TryGetValue(path, out var section))
            _sections[path] = section = new(StringComparer.Ordinal);
        return section;
    }

    private void Repeat(SettingsNode.List list, string heading)
    {
        List<string> order = [];
        foreach (var (place, item) in list.Items.OfType<SettingsNode.Table>().Index())
        {
            var name = $"{heading}.{NameOf(item)}";
            if (!_repeated.Add(name))
                _repeated.Add(name = string.Create(CultureInfo.InvariantCulture, $"{heading}[{place + 1}]"));
            order.Add(name[(heading.Length + 1)..].TrimEnd(']'));
            Walk(item, name);
            // One without a setting is a section too.
            _sections.TryAdd(name, []);
        }

        _orders[heading] = order;
    }

    private static string NameOf(SettingsNode.Table table) =>
        Naming.Select(key => table.Entries.TryGetValue(key, out var entry) && entry.Value is SettingsNode.Scalar { Value: string name } ? name : null)
            .FirstOrDefault(static name => name is not null) ?? "?";

    private static string Say(SettingsNode value) => value switch
    {
        SettingsNode.Scalar { Value: string text } => new SettingValue.Text(text).ToToml(),
        SettingsNode.Scalar { Value: bool flag } => flag ? "true" : "false",
        SettingsNode.Scalar { Value: { } number } => Convert.ToString(number, CultureInfo.InvariantCulture) ?? "",
        SettingsNode.List list => $"[{string.Join(", ", list.Items.Select(Say))}]",
        SettingsNode.Table table => $"{{ {string.Join(", ", table.Entries.Select(entry => $"{entry.Key} = {(SectionReader.IsClearSecret(entry.Key) ? ShownText.Dots : Say(entry.Value.Value))}"))} }}",
        _ => "",
    };
}
