using Appliance.Texts;
using Hal.Lamps;

namespace Appliance.Web;

/// <summary>What a lamp shows, in words.</summary>
internal static class LampWords
{
    /// <summary>As <c>LINE: red, steady</c>.</summary>
    public static string Say(Lamp lamp, LampState state, string language)
    {
        var name = Sentences.Say($"page.lamp.{PanelPicture.NameOf(lamp)}", language);
        return state.Colour is LampColour.Off
            ? Sentences.Say("page.lamp.is-dark", language, [name])
            : Sentences.Say("page.lamp.is", language, [name, Sentences.Say($"page.colour.{PanelPicture.NameOf(state.Colour)}", language), Rhythm(state.Pattern, language)]);
    }

    private static string Rhythm(LampPattern pattern, string language) =>
        Sentences.Say(
            pattern == LampPattern.Steady ? "page.rhythm.steady" : pattern == LampPattern.Slow ? "page.rhythm.slow" : pattern == LampPattern.Fast ? "page.rhythm.fast" : "page.rhythm.groups",
            language);
}
