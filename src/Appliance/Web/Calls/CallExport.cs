using System.Globalization;
using System.Text;
using Appliance.Calls;
using Appliance.Records;
using Appliance.Texts;

namespace Appliance.Web.Calls;

/// <summary>Records as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8.</summary>
internal static class CallExport
{
    /// <summary>The most records of one export.</summary>
    public const int Most = 50_000;

    private static readonly string Heading = string.Join(',',
        "id", "started_at", "direction", "origin", "target", "line", "dialled", "number", "caller", "caller_shown", "rang", "answered_after_seconds", "seconds", "ended_by",
        "cause", "sentence", "sip_status", "q850", "emergency", "peer_call_id",
        "caller_codec", "caller_encrypted", "caller_loss_percent", "caller_jitter_ms", "caller_round_trip_ms", "caller_mos",
        "called_codec", "called_encrypted", "called_loss_percent", "called_jitter_ms", "called_round_trip_ms", "called_mos");

    /// <summary>Writes all that the query asks for, page by page.</summary>
    public static async Task WriteAsync(Stream to, CallQuery query, Func<CallQuery, CallPage> search, bool isMasked, string language, TimeZoneInfo office, CancellationToken stop)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync((Heading + "\r\n").AsMemory(), stop);
        var (left, hasMore) = (Most, false);
        CallQuery? next = query with { Limit = CallQuery.LargestPage };
        while (next is not null && left > 0)
        {
            var page = search(next);
            foreach (var record in page.Calls.Take(left))
                await writer.WriteAsync((LineOf(record, isMasked, language, office) + "\r\n").AsMemory(), stop);
            left -= page.Calls.Count;
            next = page.Older is { } older && page.Calls.Count > 0 ? next with { Before = older } : null;
            hasMore |= left < 0;
        }

        if (hasMore || next is not null)
            await writer.WriteAsync((Field(Sentences.Say("web.calls.export.more", language, [Most.ToString(CultureInfo.InvariantCulture)])) + "\r\n").AsMemory(), stop);
    }

    private static string LineOf(CallRecord record, bool isMasked, string language, TimeZoneInfo office)
    {
        var view = RecordView.Of(record, language);
        if (isMasked)
            view = view.Masked;
        return string.Join(',', (IEnumerable<string>)
        [
            view.Id,
            view.StartedAt is { } at ? TimeZoneInfo.ConvertTime(at, office).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture) : "",
            view.Direction, Field(view.Origin), Field(view.Target), Field(view.Trunk ?? ""),
            Field(view.Dialled), Field(view.Number), Field(view.Caller), Field(view.CallerShown),
            Flag(view.Rang), Value(view.AnsweredAfterSeconds), Value(view.Seconds), view.EndedBy,
            Field(view.Cause), Field(view.Sentence), $"{view.SipStatus}", $"{view.Q850}", Flag(view.IsEmergency), Field(view.PeerCallId ?? ""),
            .. Leg(view.CallerLeg), .. Leg(view.CalledLeg),
        ]);
    }

    private static IEnumerable<string> Leg(LegView? leg) => leg is null
        ? ["", "", "", "", "", ""]
        : [Field(leg.Codec), Flag(leg.IsSecure), Value(leg.LossPercent), Value(leg.JitterMilliseconds), Value(leg.RoundTripMilliseconds), Value(leg.Mos)];

    private static string Flag(bool value) => value ? "1" : "0";

    private static string Value(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// A text in quotes where it must. Callers choose what they call themselves: what a spreadsheet would take for a formula gets a mark before
    /// it; a telephone number with its plus is none.
    /// </summary>
    private static string Field(string text)
    {
        var isFormula = text is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\t' or '\r', ..] && !(text is ['+', ..] && text.Skip(1).All(static letter => char.IsAsciiDigit(letter) || letter is '*'));
        var safe = isFormula ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
