using System.Globalization;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Texts;

namespace Appliance.Web.Calls;

/// <summary>How pages speak of calls.</summary>
internal static class CallWords
{
    /// <summary><c>outbound</c>, <c>inbound</c>, <c>internal</c>.</summary>
    public static string NameOf(CallDirection direction) => direction switch
    {
        CallDirection.Inbound => "inbound",
        CallDirection.Outbound => "outbound",
        _ => "internal",
    };

    /// <summary><c>caller</c>, <c>called</c>, <c>box</c>, <c>network</c>.</summary>
    public static string NameOf(EndedBy side) => side switch
    {
        EndedBy.Caller => "caller",
        EndedBy.Called => "called",
        EndedBy.Box => "box",
        _ => "network",
    };

    /// <summary>What to do when a call ended so, or nothing.</summary>
    public static string RemedyOf(string cause, string language)
    {
        var code = $"web.remedy.{cause}";
        return Sentences.Say(code, language) is var said && said == code ? "" : said;
    }

    /// <summary>A party as the office knows it: "101 Reception" for <c>extension:101</c>, "Twilio" for <c>trunk:twilio</c>; empty for nobody.</summary>
    public static string PartyOf(string party, Config config, PageWords words)
    {
        var stroke = party.IndexOf(':', StringComparison.Ordinal);
        var (kind, id) = stroke < 0 ? ("", party) : (party[..stroke], party[(stroke + 1)..]);
        return kind switch
        {
            "extension" => Named(config.Extensions.FirstOrDefault(extension => extension.Id == id)?.DisplayName is { Length: > 0 } name && name != id ? $"{id} {name}" : id),
            "pbx" => Named(config.Pbxs.FirstOrDefault(pbx => pbx.Id == id)?.Name),
            "trunk" => Named(config.Trunks.FirstOrDefault(trunk => trunk.Id == id)?.Name),
            "service" => words.Say("calls.service", id),
            _ => id,
        };

        string Named(string? name) => string.IsNullOrEmpty(name) ? id : name;
    }

    /// <summary>A length of time: <c>0:07</c>, <c>12:30</c>, <c>1:02:03</c>.</summary>
    public static string Length(double seconds) =>
        TimeSpan.FromSeconds(Math.Max(0, Math.Floor(seconds))) is var time && time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}")
            : time.ToString("m\\:ss", CultureInfo.InvariantCulture);

    /// <summary>A number as it is written: a point, one digit behind it, none that is nothing.</summary>
    public static string Number(double? value) => value is { } known ? known.ToString("0.#", CultureInfo.InvariantCulture) : "–";

    /// <summary>
    /// What a mean opinion score is: <c>good</c> from R 80 on (users satisfied), <c>fair</c> from 70, <c>poor</c> from 60, <c>bad</c> below
    /// (ITU-T G.107 annex B).
    /// </summary>
    public static string SoundOf(double mos) => mos switch
    {
        >= 4.0 => "good",
        >= 3.6 => "fair",
        >= 3.1 => "poor",
        _ => "bad",
    };
}
