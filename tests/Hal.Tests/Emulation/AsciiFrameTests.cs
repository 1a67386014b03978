using FsCheck.Xunit;
using Hal.Emulation;
using Hal.Screens;

namespace Hal.Tests.Emulation;

public sealed class AsciiFrameTests
{
    [Fact]
    public void A_frame_is_drawn_row_by_row_and_in_half_blocks()
    {
        var canvas = new Canvas(new ScreenSize(6, 8));
        canvas.Text(0, 0, "L", BitmapFont.Small);
        var frame = canvas.ToFrame();

        Assert.Equal("#.....\n#.....\n#.....\n#.....\n#.....\n#.....\n#####.\n......\n", AsciiFrame.Draw(frame));
        Assert.Equal("█     \n█     \n█     \n▀▀▀▀▀ \n", AsciiFrame.DrawCompact(frame));
    }

    [Property]
    public bool What_is_drawn_can_be_read_back(int seed)
    {
        var bytes = new byte[128 * 8];
        new Random(seed).NextBytes(bytes);
        var frame = new Frame(128, 64, bytes);

        return frame.Equals(AsciiFrame.Read(AsciiFrame.Draw(frame)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#.#\n")]
    [InlineData("#\n#\n#\n#\n#\n#\n#\n..\n")]
    [InlineData("x\n#\n#\n#\n#\n#\n#\n.\n")]
    public void What_is_no_picture_is_not_read(string text) => Assert.Null(AsciiFrame.Read(text));
}
