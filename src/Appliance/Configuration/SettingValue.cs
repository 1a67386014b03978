using System.Globalization;
using System.Text;

namespace Appliance.Configuration;

/// <summary>A value to write into the settings file.</summary>
public abstract record SettingValue
{
    private SettingValue()
    {
    }

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : SettingValue;

    /// <summary>A whole number.</summary>
    public sealed record Whole(long Value) : SettingValue;

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : SettingValue;

    /// <summary>A list of texts.</summary>
    public sealed record Texts(ValueList<string> Values) : SettingValue;

    /// <summary>As it stands in the file.</summary>
    public string ToToml() => this switch
    {
        Text text => Quote(text.Value),
        Whole number => number.Value.ToString(CultureInfo.InvariantCulture),
        Flag flag => flag.Value ? "true" : "false",
        Texts list => $"[{string.Join(", ", list.Values.Select(Quote))}]",
        _ => "\"\"",
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
        {
            if (letter is '"' or '\\')
                quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter))
                quoted.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }
}
