namespace Appliance.Calls;

/// <summary>The limits that protect bill and box. Never asked for an emergency call (DESIGN law 3).</summary>
internal static class Admission
{
    private const int ServiceUnavailable = 503;

    /// <summary>Why this call may not begin now, or null.</summary>
    public static CallCause? Check(Office office, string origin, Route route, IReadOnlyCollection<IOngoingCall> calls, TimeSpan spokenToday)
    {
        // 503 from a box to its own phones is theirs to retry later; 34 is "no circuit available".
        if (calls.Count >= office.Config.Calls.MaxCalls)
            return new CallCause(ServiceUnavailable, 34, "all-lines-busy");
        if (LimitOf(office, origin) is { } limit && calls.Count(call => call.Origin == origin) >= limit)
            return new CallCause(486, 17, "too-many-calls");
        if (route is Route.ToTrunks { Lines: var lines } && lines.All(line => IsFull(office, line.Id, calls)))
            return new CallCause(ServiceUnavailable, 34, "all-lines-busy");
        if (route is Route.ToTrunks && office.Config.Calls.DailyMinutes is > 0 and var minutes && spokenToday >= TimeSpan.FromMinutes(minutes))
            return new CallCause(403, 21, "daily-minutes");

        return null;
    }

    private static int? LimitOf(Office office, string origin) => origin.Split(':', 2) switch
    {
        ["extension", var id] => office.Extension(id)?.MaxCalls,
        ["pbx", var id] => office.Pbx(id)?.MaxCalls,
        ["trunk", var id] => office.Trunk(id)?.MaxCalls,
        _ => null,
    };

    private static bool IsFull(Office office, string id, IReadOnlyCollection<IOngoingCall> calls) =>
        office.Trunk(id) is { } trunk && calls.Count(call => !call.IsEmergency && call.Uses($"trunk:{id}")) >= trunk.MaxCalls;
}
