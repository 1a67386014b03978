using Hal.Boards;

namespace Hal.Tests.Boards;

public sealed class BoardDetectionTests
{
    [Fact]
    public void A_computer_without_a_header_has_no_board() => Assert.Null(BoardDetection.Begin(Found(hasHeader: false, hasSpi: true, 0x3C)));

    [Fact]
    public void What_answers_on_I2C_decides_first()
    {
        Assert.Same(KnownBoards.WavesharePoeB, BoardDetection.Begin(Found(true, true, 0x3C, 0x20)));
        Assert.Same(KnownBoards.AdafruitBonnet, BoardDetection.Begin(Found(true, true, 0x3C)));
        Assert.Same(KnownBoards.WaveshareOledHat, BoardDetection.Begin(Found(true, true)));
        Assert.Same(KnownBoards.Bare, BoardDetection.Begin(Found(true, false)));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(26)]
    public void A_line_only_the_Waveshare_HAT_uses_makes_it_that(int line)
    {
        Assert.Equal((KnownBoards.WaveshareOledHat, true), BoardDetection.Decide(KnownBoards.Bare, Found(true, false), line));
        Assert.Equal((KnownBoards.WaveshareOledHatI2c, true), BoardDetection.Decide(KnownBoards.AdafruitBonnet, Found(true, false, 0x3C), line));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(17)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(27)]
    public void A_line_only_the_bonnet_uses_makes_it_that(int line) =>
        Assert.Equal((KnownBoards.AdafruitBonnet, true), BoardDetection.Decide(KnownBoards.WaveshareOledHat, Found(true, true), line));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_line_both_use_tells_nothing(int line)
    {
        Assert.Equal((KnownBoards.WaveshareOledHat, false), BoardDetection.Decide(KnownBoards.WaveshareOledHat, Found(true, true), line));
        Assert.Equal((KnownBoards.AdafruitBonnet, false), BoardDetection.Decide(KnownBoards.AdafruitBonnet, Found(true, true, 0x3C), line));
    }

    [Fact]
    public void A_single_wired_button_is_not_taken_for_the_third_key_of_a_board_nobody_has_seen()
    {
        var found = Found(true, true);
        var (board, isCertain) = BoardDetection.Decide(KnownBoards.WaveshareOledHat, found, 16);

        Assert.False(isCertain);
        Assert.Equal(KnownBoards.Bare.Buttons, board.Buttons);
        Assert.Equal(KnownBoards.WaveshareOledHat.Screen, board.Screen);
        Assert.Equal((KnownBoards.WaveshareOledHat, true), BoardDetection.Decide(board, found, 21));
    }

    [Fact]
    public void Until_it_is_known_every_button_of_every_board_is_listened_to_once()
    {
        foreach (var board in KnownBoards.All)
        {
            var lines = BoardDetection.Listen(board).Select(button => button.Line).ToArray();

            Assert.Distinct(lines);
            Assert.Equal([4, 5, 6, 13, 16, 17, 19, 20, 21, 22, 23, 26, 27], lines.Order());
            Assert.Equal(board.Buttons, BoardDetection.Listen(board).Take(board.Buttons.Count));
        }
    }

    [Fact]
    public void A_choice_is_doubted_only_when_another_screen_answers()
    {
        Assert.Equal(KnownBoards.WavesharePoeB, BoardDetection.Contradicts(KnownBoards.AdafruitBonnet, Found(true, true, 0x3C, 0x20)));
        Assert.Equal(KnownBoards.AdafruitBonnet, BoardDetection.Contradicts(KnownBoards.WaveshareOledHat, Found(true, true, 0x3C)));
        Assert.Equal(KnownBoards.AdafruitBonnet, BoardDetection.Contradicts(KnownBoards.WavesharePoeB, Found(true, true, 0x3C)));
        Assert.Null(BoardDetection.Contradicts(KnownBoards.AdafruitBonnet, Found(true, true)));
        Assert.Null(BoardDetection.Contradicts(KnownBoards.WaveshareOledHatI2c, Found(true, true, 0x3C)));
        Assert.Null(BoardDetection.Contradicts(KnownBoards.AdafruitBonnet, Found(false, false)));
    }

    private static BoardFindings Found(bool hasHeader, bool hasSpi, params int[] answers) => new(hasHeader, hasSpi, answers.ToHashSet());
}
