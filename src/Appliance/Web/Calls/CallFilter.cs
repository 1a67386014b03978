using System.Globalization;
using Appliance.Calls;
using Appliance.Records;

namespace Appliance.Web.Calls;

/// <summary>Which records somebody asks for, as it stands in the address of the page, the API and the export.</summary>
/// <param name="Text">A part of a number or a name.</param>
/// <param name="Direction"><c>outbound</c>, <c>inbound</c>, <c>internal</c>, or empty: all.</param>
/// <param name="From">The first day, as <c>2026-11-23</c>, or empty.</param>
/// <param name="Until">The last day, or empty.</param>
/// <param name="IsEmergencyOnly">Only calls to emergency numbers.</param>
/// <param name="Before">The place from which older ones are asked for, or null.</param>
/// <param name="Limit">How many.</param>
public sealed record CallFilter(string Text = "", string Direction = "", string From = "", string Until = "", bool IsEmergencyOnly = false, long? Before = null, int Limit = 50)
{
    /// <summary>The longest text to look for.</summary>
    public const int LongestText = 64;

    /// <summary>True when it narrows nothing.</summary>
    public bool IsAll => this with { Before = null, Limit = 50 } == new CallFilter();

    /// <summary>Reads it from an address. What cannot be understood is told as the code of a sentence beside the field's name, and left out.</summary>
    internal static (CallFilter Filter, ValueList<(string Field, string Code)> Faults) Read(IQueryCollection query)
    {
        var faults = new List<(string, string)>();
        var text = query["text"].ToString().Trim();
        if (text.Length > LongestText)
            (text, faults) = (text[..LongestText], [.. faults, ("text", "calls.text-long")]);

        var filter = new CallFilter(
            text,
            Checked("direction", "calls.no-direction", static value => value is "outbound" or "inbound" or "internal"),
            Checked("from", "calls.no-day", static value => DayOf(value) is not null),
            Checked("until", "calls.no-day", static value => DayOf(value) is not null),
            query["emergency"].ToString() is "1" or "true",
            Checked("before", "calls.no-number", static value => NumberOf(value) is > 0) is { Length: > 0 } before ? NumberOf(before) : null,
            Checked("limit", "calls.no-number", static value => NumberOf(value) is > 0 and <= CallQuery.LargestPage) is { Length: > 0 } limit ? (int)NumberOf(limit)! : 50);
        return (filter, ValueList.Create<(string, string)>([.. faults]));

        string Checked(string field, string code, Func<string, bool> isRight)
        {
            var value = query[field].ToString();
            if (value.Length is 0 || isRight(value))
                return value;
            faults.Add((field, code));
            return "";
        }
    }

    /// <summary>What to ask the records for. Days are the office's.</summary>
    public CallQuery ToQuery(TimeZoneInfo office) => new()
    {
        Text = Text,
        Direction = Direction switch
        {
            "outbound" => CallDirection.Outbound,
            "inbound" => CallDirection.Inbound,
            "internal" => CallDirection.Internal,
            _ => null,
        },
        EmergencyOnly = IsEmergencyOnly,
        From = DayOf(From) is { } first ? Midnight(first, office) : null,
        Until = DayOf(Until) is { } last ? Midnight(last.AddDays(1), office) : null,
        Before = Before,
        Limit = Limit,
    };

    /// <summary>The same as the query of an address, without <c>?</c>.</summary>
    public string ToAddress()
    {
        (string Name, string Value)[] all =
        [
            ("text", Text), ("direction", Direction), ("from", From), ("until", Until), ("emergency", IsEmergencyOnly ? "1" : ""),
            ("before", Before?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ];
        return string.Join('&', all.Where(static one => one.Value.Length > 0).Select(static one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));
    }

    // The last day there is has no day after it.
    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;

    private static long? NumberOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo office)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, office.GetUtcOffset(local));
    }
}
