using Appliance.FrontPanel;
using FsCheck.Xunit;
using Hal.Screens;

namespace Appliance.Tests.FrontPanel;

public sealed class TypesetterTests
{
    [Fact]
    public void English_breaks_between_words_and_a_long_word_where_it_must() =>
        Assert.Equal(["Version 12", "is", "unpronounc", "eable"], Typesetter.Wrap("Version 12 is unpronounceable", BitmapFont.Small, 60));

    [Fact]
    public void Chinese_breaks_anywhere_but_before_a_full_stop() =>
        Assert.Equal(["按住按鈕三", "秒，取得新", "的PIN碼", "了。"], Typesetter.Wrap("按住按鈕三秒，取得新的PIN碼了。", BitmapFont.Large, 80));

    [Fact]
    public void What_is_too_long_is_cut_and_says_so()
    {
        Assert.Equal("Reception", Typesetter.Cut("Reception", BitmapFont.Small, 54));
        Assert.Equal("Receptio…", Typesetter.Cut("Reception 2", BitmapFont.Small, 54));
        Assert.Equal("會議…", Typesetter.Cut("會議室走廊", BitmapFont.Large, 48));
    }

    [Property]
    public bool No_line_is_wider_than_asked_and_no_letter_is_lost(string? text, byte width)
    {
        var (given, room) = (text ?? "", 16 + width);
        var lines = Typesetter.Wrap(given, BitmapFont.Large, room);
        return lines.All(line => BitmapFont.Large.Measure(line) <= room && BitmapFont.Large.Measure(Typesetter.Cut(line, BitmapFont.Large, room)) <= room)
            && string.Concat(string.Concat(lines).EnumerateRunes().Where(static rune => !System.Text.Rune.IsWhiteSpace(rune)))
                == string.Concat(given.EnumerateRunes().Where(static rune => !System.Text.Rune.IsWhiteSpace(rune)));
    }
}
