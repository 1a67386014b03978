using Appliance.Calls;
using Appliance.Records;

namespace Appliance.Web.Calls;

/// <summary>What became of the wish to end a call.</summary>
internal enum CallEnding
{
    /// <summary>The gateway hangs it up.</summary>
    Asked,

    /// <summary>There is no such call, or it is over by now.</summary>
    NotThere,

    /// <summary>An emergency call is ended by those who talk.</summary>
    Emergency,

    /// <summary>The gateway has no room for it now.</summary>
    Busy,
}

/// <summary>What page and API know of calls, and may do with them.</summary>
internal sealed class CallDesk(SiteParts parts, VoiceHistory voices)
{
    /// <summary>The office's time.</summary>
    public TimeZoneInfo Office => parts.Time.LocalTimeZone;

    /// <summary>The calls going on, the oldest first.</summary>
    public LiveCallView[] Live()
    {
        var (now, elapsed) = (parts.Live.Now, parts.Live.Elapsed);
        return [.. now.Calls.Values.OrderBy(static call => call.Began).Select(call => LiveCallView.Of(call, now, elapsed))];
    }

    /// <summary>A call going on, or null.</summary>
    public LiveCallView? LiveOf(string id)
    {
        var now = parts.Live.Now;
        return now.Calls.TryGetValue(id, out var call) ? LiveCallView.Of(call, now, parts.Live.Elapsed) : null;
    }

    /// <summary>How a call sounded as time went on.</summary>
    public CallVoices VoicesOf(string id) => voices.Of(id);

    /// <summary>What all calls going on are made of: for the live list. While there are any, each second is another.</summary>
    public object Stamp() => parts.Live.Now.Calls is { IsEmpty: false } calls ? (calls, (long)parts.Live.Elapsed.TotalSeconds) : "none";

    /// <summary>What one call is made of: going on, over and recorded, or neither.</summary>
    public object Stamp(string id) =>
        parts.Live.Now.Calls.TryGetValue(id, out var call) ? (call, (long)parts.Live.Elapsed.TotalSeconds)
        : Find(id) is not null;

    /// <summary>Ends a call.</summary>
    public CallEnding End(string id)
    {
        var now = parts.Live.Now;
        return !now.Calls.ContainsKey(id) ? CallEnding.NotThere
            : now.Emergencies.Exists(emergency => emergency.CallId == id) ? CallEnding.Emergency
            : parts.Post(new GatewayInput.EndCall(id)) ? CallEnding.Asked
            : CallEnding.Busy;
    }

    /// <summary>The records somebody asks for, with their sentences in this language.</summary>
    public RecordsView View(CallFilter filter, string language)
    {
        var found = Search(filter.ToQuery(Office));
        return new([.. found.Calls.Select(record => RecordView.Of(record, language))], found.Older);
    }

    /// <summary>The records of a query.</summary>
    public CallPage Search(CallQuery query) => parts.Records.Search(query);

    /// <summary>One record, or null.</summary>
    public CallRecord? Find(string id) => IsId(id) ? parts.Records.Find(id) : null;

    private static bool IsId(string id) => id is { Length: > 0 and <= 64 };
}
