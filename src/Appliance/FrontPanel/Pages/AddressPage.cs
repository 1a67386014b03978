using Hal.Buttons;
using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>Addresses being changed: the list, the digits, what is wrong, and the last question.</summary>
internal static class AddressPage
{
    public static void Draw(Sheet sheet, AddressEditor editor)
    {
        switch (editor.Place)
        {
            case AddressPlace.List list:
                DrawList(sheet, editor, list.Marked);
                break;
            case AddressPlace.Digits digits:
                DrawDigits(sheet, editor.Draft, digits);
                break;
            case AddressPlace.Refused refused:
                new Flow(sheet)
                    .Sentence(sheet.Say(AddressDraftCheck.Sentence(refused.Fault)))
                    .Draw(sheet.IsTall ? sheet.Title(sheet.Say("panel.address.wrong")) : 0);
                break;
            case AddressPlace.Confirming question:
                DrawQuestion(sheet, editor.Draft, question.IsYes);
                break;
        }
    }

    private static void DrawList(Sheet sheet, AddressEditor editor, AddressEntry marked)
    {
        var flow = new Flow(sheet);
        foreach (var entry in editor.Entries)
            flow.Entry(Label(sheet, entry), Value(sheet, editor.Draft, entry), entry == marked);
        flow.Draw((sheet.IsTall, sheet.IsChinese) switch
        {
            (true, false) => sheet.Title(sheet.Say("panel.address.title")),
            (false, false) => 1,
            _ => 0,
        });
    }

    private static void DrawDigits(Sheet sheet, AddressDraft draft, AddressPlace.Digits at)
    {
        var text = draft.Text(at.Field);
        var font = BitmapFont.Large;
        var left = (sheet.Width - font.Measure(text)) / 2;
        var top = sheet.Title(Label(sheet, EntryOf(at.Field)), at.Field is AddressField.Mask ? $"/{draft.PrefixLength}" : "");
        var hint = sheet.Say(sheet.Model.Layout switch
        {
            ButtonLayout.One => "panel.address.hint-one",
            ButtonLayout.Two => "panel.address.hint-two",
            _ => "panel.address.hint-joystick",
        });
        var hintFont = BitmapFont.SmallestFor(hint);
        var hasHint = sheet.Height - top - hintFont.Height >= font.Height;
        var y = top + ((sheet.Height - top - font.Height - (hasHint ? hintFont.Height : 0)) / 2);
        sheet.Write(left, y, text, font, sheet.Width);

        // An address has a point after every three digits; the mask is one place as wide as its text.
        var (from, columns) = at.Field switch
        {
            AddressField.Mask => (0, text.Length),
            AddressField.Vlan => (at.Place, 1),
            _ => (at.Place + (at.Place / 3), 1),
        };
        sheet.Canvas.Invert(left + (8 * from) - (columns > 1 ? 2 : 0), y, (8 * columns) + (columns > 1 ? 4 : 0), font.Height);
        if (sheet.IsTall)
        {
            var middle = left + (8 * from) + (4 * columns) - 4;
            sheet.Draw(middle, y - 4, Icon.Higher);
            sheet.Draw(middle, y + font.Height + 1, Icon.Lower);
        }

        if (hasHint)
            sheet.WriteCentre(sheet.Height - hintFont.Height, hint, hintFont);
    }

    private static void DrawQuestion(Sheet sheet, AddressDraft draft, bool isYes)
    {
        var rows = new Flow(sheet);
        rows.Pair(sheet.Say("panel.network.method"), Method(sheet, draft));
        if (draft.IsFixed)
        {
            rows.Pair(sheet.Say("panel.network.address"), AddressDraft.Dotted(draft.Address));
            rows.Pair(sheet.Say("panel.network.mask"), AddressDraft.Dotted(AddressDraft.MaskOf(draft.PrefixLength)));
            rows.Pair(sheet.Say("panel.network.gateway"), AddressDraft.Dotted(draft.Gateway));
            rows.Pair(NetworkPage.NameServer, AddressDraft.Dotted(draft.NameServer));
        }

        rows.Pair(NetworkPage.Vlan, Vlan(draft));
        QuestionPage.Draw(sheet, "panel.address.sure", rows, isYes);
    }

    private static string Value(Sheet sheet, AddressDraft draft, AddressEntry entry) => entry switch
    {
        AddressEntry.Method => Method(sheet, draft),
        AddressEntry.Address => AddressDraft.Dotted(draft.Address),
        AddressEntry.Mask => AddressDraft.Dotted(AddressDraft.MaskOf(draft.PrefixLength)),
        AddressEntry.Gateway => AddressDraft.Dotted(draft.Gateway),
        AddressEntry.NameServer => AddressDraft.Dotted(draft.NameServer),
        AddressEntry.Vlan => Vlan(draft),
        _ => "",
    };

    private static string Method(Sheet sheet, AddressDraft draft) => sheet.Say(draft.IsFixed ? "panel.network.fixed" : "panel.network.dhcp");

    private static string Vlan(AddressDraft draft) => draft.Vlan is 0 ? "–" : $"{draft.Vlan}";

    private static string Label(Sheet sheet, AddressEntry entry) => entry switch
    {
        AddressEntry.Method => sheet.Say("panel.network.method"),
        AddressEntry.Address => sheet.Say("panel.network.address"),
        AddressEntry.Mask => sheet.Say("panel.network.mask"),
        AddressEntry.Gateway => sheet.Say("panel.network.gateway"),
        AddressEntry.NameServer => NetworkPage.NameServer,
        AddressEntry.Vlan => NetworkPage.Vlan,
        AddressEntry.Save => sheet.Say("panel.address.save"),
        _ => sheet.Say("panel.address.cancel"),
    };

    private static AddressEntry EntryOf(AddressField field) => field switch
    {
        AddressField.Address => AddressEntry.Address,
        AddressField.Mask => AddressEntry.Mask,
        AddressField.Gateway => AddressEntry.Gateway,
        AddressField.NameServer => AddressEntry.NameServer,
        _ => AddressEntry.Vlan,
    };
}
