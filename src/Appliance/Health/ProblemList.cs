using System.Collections.Immutable;
using System.Globalization;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Hal;

namespace Appliance.Health;

/// <summary>The rules that turn what was seen into what is wrong.</summary>
public static class ProblemList
{
    private const long Megabyte = 1_000_000;

    /// <summary>Little room: a twentieth of the disk, and never more than this.</summary>
    private const long EnoughRoom = 500 * Megabyte;

    /// <summary>Room for a person to do something before it ends.</summary>
    private static readonly TimeSpan ShortLeft = TimeSpan.FromDays(7);

    private const int LongestName = 16;
    private const int MostNumbers = 5;
    private const int MostFaults = 16;

    /// <summary>What is wrong, worst first, then by code and value; equal evidence gives an equal list.</summary>
    public static ValueList<Problem> Of(HealthEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return InOrder([.. Network(evidence), .. Lines(evidence), .. Phones(evidence), .. Settings(evidence), .. Itself(evidence), .. evidence.PanelFaults.Take(MostFaults).Select(OfPanel)]);
    }

    /// <summary>Worst first, then by code and value, each once.</summary>
    internal static ValueList<Problem> InOrder(IEnumerable<Problem> problems) => ValueList.Create<Problem>(
    [
        .. problems.OrderByDescending(problem => problem.Severity)
            .ThenBy(problem => problem.Code, StringComparer.Ordinal)
            .ThenBy(problem => string.Join(' ', problem.Values), StringComparer.Ordinal)
            .DistinctBy(ProblemKind.KeyOf),
    ]);

    private static IEnumerable<Problem> Network(HealthEvidence evidence)
    {
        var network = evidence.Network;
        if (!network.HasLink)
            yield return ProblemKind.Of("network.no-cable", []);
        else if (network.Address is not { } address || NetworkFact.IsSelfGiven(address))
            yield return ProblemKind.Of("network.no-address", [], network.Address is null ? "no address" : $"only {network.Address}, which the box gave itself");
        else if (evidence.AddressBefore is { } before && !before.Equals(address) && !address.Equals(network.Wish.Fixed?.Address))
            yield return ProblemKind.Of("network.address-changed", [address.ToString(), before.ToString()]);
        if (evidence.AddressTrouble is { } why)
            yield return ProblemKind.Of("network.not-set", [], why);
    }

    private static IEnumerable<Problem> Lines(HealthEvidence evidence)
    {
        if (evidence.Lines.IsEmpty)
        {
            yield return ProblemKind.Of("line.none", []);
            yield break;
        }

        if (!evidence.UnreachedEmergency.IsEmpty)
            yield return ProblemKind.Of("emergency.unreached", [Some(evidence.UnreachedEmergency)], string.Join(", ", evidence.UnreachedEmergency));

        // Without a cable or an address it is no news that the lines are down too.
        var down = evidence.Lines.Where(line => line.Health is TrunkHealth.Down).ToImmutableArray();
        if (down.Length == evidence.Lines.Count)
        {
            if (evidence.Network is { HasLink: true, Address: not null })
                yield return ProblemKind.Of("line.all-down", [], string.Join("; ", down.Select(Told)));
            yield break;
        }

        foreach (var line in down)
            yield return ProblemKind.Of("line.down", [Short(line.Name)], Told(line));
        foreach (var line in evidence.Lines.Where(line => line is { Health: not TrunkHealth.Down, HasSilentAddress: true }))
            yield return ProblemKind.Of("line.edge-down", [Short(line.Name)], line.Why);
    }

    private static IEnumerable<Problem> Phones(HealthEvidence evidence)
    {
        if (!evidence.HasPhones)
            yield return ProblemKind.Of("phone.none", []);
        else if (evidence is { Accounts: > 0, Registered: 0, Network.HasLink: true })
            yield return ProblemKind.Of("phone.none-registered", [], $"0 of {Text(evidence.Accounts)}");
    }

    private static IEnumerable<Problem> Settings(HealthEvidence evidence)
    {
        // Warnings are told beside the faults; they alone would not have kept the file out.
        var faults = evidence.SettingsFaults.Where(static fault => fault.Weight is FaultWeight.Fault).ToList();
        if (faults is [var first, ..])
        {
            var told = $"line {Text(first.Line)}: {first.What} {Text(faults.Count)} in all";
            yield return (first.Line, evidence.Revision) switch
            {
                (0, var revision) => ProblemKind.Of("settings.unreadable", [Text(revision)], first.What),
                (var line, 0) => ProblemKind.Of("settings.never-right", [Text(line)], told),
                var (line, revision) => ProblemKind.Of("settings.wrong", [Text(line), Text(revision)], told),
            };
        }

        if (evidence.SettingsTrouble is { } trouble)
            yield return ProblemKind.Of("settings.not-kept", [], trouble);
    }

    private static IEnumerable<Problem> Itself(HealthEvidence evidence)
    {
        if (!evidence.IsClaimed)
            yield return ProblemKind.Of("box.unclaimed", []);
        if (evidence.SetupTrouble is { } unwritten)
            yield return ProblemKind.Of("setup.not-kept", [], unwritten);
        if (!evidence.IsEngineUp)
            yield return ProblemKind.Of("media.engine-down", []);
        if (!evidence.IsClockSet)
            yield return ProblemKind.Of("clock.not-set", []);
        if (evidence.Certificate.IsOut)
            yield return ProblemKind.Of("certificate.not-used", []);
        else if (evidence.Certificate is { Left: { } left } certificate && left < ShortLeft && (certificate.IsRefused || !certificate.IsRenewed))
            yield return ProblemKind.Of("certificate.ending", [Text((long)Math.Max(0, Math.Floor(left.TotalDays)))], certificate.IsRefused ? "the last renewal failed" : "");
        if (evidence.Disk is { IsReadOnly: true })
            yield return ProblemKind.Of("disk.read-only", []);
        else if (evidence.Disk is { } disk && disk.Free < Math.Min(disk.Total / 20, EnoughRoom))
            yield return ProblemKind.Of("disk.nearly-full", [Text(disk.Free / Megabyte)], $"{Text(disk.Free / Megabyte)} of {Text(disk.Total / Megabyte)} MB free");
    }

    private static Problem OfPanel(PanelFault fault) => ProblemKind.Find(fault.Code) is { Examples.IsEmpty: true }
        ? ProblemKind.Of(fault.Code, [], fault.Evidence)
        : ProblemKind.Of("panel.other", [Short(fault.Code)], fault.Evidence);

    private static string Told(LineEvidence line) => line.Why.Length > 0 ? $"{line.Name}: {line.Why}" : line.Name;

    private static string Some(ValueList<string> numbers) =>
        string.Join(", ", numbers.Take(MostNumbers)) + (numbers.Count > MostNumbers ? "…" : "");

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
