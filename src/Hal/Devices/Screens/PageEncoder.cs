using Hal.Boards;
using Hal.Screens;

namespace Hal.Devices.Screens;

/// <summary>Commands of SSD1306 and SH1106 in page addressing mode, which both have.</summary>
internal sealed class PageEncoder(BoardScreen screen) : IScreenEncoder
{
    private readonly int _firstColumn = screen.Controller is ScreenController.Sh1106 ? 2 : 0;

    public void Begin(IScreenBus bus)
    {
        var height = screen.Size.Height;
        bus.Command([
            0xD5, 0x80, 0xA8, (byte)(height - 1), 0xD3, 0x00, 0x40,
            (byte)(screen.IsUpsideDown ? 0xA0 : 0xA1), (byte)(screen.IsUpsideDown ? 0xC0 : 0xC8),
            0xDA, (byte)(height > 32 ? 0x12 : 0x02), 0xD9, 0xF1, 0xDB, 0x40, 0xA4, 0xA6,
        ]);
        bus.Command(screen.Controller is ScreenController.Sh1106 ? [0xAD, 0x8B] : [0x20, 0x02, 0x8D, 0x14]);
        bus.Command([0xAF]);
    }

    public void Draw(IScreenBus bus, Frame? shown, Frame next)
    {
        for (var page = 0; page < next.Pages; page++)
        {
            if (shown is not null && shown.Page(page).SequenceEqual(next.Page(page)))
                continue;
            bus.Command([(byte)(0xB0 + page), (byte)(_firstColumn & 0x0F), (byte)(0x10 | (_firstColumn >> 4))]);
            bus.Pixels(next.Page(page));
        }
    }

    public void Light(IScreenBus bus, Brightness brightness)
    {
        switch (brightness)
        {
            case Brightness.Off:
                bus.Command([0xAE]);
                break;
            case Brightness.Dimmed:
                bus.Command([0x81, 0x01, 0xAF]);
                break;
            default:
                bus.Command([0x81, 0xCF, 0xAF]);
                break;
        }
    }

    public void Ask(IScreenBus bus) => bus.Command([0xE3]);
}
