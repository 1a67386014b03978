using System.Net;
using Appliance.Texts;
using Hal.Buttons;
using Hal.Screens;

namespace Appliance.Web;

/// <summary>The panel's page as HTML. It says as much without a script as it can: lamps in words, the screen as a still.</summary>
internal static class PanelMarkup
{
    public static string Page(PanelPicture picture, ButtonSource source, string language)
    {
        string Say(string code, params string[] values) => WebUtility.HtmlEncode(Sentences.Say($"page.{code}", language, values));
        string Key(Button button, string symbol) =>
            $"""<button type="button" class="{PanelPicture.NameOf(button)}" data-button="{PanelPicture.NameOf(button)}" aria-label="{Say($"button.{PanelPicture.NameOf(button)}")}">{symbol}</button>""";

        var (width, height) = picture.Screen is { } screen ? (screen.Width, screen.Height) : (ScreenSize.Full.Width, ScreenSize.Full.Height);
        var lamps = string.Join("\n", picture.Lamps.Select(lamp => $"""<li><span class="lamp"></span><span>{WebUtility.HtmlEncode(lamp.Words)}</span></li>"""));
        return $"""
            <!doctype html>
            <html lang="{WebUtility.HtmlEncode(language)}">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Say("panel.title")}</title>
            <link rel="icon" href="/panel/icon.png">
            <link rel="stylesheet" href="/panel/panel.css">
            <script src="/panel/panel.js" defer></script>
            <noscript><meta http-equiv="refresh" content="5"></noscript>
            <main>
            <h1>{Say("panel.title")}</h1>
            <p>{Say(source is ButtonSource.Panel ? "panel.simulated" : "panel.picture")}</p>
            <div id="panel" data-layout="{picture.Layout}" data-screen="{(picture.Screen is null ? "none" : "some")}" data-lost="{Say("panel.lost")}">
            <div id="glass">
            <canvas id="screen" width="{width}" height="{height}" role="img" aria-label="{Say("panel.screen")}"></canvas>
            <noscript><img id="still" src="/panel/frame.png" alt="{Say("panel.screen")}"></noscript>
            </div>
            <ul id="lamps" aria-label="{Say("panel.lamps")}">
            {lamps}
            </ul>
            <div id="buttons" role="group" aria-label="{Say("panel.buttons")}">
            <div id="stick">
            {Key(Button.Up, "▲")}{Key(Button.Left, "◀")}{Key(Button.Centre, "●")}{Key(Button.Right, "▶")}{Key(Button.Down, "▼")}
            </div>
            <div id="keys">
            {Key(Button.Key1, "1")}{Key(Button.Key2, "2")}{Key(Button.Key3, "3")}
            </div>
            </div>
            <p id="state" role="status"></p>
            </div>
            <p>{Say("panel.keys")}</p>
            <noscript><p>{Say("panel.no-script")}</p></noscript>
            </main>
            </html>
            """;
    }
}
