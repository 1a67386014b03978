using FsCheck.Xunit;
using Hal.Emulation;
using Hal.Screens;

namespace Hal.Tests.Screens;

public sealed class DisplayEncoderTests
{
    public static TheoryData<string, int> Chips => new() { { "SSD1306", 64 }, { "SSD1306", 32 }, { "SH1106", 64 }, { "SH1106", 32 } };

    [Theory]
    [MemberData(nameof(Chips))]
    public void The_noise_of_a_chip_that_gets_power_is_never_seen(string name, int height)
    {
        var (encoder, chip) = Pair(name, height);
        var frame = Noise(height, 7);

        chip.Command(encoder.Initialise.Span);
        Assert.Equal(Frame.Dark(128, height), chip.Glass);
        foreach (var write in encoder.Encode(null, frame))
            chip.Take(write);
        Assert.Equal(Frame.Dark(128, height), chip.Glass);
        chip.Command(encoder.Show(Brightness.Full).Span);
        Assert.Equal(frame, chip.Glass);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void The_start_sends_only_commands_that_the_chip_knows_and_suits_the_glass(string name, int height)
    {
        var (encoder, chip) = Pair(name, height);
        chip.Command(encoder.Initialise.Span);

        Assert.Empty(chip.Unknown);
        Assert.True(chip.IsPumping);
        Assert.Equal(height, chip.Multiplex);
        Assert.Equal(height == 64 ? 0x12 : 0x02, chip.RowWiring);
        Assert.False(chip.IsTurned);
    }

    [Fact]
    public void A_glass_mounted_the_other_way_round_is_turned()
    {
        var ssd1306 = new Ssd1306Model(ScreenSize.Full);
        ssd1306.Command(new Ssd1306Encoder(ScreenSize.Full, isTurned: true).Initialise.Span);
        var sh1106 = new Sh1106Model(ScreenSize.Full);
        sh1106.Command(new Sh1106Encoder(ScreenSize.Full, isTurned: true).Initialise.Span);

        Assert.True(ssd1306.IsTurned);
        Assert.True(sh1106.IsTurned);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void The_start_brings_back_a_chip_that_another_program_left_in_any_state(string name, int height)
    {
        var (encoder, chip) = Pair(name, height);
        chip.Command([0x5A, 0xA5, 0xA7, 0xA0, 0xC8, 0xD3, 0x11, 0xA8, 0x0F, 0xB5, 0x07, 0x13, 0xAF]);
        if (name is "SSD1306")
            chip.Command([0x20, 0x01, 0x21, 0x05, 0x09, 0x22, 0x01, 0x02]);
        chip.Command([0xA8]);
        var frame = Noise(height, 3);

        chip.Command(encoder.Initialise.Span);
        foreach (var write in encoder.Encode(null, frame))
            chip.Take(write);
        chip.Command(encoder.Show(Brightness.Dimmed).Span);

        Assert.Equal(frame, chip.Glass);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void A_refresh_mends_a_disturbed_chip_without_the_glass_going_dark(string name, int height)
    {
        var (encoder, chip) = Pair(name, height);
        var frame = Noise(height, 5);
        chip.Command(encoder.Initialise.Span);
        foreach (var write in encoder.Encode(null, frame))
            chip.Take(write);
        chip.Command(encoder.Show(Brightness.Full).Span);
        chip.Command([0x4C, 0xA5, 0xA7, 0xD3, 0x07]);
        Assert.NotEqual(frame, chip.Glass);

        foreach (var command in encoder.Refresh.ToArray())
        {
            chip.Command([command]);
            Assert.True(chip.IsOn && chip.IsPumping);
        }

        Assert.Equal(frame, chip.Glass);
        Assert.Empty(chip.Unknown);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void A_refresh_brings_back_a_chip_that_lost_its_power(string name, int height)
    {
        var (encoder, chip) = Pair(name, height);
        chip.Command(encoder.Refresh.Span);
        foreach (var write in encoder.Encode(null, Noise(height, 8)))
            chip.Take(write);
        chip.Command(encoder.Show(Brightness.Full).Span);

        Assert.Equal(Noise(height, 8), chip.Glass);
        Assert.False(chip.IsTurned);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void Brightness_is_off_dimmed_or_full(string name, int height)
    {
        var (encoder, chip) = Pair(name, height);
        chip.Command(encoder.Show(Brightness.Full).Span);
        var full = chip.Contrast;
        chip.Command(encoder.Show(Brightness.Dimmed).Span);
        Assert.True(chip.IsOn);
        Assert.InRange(chip.Contrast, 1, full / 8);

        chip.Command(encoder.Show(Brightness.Off).Span);
        Assert.False(chip.IsOn);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void A_picture_that_is_shown_already_sends_nothing(string name, int height)
    {
        var (encoder, _) = Pair(name, height);

        Assert.Empty(encoder.Encode(Noise(height, 1), Noise(height, 1)));
    }

    [Fact]
    public void One_letter_that_changes_sends_its_columns_only()
    {
        var before = new Canvas(ScreenSize.Full);
        before.Text(60, 16, "I", BitmapFont.Small);
        var after = new Canvas(ScreenSize.Full);
        after.Text(60, 16, "H", BitmapFont.Small);

        var write = Assert.Single(new Sh1106Encoder(ScreenSize.Full).Encode(before.ToFrame(), after.ToFrame()));

        Assert.Equal([0xB2, 0x0E, 0x13], write.Commands.ToArray());
        Assert.Equal(5, write.Pixels.Length);
    }

    [Fact]
    public void A_picture_of_another_size_sends_nothing() =>
        Assert.Empty(new Ssd1306Encoder(ScreenSize.Half).Encode(null, Frame.Dark(128, 64)));

    [Property]
    public bool Whatever_is_shown_in_turn_the_glass_shows_the_last_and_no_more_is_sent_than_a_whole_picture(int[] seeds, bool isSh1106, bool isHalf, bool[] isLost)
    {
        var height = isHalf ? 32 : 64;
        var (encoder, chip) = Pair(isSh1106 ? "SH1106" : "SSD1306", height);
        chip.Command(encoder.Initialise.Span);
        chip.Command(encoder.Show(Brightness.Full).Span);

        Frame? shown = null;
        for (var i = 0; i < seeds.Length; i++)
        {
            var next = shown is null ? Noise(height, seeds[i]) : Change(shown, seeds[i]);
            var known = i < isLost.Length && isLost[i] ? null : shown;
            var before = chip.BytesTaken;
            foreach (var write in encoder.Encode(known, next))
                chip.Take(write);
            shown = next;

            var whole = next.AllPages.Length + (next.Pages * DisplayEncoder.AddressBytes);
            if (chip.BytesTaken - before > whole || !chip.Glass.Equals(shown))
                return false;
        }

        return chip.Unknown.Count == 0;
    }

    private static (DisplayEncoder Encoder, DisplayChipModel Chip) Pair(string name, int height)
    {
        var size = new ScreenSize(128, height);
        return name is "SH1106" ? (new Sh1106Encoder(size), new Sh1106Model(size, noise: 42)) : (new Ssd1306Encoder(size), new Ssd1306Model(size, noise: 42));
    }

    private static Frame Noise(int height, int seed)
    {
        var bytes = new byte[128 * height / 8];
        new Random(seed).NextBytes(bytes);
        return new Frame(128, height, bytes);
    }

    // Mostly a few bytes here and there, sometimes nothing, sometimes everything.
    private static Frame Change(Frame frame, int seed)
    {
        var random = new Random(seed);
        var bytes = frame.AllPages.ToArray();
        for (var changes = random.Next(4) is 0 ? bytes.Length : random.Next(40); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return new Frame(frame.Width, frame.Height, bytes);
    }
}
