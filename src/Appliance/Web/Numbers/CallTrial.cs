using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Extensions;

namespace Appliance.Web.Numbers;

/// <summary>What would become of a call, found out without making it.</summary>
/// <param name="Route">Where it would go.</param>
/// <param name="Verdict">That, in one sentence.</param>
/// <param name="Steps">How the dial plan comes to it.</param>
/// <param name="Sent">What each line would be sent, in the order they are tried.</param>
public sealed record CallTrial(Route Route, ExplanationStep Verdict, ValueList<ExplanationStep> Steps, ValueList<ExplanationStep> Sent)
{
    /// <summary>More than any number has; what is typed beyond it is a mistake.</summary>
    public const int LongestNumber = 64;

    /// <summary>An office without a phone is asked as if it had this one.</summary>
    public const string NewPhone = "extension:new";

    /// <summary>Who may be asked about, as records write it: <c>extension:101</c>, <c>pbx:asterisk</c>, <c>trunk:twilio</c>.</summary>
    public static ValueList<string> Origins(Config config)
    {
        ValueList<string> inside =
        [
            .. config.Extensions.Select(static extension => $"extension:{extension.Id}"),
            .. config.Pbxs.Select(static pbx => $"pbx:{pbx.Id}"),
        ];
        return [.. inside.IsEmpty ? [NewPhone] : inside, .. config.Trunks.Select(static trunk => $"trunk:{trunk.Id}")];
    }

    /// <summary>Asks the dial plan of these settings. Null: there is nobody of this name.</summary>
    public static CallTrial? Of(Config config, string origin, string dialled)
    {
        if (!Origins(config).Contains(origin))
            return null;
        if (origin == NewPhone)
            config = config with { Extensions = [new ExtensionConfig { Id = "new", PasswordRef = "" }] };

        var id = origin[(origin.IndexOf(':', StringComparison.Ordinal) + 1)..];
        CallOrigin from = origin[0] switch
        {
            'e' => new CallOrigin.FromExtension(id),
            'p' => new CallOrigin.FromPbx(id),
            _ => new CallOrigin.FromTrunk(id),
        };
        var route = new DialPlan(config).Find(new CallRequest(from, dialled));
        return new CallTrial(route, VerdictOf(route), route.Explanation.Steps, SentBy(route));
    }

    private static ExplanationStep VerdictOf(Route route) => route switch
    {
        Route.ToTrunks { Emergency: not null, Lines: var ways } => Say("emergency", string.Join(", ", ways.Select(static line => line.Id))),
        Route.ToTrunks { Lines: [var only] } => Say("out", only.Id),
        Route.ToTrunks { Lines: var lines } => Say("out-in-order", string.Join(", ", lines.Select(static line => line.Id))),
        Route.ToExtensions ring => Say("rings", string.Join(", ", ring.Extensions)),
        Route.ToPbx pbx => Say("to-pbx", pbx.Pbx, pbx.User),
        Route.Announcement { Emergency: not null } => Say("emergency-not-reached"),
        Route.Announcement announcement => Say("announcement", announcement.Name),
        Route.Echo => Say("echo"),
        Route.Refuse refuse => Say("refused", refuse.Status.ToString()),
        _ => throw new ArgumentOutOfRangeException(nameof(route)),
    };

    private static ValueList<ExplanationStep> SentBy(Route route) => route is Route.ToTrunks { Lines: var lines }
        ? [.. lines.Select(static line => line.Caller.Number is { } shown
            ? Say("sent", line.Id, line.User, shown.Text)
            : Say("sent-without-number", line.Id, line.User))]
        : [];

    private static ExplanationStep Say(string code, params ReadOnlySpan<string> values) => new($"web.numbers.{code}", ValueList.Create(values));
}
