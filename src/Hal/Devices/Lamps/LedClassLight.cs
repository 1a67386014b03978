using Hal.Lamps;

namespace Hal.Devices.Lamps;

/// <summary>
/// A light of the kernel's LED class. With the kernel's <c>pattern</c> trigger it blinks without us and shows when we are dead; with
/// <c>timer</c> alone it blinks without us, two stretches a round; else it is switched by us.
/// </summary>
internal sealed class LedClassLight : ILightDriver
{
    /// <summary>Written anew after so long, in whole rounds so that the rhythm goes on.</summary>
    private static readonly TimeSpan ArmEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long the light goes on as if we lived.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(12);

    /// <summary>How long after an orderly end.</summary>
    private static readonly TimeSpan HandOverGrace = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly int _brightness;
    private readonly bool _hasPattern;
    private readonly bool _hasTimer;
    private string _trigger = "";
    private bool? _isLit;
    private (LampPattern Pattern, LampPattern Orphan, TimeSpan ArmAt)? _armed;
    private string _text = "";

    public LedClassLight(DeviceRoots roots, IReadOnlyList<string> names)
    {
        var all = Path.Combine(roots.Sys, "class", "leds");
        _folder = names.Select(name => Path.Combine(all, name)).FirstOrDefault(Directory.Exists) ?? throw new DeviceException(FaultCodes.LampMissing, Missing(all, names));
        _brightness = (int)Math.Clamp(KernelFile.TryReadNumber(Path.Combine(_folder, "max_brightness")) ?? 1, 1, int.MaxValue);
        var triggers = Triggers().Split(' ').Select(word => word.Trim('[', ']')).ToHashSet(StringComparer.Ordinal);
        (_hasPattern, _hasTimer) = (triggers.Contains("pattern"), triggers.Contains("timer"));
    }

    public TimeSpan Show(LampPattern pattern, LampPattern orphan, TimeSpan now)
    {
        if (_hasPattern && !(pattern.IsConstant && orphan.Equals(pattern)))
            return Arm(pattern, orphan, now);

        _armed = null;
        if (_hasTimer && pattern.Spans is [{ IsLit: true } on, { IsLit: false } off])
            return Time(on.Length, off.Length, now);

        Use("none");
        Light(pattern.IsLit(now));
        return LightTicks.Next(pattern, now);
    }

    public void HandOver()
    {
        if (_armed is { } armed)
            Write("pattern", KernelPattern.Text(armed.Pattern, HandOverGrace, armed.Orphan, _brightness));
    }

    public void Dispose()
    {
        // The kernel goes on with what it was told last.
    }

    private TimeSpan Arm(LampPattern pattern, LampPattern orphan, TimeSpan now)
    {
        var goesOn = _armed is { } armed && armed.Pattern.Equals(pattern) && armed.Orphan.Equals(orphan);
        if (goesOn && now < _armed!.Value.ArmAt)
            return _armed.Value.ArmAt;

        if (!goesOn)
            _text = KernelPattern.Text(pattern, Grace, orphan, _brightness);
        Use("pattern");
        Write("pattern", _text);

        // Counted from when it was due, not from when we came to it, or the rhythm would drift.
        var next = (goesOn ? _armed!.Value.ArmAt : now) + (KernelPattern.Rounds(pattern, ArmEvery) * pattern.Length);
        _armed = (pattern, orphan, next > now ? next : now + ArmEvery);
        return _armed.Value.ArmAt;
    }

    private TimeSpan Time(TimeSpan on, TimeSpan off, TimeSpan now)
    {
        Use("timer");
        WriteNew("delay_on", $"{(long)on.TotalMilliseconds}");
        WriteNew("delay_off", $"{(long)off.TotalMilliseconds}");
        return now + LightTicks.LookAfter;
    }

    private void Use(string trigger)
    {
        var isThere = Triggers().Contains($"[{trigger}]", StringComparison.Ordinal);
        if (isThere && _trigger == trigger)
            return;

        if (!isThere)
            Write("trigger", trigger);
        _trigger = trigger;
        _isLit = null;
    }

    private void Light(bool isLit)
    {
        if (_isLit == isLit)
            return;
        Write("brightness", isLit ? $"{_brightness}" : "0");
        _isLit = isLit;
    }

    private string Triggers() => Try(() => KernelFile.Read(Path.Combine(_folder, "trigger")));

    private void Write(string file, string text) => Try(() =>
    {
        KernelFile.Write(Path.Combine(_folder, file), text);
        return "";
    });

    /// <summary>A delay that is written anew begins its round anew.</summary>
    private void WriteNew(string file, string text)
    {
        if (Try(() => KernelFile.Read(Path.Combine(_folder, file))) != text)
            Write(file, text);
    }

    private string Try(Func<string> act)
    {
        try
        {
            return act();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new DeviceException(FaultCodes.LampForbidden, $"{_folder}: {refused.Message}", refused);
        }
        catch (IOException gone)
        {
            throw new DeviceException(FaultCodes.LampMissing, $"{_folder}: {gone.Message}", gone);
        }
    }

    private static string Missing(string all, IReadOnlyList<string> names)
    {
        var there = Directory.Exists(all) ? string.Join(", ", Directory.EnumerateFileSystemEntries(all).Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(12)) : "";
        return $"{all} has no {string.Join(" or ", names)}; it has {(there.Length is 0 ? "nothing" : there)}";
    }
}
