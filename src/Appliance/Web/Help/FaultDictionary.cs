using Appliance.Health;
using Appliance.Texts;
using Appliance.Web.Calls;

namespace Appliance.Web.Help;

/// <summary>A fault that the box knows.</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="IsProblem">True: something is wrong with the box, its lines or its surroundings; false: a way in which a call ends.</param>
/// <param name="Severity">How bad a problem is.</param>
/// <param name="Sentence">What happened.</param>
/// <param name="Remedy">What to do.</param>
public sealed record FaultEntry(string Code, bool IsProblem, Severity? Severity, string Sentence, string Remedy);

/// <summary>Every problem and every way in which a call ends, with what to do. It is in the program: no network is needed to read it.</summary>
internal static class FaultDictionary
{
    /// <summary>More than anybody types to find a fault.</summary>
    public const int LongestQuestion = 64;

    /// <summary>How calls end, from the everyday to the rare. <c>web.remedy.CODE</c> or <c>help.CODE</c> is what to do.</summary>
    public static readonly ValueList<string> Causes =
    [
        "normal", "called.busy", "called.no-answer", "called.declined", "called.cancelled", "caller-gave-up", "called.not-found", "called.moved", "called.forwarded",
        "called.rejected-as-spam", "called.no-common-codec", "called.trouble", "called.failed", "called.not-at-pbx", "announcement", "ended-at-page", "emergency-at-page",
        "number.empty", "number.too-short", "number.too-long", "number.area-code-missing", "number.not-in-use", "number.not-digits", "number.star-code", "number.unknown-country",
        "plan.country-not-permitted", "plan.blocked", "plan.premium", "plan.satellite", "plan.rule-refuses", "plan.extension-not-international", "plan.no-such-extension",
        "plan.no-line", "plan.no-line-left", "plan.service-not-reached", "plan.emergency-not-reached", "plan.not-our-number", "plan.inbound-no-rule", "plan.nobody-there",
        "line.wrong-password", "line.forbidden", "line.silent", "line.unreachable", "line.no-address", "line.trouble", "line.all-busy", "line.too-fast",
        "twilio.address-refused", "twilio.caller-not-owned", "twilio.country-not-permitted", "twilio.encryption-mismatch", "twilio.number-blocked", "twilio.number-format", "twilio.trial", "twilio.bad-request",
        "pbx.wrong-password", "pbx.forbidden", "pbx.trouble",
        "all-lines-busy", "too-many-calls", "daily-minutes", "longest-call", "caller-silent", "called-silent", "peer-lost", "session-expired", "no-acknowledgement", "no-media-port", "protocol-error",
        "box.restarted", "box.stopping",
    ];

    private static readonly string[] EmergencyExample = ["112"];

    /// <summary>All entries in this language: problems, worst first, and then calls.</summary>
    public static IEnumerable<FaultEntry> All(string language) =>
    [
        .. ProblemKind.All.OrderByDescending(kind => kind.Severity).Select(kind => new FaultEntry(
            kind.Code, true, kind.Severity, Sentences.Say($"problem.{kind.Code}", language, kind.Examples), Sentences.Say($"problem.{kind.Code}.do", language, kind.Examples))),
        .. Causes.Select(code => new FaultEntry(code, false, null, Sentences.Say(code, language, EmergencyExample), RemedyOf(code, language))),
    ];

    /// <summary>The entries that have every word of the question, in this language or by their code. An empty question finds all.</summary>
    public static ValueList<FaultEntry> Find(string question, string language)
    {
        var words = question.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ValueList.Create<FaultEntry>([.. All(language).Where(entry => words.All(word => Has(entry, word)))]);
    }

    /// <summary>What to do when a call ended so; nothing when it ended as calls do.</summary>
    public static string RemedyOf(string code, string language) =>
        CallWords.RemedyOf(code, language) is { Length: > 0 } remedy ? remedy
        : Sentences.Say($"help.{code}", language) is var said && said != $"help.{code}" ? said : "";

    private static bool Has(FaultEntry entry, string word) =>
        entry.Code.Contains(word, StringComparison.OrdinalIgnoreCase) || entry.Sentence.Contains(word, StringComparison.OrdinalIgnoreCase) || entry.Remedy.Contains(word, StringComparison.OrdinalIgnoreCase);
}
