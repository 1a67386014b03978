using System.Text;
using Appliance.FrontPanel;
using Appliance.FrontPanel.Pages;
using Hal;
using Hal.Buttons;
using Hal.Emulation;
using Hal.Lamps;
using Hal.Screens;

namespace Appliance.Tests.FrontPanel;

/// <summary>The files made of <see cref="PanelScene.All"/>: golden text, and the documentation with its pictures. The same bytes everywhere.</summary>
internal static class PanelPictures
{
    private static readonly string[] Languages = ["en", "zh-TW"];

    private static readonly ScreenSize[] Sizes = [ScreenSize.Full, ScreenSize.Half];

    private static readonly PanelCapabilities Box = new(ScreenSize.Full, ButtonLayout.Joystick, Enum.GetValues<Lamp>(), IsSimulated: true, "Landline");

    /// <summary>The golden text of a scene: both languages in both sizes.</summary>
    public static string Text(PanelScene scene)
    {
        var text = new StringBuilder();
        foreach (var size in Sizes)
            foreach (var language in Languages)
                text.Append($"{language} {size.Width}x{size.Height}\n").Append(AsciiFrame.Draw(Draw(scene, language, size)));
        return text.ToString();
    }

    /// <summary>The files below <c>docs</c>, by name.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Documents()
    {
        foreach (var scene in PanelScene.All)
            foreach (var size in Sizes)
                foreach (var language in Languages)
                    yield return ($"panel/{FileOf(scene, language, size)}", PngFrame.Write(Draw(scene, language, size), scale: 2));
        yield return ("panel/claim.txt", Encoding.UTF8.GetBytes($"{ClaimPage.Payload(PanelOffice.Unclaimed)}\n"));
        yield return ("panel/session.png", Session());
        yield return ("panel.md", Encoding.UTF8.GetBytes(Page()));
    }

    private static Frame Draw(PanelScene scene, string language, ScreenSize size)
    {
        var (model, now) = scene.In(language);
        return PanelView.Draw(model, now, size);
    }

    private static string FileOf(PanelScene scene, string language, ScreenSize size) => $"{scene.Name}-{language}{(size == ScreenSize.Half ? "-half" : "")}.png";

    /// <summary>Power on, claim, home, a call, an emergency: a session at a panel with a joystick.</summary>
    private static byte[] Session()
    {
        var recorder = new PanelRecorder(scale: 2);
        var model = PanelModel.Begin(ButtonLayout.Joystick, TimeSpan.Zero);
        foreach (var (until, facts) in PanelStory.Acts)
        {
            model = model.Handle(new PanelInput.Told(facts), model.At).Next;
            Record(recorder, model);
            while (model.Deadline is { } deadline && deadline < until)
            {
                model = model.Handle(new PanelInput.DeadlinePassed(), deadline).Next;
                Record(recorder, model);
            }

            model = model.Handle(new PanelInput.DeadlinePassed(), until).Next;
        }

        return recorder.ToPng(model.At) ?? [];
    }

    private static void Record(PanelRecorder recorder, PanelModel model)
    {
        var lamps = LampPolicy.Of(model.Facts, 3);
        recorder.Record(new(0, Box, PanelView.Draw(model, model.At, ScreenSize.Full), model.Brightness, lamps.Status, lamps.Line, lamps.Call), model.At);
    }

    private static string Page()
    {
        var text = new StringBuilder(
            """
            # The panel

            Every page of the screen in both languages, on a screen of 128 by 64 and on one of 128 by 32. This file and its pictures are made by
            `PANEL_WRITE=1 dotnet run --project tests/Appliance.Tests -- -class '*PanelPictureTests'`; a test fails when they are not what the
            program draws.

            ![A session: power on, claim, home, a call, an emergency call](panel/session.png)

            ## Buttons

            | | one button | two buttons | joystick |
            |---|---|---|---|
            | next page | press | A | right |
            | page before | | | left |
            | next part of a page | by itself after 4 s | by itself after 4 s | down, up |
            | choose | hold 1 s | B | press, KEY1 |
            | back | Cancel in the list | Cancel in the list | left, KEY2 |
            | a digit higher, lower | press | A | up, down |
            | next digit | hold 1 s | B | right |
            | number is right so | after the last digit | after the last digit, or hold B | press |
            | recovery ladder | hold 3, 10, 20 s | hold A | hold the joystick, or KEY1 |

            In front of everything, in this order: an emergency call, an update being written, the count-down of the recovery ladder, set-up mode
            when it opens, new calls and problems when nobody is at the panel. After 60 seconds without a press the panel returns to its page of
            rest and dims; after 10 minutes it goes dark, but never during a call, in set-up mode, in an emergency or an update. The first press on
            a dark screen only wakes it. A picture of the panel elsewhere turns pages and changes nothing.

            ## Pages

            """);
        foreach (var scene in PanelScene.All)
        {
            text.Append($"\n### {scene.Name}\n\n{scene.Caption}\n\n");
            foreach (var size in Sizes)
                text.Append(string.Join(' ', Languages.Select(language => $"![{scene.Name}, {language}, {size.Width} by {size.Height}](panel/{FileOf(scene, language, size)})"))).Append('\n');
        }

        return text.ToString();
    }
}
