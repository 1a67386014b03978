using System.Collections.Concurrent;
using Appliance.Access;
using Appliance.Web.Settings;

namespace Appliance.Web;

/// <summary>
/// Whose answers show telephone numbers whole. To somebody who is logged in they are no secret; what goes to a machine or into a file has them
/// masked, unless <c>numbers=whole</c> asks for them, and then the record of who did what tells of it.
/// </summary>
/// <param name="access">Keeps that record.</param>
/// <param name="time">The clock.</param>
internal sealed class NumbersChoice(AccessDesk access, TimeProvider time)
{
    // A machine that looks every second would push everything else out of the record.
    private static readonly TimeSpan ToldFor = TimeSpan.FromHours(1);

    // As many as there are tokens, times a handful of routes.
    private readonly ConcurrentDictionary<(string Who, string What), long> _told = new();

    /// <summary>True when whole numbers are asked for.</summary>
    public static bool IsWhole(string? numbers) => numbers is "whole";

    /// <summary>For an answer to a program: whole for a session, for a machine when it asks.</summary>
    /// <param name="context">The request.</param>
    /// <param name="numbers">Its choice.</param>
    /// <param name="what">What is given out, for the record.</param>
    public bool ForAnswer(HttpContext context, string? numbers, string what)
    {
        if (Caller.Of(context).Session is not null)
            return numbers is not "masked";
        if (!IsWhole(numbers))
            return false;

        var asker = Asker.Of(context);
        var last = _told.GetValueOrDefault((asker.Who, what), long.MinValue);
        if (last == long.MinValue || time.GetElapsedTime(last) >= ToldFor)
        {
            _told[(asker.Who, what)] = time.GetTimestamp();
            access.Tell(asker.Who, asker.From, AuditFact.NumbersShown, what);
        }

        return true;
    }

    /// <summary>For a file or whatever else leaves the box: whole only when that is asked for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="numbers">Its choice.</param>
    /// <param name="what">What is given out, for the record.</param>
    public bool ForExport(HttpContext context, string? numbers, string what)
    {
        if (!IsWhole(numbers))
            return false;
        if (Caller.Of(context).Session is null)
            return ForAnswer(context, numbers, what);

        var asker = Asker.Of(context);
        access.Tell(asker.Who, asker.From, AuditFact.NumbersShown, what);
        return true;
    }
}
