using System.Collections.Immutable;
using Appliance.FrontPanel;
using Appliance.Texts;
using Hal.Lamps;

namespace Appliance.Web;

/// <summary>What a lamp shows, in words.</summary>
internal static class LampWords
{
    private static readonly ImmutableArray<(LampPattern Pattern, string Code)> Named =
    [
        (LampPattern.Dark, "page.rhythm.dark"),
        (LampPattern.Steady, "page.rhythm.steady"),
        (LampPattern.Slow, "page.rhythm.slow"),
        (LampPattern.Fast, "page.rhythm.fast"),
        (LampPattern.Wink, "page.rhythm.wink"),
        (LampPattern.DoubleWink, "page.rhythm.double-wink"),
        (LampPattern.LongShort, "page.rhythm.long-short"),
        (LampPattern.Beacon, "page.rhythm.beacon"),
        (LampPattern.Breathing, "page.rhythm.breathing"),
        (LampPattern.TwoBlinks, "page.rhythm.two"),
        (LampPattern.ThreeBlinks, "page.rhythm.three"),
        (LampPattern.FourBlinks, "page.rhythm.four"),
        (LampPattern.FiveBlinks, "page.rhythm.five"),
        .. LampPattern.InTurn.Select(pattern => (pattern, "page.rhythm.in-turn")),
    ];

    /// <summary>As <c>LINE: red, steady (the line is down)</c>.</summary>
    public static string Say(Lamp lamp, LampState state, LampMeaning meaning, string language)
    {
        var name = Sentences.Say($"page.lamp.{PanelPicture.NameOf(lamp)}", language);
        var says = Sentences.Say($"page.meaning.{PanelPicture.NameOf(meaning)}", language);
        return state.Colour is LampColour.Off
            ? Sentences.Say("page.lamp.is-dark", language, [name, says])
            : Sentences.Say("page.lamp.is", language, [name, Sentences.Say($"page.colour.{PanelPicture.NameOf(state.Colour)}", language), Rhythm(state.Pattern, language), says]);
    }

    private static string Rhythm(LampPattern pattern, string language) =>
        Sentences.Say(Named.Where(named => named.Pattern.Equals(pattern)).Select(named => named.Code).FirstOrDefault("page.rhythm.other"), language);
}
