using System.Collections.Frozen;

namespace Appliance.Health;

/// <summary>A kind of fault that the box knows: its name, how bad it is, and when it counts.</summary>
/// <param name="Code">Stable name. <c>problem.CODE</c> is its sentence, <c>problem.CODE.do</c> what the box does and what a person can.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Patience">So long it must last before anybody is told: a cable that is moved, a phone that starts anew.</param>
public sealed record ProblemKind(string Code, Severity Severity, TimeSpan Patience)
{
    /// <summary>True when there may be several at a time, told apart by their first value: one for each line.</summary>
    public bool IsPerSubject { get; init; }

    /// <summary>Values as long as they come in practice, for the documentation and to prove that the sentence fits the screen.</summary>
    public ValueList<string> Examples { get; init; } = [];

    /// <summary>Every kind there is.</summary>
    public static readonly ValueList<ProblemKind> All =
    [
        Hardware("media.engine-down", seconds: 8),
        Hardware("disk.read-only", seconds: 0),
        Hardware("setup.not-kept", seconds: 0),

        LineDown("network.no-cable", seconds: 3),
        LineDown("network.no-address", seconds: 15),
        LineDown("line.all-down", seconds: 5),

        Degraded("line.down", seconds: 5) with { IsPerSubject = true, Examples = ["Twilio Tokyo"] },
        Degraded("line.edge-down", seconds: 60) with { IsPerSubject = true, Examples = ["Twilio Tokyo"] },
        Degraded("network.address-changed", seconds: 0) with { Examples = ["192.168.100.245", "192.168.100.201"] },
        Degraded("network.not-set", seconds: 0),
        Degraded("settings.wrong", seconds: 0) with { Examples = ["123", "45"] },
        Degraded("settings.never-right", seconds: 0) with { Examples = ["123"] },
        Degraded("settings.unreadable", seconds: 0) with { Examples = ["45"] },
        Degraded("settings.not-kept", seconds: 0),
        Degraded("clock.not-set", seconds: 120),
        Degraded("certificate.ending", seconds: 0) with { Examples = ["6"] },
        Degraded("certificate.not-used", seconds: 0),
        Degraded("disk.nearly-full", seconds: 0) with { Examples = ["480"] },
        Degraded("phone.none-registered", seconds: 180),

        Degraded("panel.screen-silent", seconds: 10),
        Degraded("panel.board-unlike", seconds: 0),
        Degraded("panel.bus-missing", seconds: 0),
        Degraded("panel.bus-forbidden", seconds: 0),
        Degraded("panel.chip-missing", seconds: 0),
        Degraded("panel.line-busy", seconds: 0),
        Degraded("panel.line-forbidden", seconds: 0),
        Degraded("panel.line-unfit", seconds: 0),
        Degraded("panel.button-stuck", seconds: 0),
        Degraded("panel.button-noisy", seconds: 0),
        Degraded("panel.lamp-missing", seconds: 0),
        Degraded("panel.lamp-forbidden", seconds: 0),
        Degraded("panel.fan-silent", seconds: 0),
        Degraded("panel.temperature-unknown", seconds: 0),
        Degraded("panel.watchdog-missing", seconds: 0),
        Degraded("panel.watchdog-busy", seconds: 0),
        Degraded("panel.other", seconds: 0) with { IsPerSubject = true, Examples = ["panel.something-new"] },

        NeedsYou("box.unclaimed"),
        NeedsYou("line.none"),
        NeedsYou("phone.none"),
        NeedsYou("emergency.unreached") with { Examples = ["110, 112, 113, 118, 119"] },
    ];

    private static readonly FrozenDictionary<string, ProblemKind> ByCode = All.ToFrozenDictionary(static kind => kind.Code, StringComparer.Ordinal);

    /// <summary>The kind of this name, or null.</summary>
    public static ProblemKind? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>What tells two problems apart while their values change: the kind and, where there may be several, the subject.</summary>
    public static string KeyOf(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Find(problem.Code) is { IsPerSubject: true } && !problem.Values.IsEmpty ? $"{problem.Code} {problem.Values[0]}" : problem.Code;
    }

    /// <summary>A problem of this kind.</summary>
    internal static Problem Of(string code, ValueList<string> values, string evidence = "") => new(code, ByCode[code].Severity, values, evidence);

    private static ProblemKind Hardware(string code, int seconds) => new(code, Severity.Hardware, TimeSpan.FromSeconds(seconds));

    private static ProblemKind LineDown(string code, int seconds) => new(code, Severity.LineDown, TimeSpan.FromSeconds(seconds));

    private static ProblemKind Degraded(string code, int seconds) => new(code, Severity.Degraded, TimeSpan.FromSeconds(seconds));

    private static ProblemKind NeedsYou(string code) => new(code, Severity.NeedsYou, TimeSpan.Zero);
}
