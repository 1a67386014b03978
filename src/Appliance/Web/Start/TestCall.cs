using Appliance.Calls;
using Appliance.DialPlans;
using Appliance.Hosting;

namespace Appliance.Web.Start;

/// <summary>How the call from the page's button goes.</summary>
/// <param name="Id">Which call.</param>
/// <param name="State">Where it is, in a sentence.</param>
/// <param name="Why">Why it came to nothing; null: it did not.</param>
/// <param name="IsOver">It has ended.</param>
/// <param name="IsAnswered">Somebody answered.</param>
public sealed record TestCall(string Id, ExplanationStep State, ExplanationStep? Why, bool IsOver, bool IsAnswered)
{
    /// <summary>The call as it is.</summary>
    /// <param name="id">Which.</param>
    /// <param name="live">What is known of it while it goes on.</param>
    /// <param name="record">What it left; null: it goes on, or has not begun.</param>
    internal static TestCall Of(string id, LiveCall? live, CallRecord? record) => (live, record) switch
    {
        ({ Answered: not null }, _) => new(id, Say("talking"), null, IsOver: false, IsAnswered: true),
        ({ Target.Length: > 0 } call, _) when call.Target != call.Origin => new(id, Say("calling", NameOf(call.Target)), null, IsOver: false, IsAnswered: false),
        ({ } call, _) => new(id, Say("ringing", call.Inside), null, IsOver: false, IsAnswered: false),
        (null, { AnsweredAfter: not null } talked) => new(id, Say("talked", talked.Duration.TotalSeconds.ToString("0")), null, IsOver: true, IsAnswered: true),
        (null, { Cause.Sentence: var cause }) => new(id, Say("failed"), new ExplanationStep(cause, []), IsOver: true, IsAnswered: false),
        _ => new(id, Say("beginning"), null, IsOver: false, IsAnswered: false),
    };

    private static string NameOf(string target) => target[(target.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static ExplanationStep Say(string code, params ReadOnlySpan<string> values) => new($"web.start.call.{code}", ValueList.Create(values));
}
