using System.Globalization;
using Appliance.Configuration;
using Appliance.Web.Settings;

namespace Appliance.Web.Box;

/// <summary>A setting as a field of a form.</summary>
/// <param name="Path">Its path; its words are <c>web.setting.PATH</c> and <c>web.setting.PATH.help</c>.</param>
/// <param name="IsWhole">True for a whole number, false for a text.</param>
/// <param name="Least">The least a number may be.</param>
/// <param name="Most">The most a number may be, or a text's length.</param>
/// <param name="Now">What holds now, be it written or the default.</param>
internal sealed record BoxField(string Path, bool IsWhole, long Least, long Most, Func<Config, string> Now)
{
    private static readonly Config Plain = new();

    /// <summary>The forms by name, each with its fields.</summary>
    public static readonly ValueList<(string Form, ValueList<BoxField> Fields)> Forms =
    [
        ("office",
        [
            Text("office.name", 64, static config => config.Office.Name),
            Text("office.country", 2, static config => config.Office.Country),
            Text("office.language", 8, static config => config.Office.Language),
            Text("office.time-zone", 64, static config => config.Office.TimeZone),
        ]),
        ("calls",
        [
            Whole("calls.max-calls", 1, 200, static config => config.Calls.MaxCalls),
            Whole("calls.ring-seconds", 30, 300, static config => Round(config.Calls.RingTime.TotalSeconds)),
            Whole("calls.longest-minutes", 1, 1440, static config => Round(config.Calls.LongestCall.TotalMinutes)),
            Whole("calls.daily-minutes", 0, 1_000_000, static config => config.Calls.DailyMinutes),
            Whole("calls.next-target-seconds", 1, 30, static config => Round(config.Calls.NextTargetAfter.TotalSeconds)),
        ]),
        ("records",
        [
            Whole("records.keep-days", 1, 3650, static config => config.Records.KeepDays),
            Whole("records.keep-calls", 100, 1_000_000, static config => config.Records.KeepCalls),
        ]),
    ];

    /// <summary>What holds when the file does not say.</summary>
    public string Default => Now(Plain);

    /// <summary>The limits and the default, for the sentence below the field.</summary>
    public string[] Limits => [Number(Least), Number(Most), Default];

    /// <summary>The change from what holds now to what was typed. Null: none.</summary>
    /// <param name="typed">What was typed; empty: the default.</param>
    /// <param name="now">The settings in use.</param>
    /// <param name="isFit">False for what is no number or outside its limits.</param>
    public SettingsEdit? Change(string typed, Config now, out bool isFit)
    {
        isFit = true;
        if (typed == Now(now))
            return null;
        if (typed.Length is 0)
            return new SettingsEdit.Remove(Path);
        if (!IsWhole)
        {
            isFit = typed.Length <= Most;
            return new SettingsEdit.Set(Path, new SettingValue.Text(typed));
        }

        isFit = long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most;
        return new SettingsEdit.Set(Path, new SettingValue.Whole(number));
    }

    private static BoxField Text(string path, long longest, Func<Config, string> now) => new(path, IsWhole: false, 0, longest, now);

    private static BoxField Whole(string path, long least, long most, Func<Config, long> now) => new(path, IsWhole: true, least, most, config => Number(now(config)));

    private static long Round(double value) => (long)Math.Round(value);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
