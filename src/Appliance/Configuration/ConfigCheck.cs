using System.Text;

namespace Appliance.Configuration;

/// <summary>Tells a person at a terminal what is wrong with the settings.</summary>
public static class ConfigCheck
{
    /// <summary>One paragraph a fault, in the order of the file, with a count at the end.</summary>
    /// <param name="faults">What <see cref="ConfigReader"/> found.</param>
    /// <param name="file">The name to print before the line numbers.</param>
    public static string Describe(IReadOnlyCollection<ConfigFault> faults, string file = "appliance.toml")
    {
        if (faults.Count is 0)
            return $"{file}: nothing is wrong.\n";

        var text = new StringBuilder();
        foreach (var fault in faults)
        {
            text.Append(file);
            if (fault.Line > 0)
                text.Append(':').Append(fault.Line).Append(':').Append(fault.Column);
            text.Append(fault.Weight is FaultWeight.Warning ? ": warning: " : ": ").Append(fault.What);
            if (fault.Key.Length > 0 && !fault.Key.StartsWith("line ", StringComparison.Ordinal))
                text.Append(" (").Append(fault.Key).Append(')');
            text.Append('\n')
                .Append("    Why: ").Append(fault.Why).Append('\n')
                .Append("    Do:  ").Append(fault.Remedy).Append('\n');
        }

        var wrong = faults.Count(fault => fault.Weight is FaultWeight.Fault);
        var warnings = faults.Count - wrong;
        text.Append(Count(wrong, "fault")).Append(", ").Append(Count(warnings, "warning")).Append('.')
            .Append(wrong > 0 ? " The box keeps the last settings that were right.\n" : " The settings are used.\n");
        return text.ToString();
    }

    private static string Count(int number, string word) => number is 1 ? $"1 {word}" : $"{number} {word}s";
}
