using System.Net;
using System.Net.Sockets;
using Hal.Buttons;
using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>How to get to the box with a phone. The one page that shows a PIN, and only while it is good for something.</summary>
internal static class ClaimPage
{
    /// <summary>The same word in every language.</summary>
    private const string Label = "PIN";

    private const int AddressPitch = 9;

    private const int PinRows = 26;

    /// <summary>
    /// What the QR code says: in upper case, so that it stays small, with the address as a number, because some phones do not find names
    /// (product.md 3.6). Null without an address or a PIN.
    /// </summary>
    public static string? Payload(PanelFacts facts) =>
        facts is { Setup.Window.Pin: { } pin and not Setup.SetupWindow.HiddenPin, Network.Address: { AddressFamily: AddressFamily.InterNetwork } address }
            ? $"HTTP://{Address(address, facts.Network.PagePort)}/{pin}".ToUpperInvariant()
            : null;

    public static void Draw(Sheet sheet)
    {
        switch (sheet.Facts.Setup.Window)
        {
            case { IsVisited: true }:
                DrawVisited(sheet);
                break;
            case { Pin: { } pin } when sheet.Facts.Network.Address is { } address:
                DrawOpen(sheet, pin, address);
                break;
            case { Pin: { } pin }:
                DrawWithoutNetwork(sheet, pin);
                break;
            default:
                DrawOver(sheet);
                break;
        }
    }

    private static void DrawOpen(Sheet sheet, string pin, IPAddress address)
    {
        var place = Address(address, sheet.Facts.Network.PagePort);
        if (sheet.IsTall && Payload(sheet.Facts) is { } payload && QrBitmap.Of(payload) is { } code)
        {
            sheet.Canvas.Draw(code, 0, 0);
            DrawBeside(sheet, place, pin);
            return;
        }

        DrawWords(sheet, place, pin);
    }

    private static void DrawBeside(Sheet sheet, string place, string pin)
    {
        const int left = QrBitmap.Side + 4;
        var room = sheet.Width - left;
        var address = Lines(place, room);
        var words = sheet.Say("panel.claim.scan");
        var font = sheet.FontOf(words);
        var y = 0;
        foreach (var line in Typesetter.Wrap(words, font, room))
        {
            if (y + font.Height + (address.Count * AddressPitch) > sheet.Height - PinRows)
                break;
            sheet.Write(left, y, line, font, room);
            y += font.Height;
        }

        y = Math.Max(y, (sheet.Height - PinRows - (address.Count * AddressPitch) + y) / 2);
        foreach (var line in address)
        {
            sheet.Write(left, y, line, BitmapFont.Small, room);
            y += AddressPitch;
        }

        DrawPin(sheet, left, pin);
    }

    private static void DrawPin(Sheet sheet, int left, string pin)
    {
        var room = sheet.Width - left;
        var font = BitmapFont.Large.Measure(pin) <= room ? BitmapFont.Large : BitmapFont.Small;
        sheet.Write(left, sheet.Height - PinRows, Label, BitmapFont.Small, room);
        sheet.Write(left, sheet.Height - font.Height, pin, font, room);
    }

    /// <summary>An address in as many lines as it takes, broken after its second number and before its port.</summary>
    private static IReadOnlyList<string> Lines(string place, int room)
    {
        if (BitmapFont.Small.Measure(place) <= room)
            return [place];
        var (port, second) = (place.IndexOf(':', StringComparison.Ordinal), place.IndexOf('.', place.IndexOf('.', StringComparison.Ordinal) + 1) + 1);
        var end = port < 0 || BitmapFont.Small.Measure(place[second..]) <= room ? place.Length : port;
        string[] lines = [place[..second], place[second..end], place[end..]];
        return [.. lines.Where(static line => line is not "")];
    }

    private static void DrawWords(Sheet sheet, string place, string pin)
    {
        var open = sheet.Say("panel.claim.open");
        var font = BitmapFont.SmallestFor(open);
        if (sheet.IsTall)
        {
            var top = sheet.Title(sheet.Say("panel.claim.title"));
            sheet.Write(0, top, open, font, sheet.Width);
            sheet.WriteCentre(top + font.Height + 2, place, BitmapFont.SmallestFor(place));
            sheet.WriteCentre(sheet.Height - 16, $"{Label} {pin}", BitmapFont.Large);
            return;
        }

        if (sheet.IsChinese)
            sheet.WriteCentre(3, place, BitmapFont.Small);
        else
            sheet.Write(0, 0, open, font, sheet.Width);
        if (!sheet.IsChinese)
            sheet.Write(0, 8, place, BitmapFont.Small, sheet.Width);
        sheet.WriteCentre(16, $"{Label} {pin}", BitmapFont.Large);
    }

    private static void DrawWithoutNetwork(Sheet sheet, string pin) =>
        new Flow(sheet)
            .Sentence(sheet.Say(sheet.Facts.Network.HasLink ? "panel.claim.no-address" : "panel.claim.no-cable"))
            .Large($"{Label} {pin}")
            .Draw(sheet.IsTall ? sheet.Title(sheet.Say("panel.claim.title")) : 0);

    private static void DrawVisited(Sheet sheet)
    {
        var text = sheet.Say("panel.claim.connected");
        var more = sheet.Say("panel.claim.go-on");
        var font = BitmapFont.SmallestFor(text);
        if (!sheet.IsTall)
        {
            sheet.Draw(0, 8, Icon.Mobile);
            Beside(sheet, 18, sheet.IsChinese ? 0 : 4, text, font);
            Beside(sheet, 18, sheet.IsChinese ? 16 : 18, more, BitmapFont.SmallestFor(more));
            return;
        }

        sheet.Draw((sheet.Width / 2) - 11, 0, Icon.Mobile, scale: 2);
        sheet.WriteCentre(sheet.IsChinese ? 32 : 38, text, font);
        sheet.WriteCentre(sheet.IsChinese ? 48 : 52, more, BitmapFont.SmallestFor(more));
    }

    private static void Beside(Sheet sheet, int x, int y, string text, BitmapFont font) => sheet.Write(x, y, text, font, sheet.Width - x);

    private static void DrawOver(Sheet sheet) =>
        new Flow(sheet)
            .Sentence(sheet.Say(sheet.Facts.Setup.Window switch
            {
                _ when sheet.Model.Layout is ButtonLayout.None => "panel.claim.over-no-button",
                { TriesLeft: <= 0 } => "panel.claim.used-up",
                _ => "panel.claim.over",
            }))
            .Draw(sheet.IsTall ? sheet.Title(sheet.Say("panel.claim.title")) : 0);

    private static string Address(IPAddress address, int port) => port is 80 ? $"{address}" : $"{address}:{port}";
}
