using System.Text.RegularExpressions;

namespace Appliance.Configuration;

/// <summary>
/// The settings' text as it may be shown: a password that somebody wrote into it is dots. Such a text is never accepted, so that dots
/// never come back as a password.
/// </summary>
internal static partial class ShownText
{
    /// <summary>What stands for a password.</summary>
    public const string Dots = "\"•••\"";

    /// <summary>The text without passwords.</summary>
    public static string Of(string text) => Entry().Replace(text, static found =>
        SectionReader.IsClearSecret(found.Groups["key"].Value) ? found.Groups["before"].Value + Dots : found.Value);

    [GeneratedRegex("""(?<before>(?:^|[{,])[ \t]*(?:[A-Za-z0-9_-]+\.)*["']?(?<key>[A-Za-z-]{4,16})["']?[ \t]*=[ \t]*)(?:"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|[^\s,}#]+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();
}
