using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Appliance.Configuration;

/// <summary>
/// Reads the settings file as TOML and goes on after a line that is not, so that one missing quotation mark does not hide
/// the nine faults below it.
/// </summary>
internal static partial class SettingsSyntax
{
    /// <summary>Far above any real office: a thousand extensions take about a hundred thousand characters.</summary>
    private const int LongestText = 1_000_000;

    /// <summary>Each fault costs another look at the whole text; who has mended so many looks again.</summary>
    private const int MostFaults = 20;

    /// <summary>The most work on one text, in characters read; a complaint counts as many. About a second of the box's processor.</summary>
    private const long MostWork = 4_000_000;

    private const int WorkOfAComplaint = 100;

    /// <summary>Headings of this name stand for lines that cannot be read; what is under them is skipped.</summary>
    public const string Unreadable = "unreadable-section-";

    private static readonly HashSet<string> Repeated = new(StringComparer.Ordinal)
    {
        "trunk", "extension", "pbx", "inbound", "dial-plan.rule", "dial-plan.emergency",
    };

    /// <summary>The tree of all lines that can be read, and the lines that cannot.</summary>
    public static (SettingsNode.Table Root, HashSet<int> LostLines) Read(string text, FaultList faults)
    {
        HashSet<int> lost = [];
        if (text.Length > LongestText)
        {
            faults.Add(default, "", FaultCode.FileTooLarge, Checks.Text(LongestText));
            return (new(new(1, 1)), lost);
        }

        var lines = text.Split('\n');
        var work = MostWork;
        while (lost.Count < MostFaults && work > 0)
        {
            // Before anything is built of the text, which would be as deep.
            if (SettingsDepth.Find(lines) is { Line: var deep } at)
            {
                if (!lost.Add(deep))
                    break;
                faults.Add(at, $"line {deep}", FaultCode.LineNested);
                lines[deep - 1] = "";
                continue;
            }

            var (document, wrong) = Parse(lines, ref work);
            if (document is not null && wrong is null)
                return (SettingsTree.From(document), lost);

            var line = document is null ? Culprit(lines, ref work) : Math.Clamp(wrong!.Span.Start.Line, 0, lines.Length - 1);
            while (line > 0 && lines[line].AsSpan().Trim().IsEmpty)
                line--;
            if (!lost.Add(line + 1))
                break;
            Report(faults, lines[line], line + 1, wrong);
            Mend(lines, line, wrong);
        }

        faults.Add(new(lines.Length, 1), "", FaultCode.MoreFaults);
        return (new(new(1, 1)), lost);
    }

    private static (DocumentSyntax? Document, DiagnosticMessage? First) Parse(ReadOnlySpan<string> lines, ref long work)
    {
        try
        {
            var text = string.Join('\n', lines) + "\n";
            work -= text.Length;
            var document = SyntaxParser.Parse(text, "");
            DiagnosticMessage? first = null;
            foreach (var message in document.Diagnostics)
            {
                work -= WorkOfAComplaint;
                if (message.Kind is DiagnosticMessageKind.Error && (first is null || message.Span.Start.Offset < first.Span.Start.Offset))
                    first = message;
            }

            return (document, first);
        }
        catch (Exception fault) when (fault is TomlException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // Brackets nested too deeply, or a text that the library itself stumbles over.
            return (null, null);
        }
    }

    /// <summary>The line with which the text becomes one that cannot be parsed at all.</summary>
    private static int Culprit(string[] lines, ref long work)
    {
        var (good, bad) = (0, lines.Length);
        while (bad - good > 1 && work > 0)
        {
            var middle = (good + bad) / 2;
            if (Parse(lines.AsSpan(0, middle), ref work).Document is null)
                bad = middle;
            else
                good = middle;
        }

        return bad - 1;
    }

    private static void Mend(string[] lines, int line, DiagnosticMessage? wrong)
    {
        if (Heading().Match(lines[line]) is not { Success: true } heading)
        {
            lines[line] = "";
            return;
        }

        var name = heading.Groups["name"].Value;
        var twice = wrong?.Message.Contains("already defined", StringComparison.Ordinal) ?? false;
        if (Repeated.Contains(name))
        {
            for (var i = 0; i < lines.Length; i++)
            {
                if (i == line || lines[i].AsSpan().Trim().SequenceEqual($"[{name}]"))
                    lines[i] = $"[[{name}]]";
            }
        }
        else
        {
            lines[line] = twice || name.Length is 0 ? $"[{Unreadable}{line + 1}]" : $"[{name}]";
        }
    }

    private static void Report(FaultList faults, string line, int number, DiagnosticMessage? wrong)
    {
        var at = new Position(number, Math.Max(1, (wrong?.Span.Start.Column ?? 0) + 1));
        var message = wrong?.Message ?? "";
        var heading = Heading().Match(line);
        var isHeading = heading.Success;
        var key = LeadingKey().Match(line).Groups["key"].Value;
        var isTwice = message.Contains("already defined", StringComparison.Ordinal);
        var isOpen = message.Contains("newline in a string", StringComparison.Ordinal) || message.Contains("on string literal", StringComparison.Ordinal);
        var isWhole = message.Contains("integer", StringComparison.Ordinal);
        var place = $"line {number}";
        if (wrong is null)
            faults.Add(at, place, FaultCode.LineNested);
        else if (isTwice && Repeated.Contains(heading.Groups["name"].Value))
            faults.Add(at, place, FaultCode.SectionRepeated, heading.Groups["name"].Value);
        else if (isTwice && isHeading)
            faults.Add(at, place, FaultCode.SectionTwice);
        else if (isTwice)
            faults.Add(at, place, FaultCode.SettingTwice, key.Length > 0 ? key : FaultValue.Words("word.this-setting"));
        else if (isOpen)
            OfValue(FaultCode.ValueUnclosed, FaultCode.TextUnclosed);
        else if (isHeading)
            faults.Add(at, place, FaultCode.HeadingUnclosed);
        else if (isWhole)
            OfValue(FaultCode.ValueNotWhole, FaultCode.TextNotWhole);
        else if (key.Length > 0 && line.Contains('=', StringComparison.Ordinal))
            faults.Add(at, place, FaultCode.ValueUnreadable, key);
        else
            faults.Add(at, place, FaultCode.LineUnreadable);

        void OfValue(FaultCode named, FaultCode nameless)
        {
            if (key.Length > 0)
                faults.Add(at, place, named, key);
            else
                faults.Add(at, place, nameless);
        }
    }

    [GeneratedRegex("""^\s*\[+\s*(?<name>[A-Za-z0-9_.-]*)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex("""^\s*"?(?<key>[A-Za-z0-9_.-]{1,40})"?\s*=""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LeadingKey();
}
