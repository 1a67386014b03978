using Hal.Screens;

namespace Hal.Tests.Screens;

public sealed class QrBitmapTests
{
    private const string Address = "HTTP://192.168.1.45/7K3M9Q";

    [Fact]
    public void A_code_has_its_three_eyes_and_no_fourth()
    {
        var code = QrBitmap.Of(Address)!;

        Assert.True(HasEye(code, 0, 0));
        Assert.True(HasEye(code, QrBitmap.Modules - 7, 0));
        Assert.True(HasEye(code, 0, QrBitmap.Modules - 7));
        Assert.False(HasEye(code, QrBitmap.Modules - 7, QrBitmap.Modules - 7));
    }

    [Fact]
    public void Its_format_says_error_correction_m()
    {
        var code = QrBitmap.Of(Address)!;
        // ISO/IEC 18004 section 7.9: the first two of the format's bits, masked with 10 of 101010000010010; M is 00.
        Assert.True(code[0, 8]);
        Assert.False(code[1, 8]);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("HTTPS://192.168.100.200/7K3M9QX4")]
    [InlineData("0123456789012345678901234567890123ABCD")]
    public void Every_text_that_fits_has_the_same_size(string text)
    {
        Assert.Equal(text, QrBitmap.Of(text)?.Text);
        Assert.Equal(64, QrBitmap.Side);
        Assert.True(QrBitmap.Quiet >= 3 * QrBitmap.PixelsPerModule);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://192.168.1.45/7K3M9Q")]
    [InlineData("HTTP://192.168.1.45/外線")]
    [InlineData("01234567890123456789012345678901234ABCD")]
    public void A_text_that_does_not_fit_has_no_code(string text) => Assert.Null(QrBitmap.Of(text));

    [Fact]
    public void It_is_drawn_dark_on_a_lit_ground()
    {
        var code = QrBitmap.Of(Address)!;
        var canvas = new Canvas(ScreenSize.Full);
        canvas.Draw(code, 0, 0);
        var frame = canvas.ToFrame();

        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                var (column, row) = ((x - QrBitmap.Quiet + 2) / 2 - 1, (y - QrBitmap.Quiet + 2) / 2 - 1);
                var isDark = column is >= 0 and < QrBitmap.Modules && row is >= 0 and < QrBitmap.Modules && code[column, row];
                Assert.Equal(!isDark, frame[x, y]);
            }
        }

        Assert.False(frame[64, 0]);
    }

    private static bool HasEye(QrBitmap code, int left, int top)
    {
        for (var y = 0; y < 7; y++)
        {
            for (var x = 0; x < 7; x++)
            {
                var ring = Math.Max(Math.Abs(x - 3), Math.Abs(y - 3));
                if (code[left + x, top + y] != ring is not 2)
                    return false;
            }
        }

        return true;
    }
}
