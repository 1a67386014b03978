using Appliance.Calls;
using Appliance.Texts;

namespace Appliance.FrontPanel;

/// <summary>How the box is as a whole, in one sentence for the page and the terminal: the worst first (product.md 3.2).</summary>
public static class HomeSentence
{
    /// <summary>The sentence for this many ways out, phones and calls.</summary>
    public static string Of(IReadOnlyCollection<TrunkHealth> trunks, int phones, int calls, bool emergency, string language = "en")
    {
        return (emergency, trunks) switch
        {
            (true, _) => Sentences.Say("home.emergency", language),
            (_, { Count: 0 }) => Say("home.no-line"),
            _ when trunks.All(health => health is TrunkHealth.Down) => Say("home.line-down"),
            _ when trunks.Any(health => health is TrunkHealth.Down) => Say("home.one-line-down"),
            _ when trunks.All(health => health is TrunkHealth.Unknown) => Say("home.checking"),
            _ => Say("home.ready"),
        };

        string Say(string code) => Sentences.Say(code, language, [Inside(phones, calls, language)]);
    }

    private static string Inside(int phones, int calls, string language)
    {
        var heard = phones switch
        {
            0 => Sentences.Say("home.phones.none", language),
            1 => Sentences.Say("home.phones.one", language),
            _ => Sentences.Say("home.phones.many", language, [$"{phones}"]),
        };
        return calls switch
        {
            0 => heard,
            1 => Sentences.Say("home.calls.one", language, [heard]),
            _ => Sentences.Say("home.calls.many", language, [heard, $"{calls}"]),
        };
    }
}
