using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using Hal.Buttons;
using Hal.Emulation;
using Hal.Lamps;
using Hal.Screens;

namespace Hal.Tests.Emulation;

public sealed class PngTests
{
    [Property]
    public bool The_pixels_of_a_frame_come_out_of_a_foreign_decompressor(int seed, byte chance)
    {
        var random = new Random(seed);
        var canvas = new Canvas(ScreenSize.Full);
        for (var i = 0; i < chance * 10; i++)
            canvas.Set(random.Next(128), random.Next(64));
        var frame = canvas.ToFrame();
        var scale = 1 + (seed & 3);

        var png = Chunks(PngFrame.Write(frame, scale));
        var width = BinaryPrimitives.ReadInt32BigEndian(png[0].Content);
        var pixels = Inflate(png.Single(static chunk => chunk.Name is "IDAT").Content);

        return width == (128 + (2 * PngFrame.Rim)) * scale
            && Enumerable.Range(0, 128).All(x => Enumerable.Range(0, 64).All(y =>
                Pixel(pixels, width, ((x + PngFrame.Rim) * scale) + scale - 1, ((y + PngFrame.Rim) * scale) + scale - 1) == (frame[x, y] ? Ink.GlassLit : Ink.GlassDark)));
    }

    [Fact]
    public void The_same_frame_makes_the_same_bytes_on_every_machine()
    {
        var canvas = new Canvas(ScreenSize.Half);
        canvas.Text(0, 0, "設定模式", BitmapFont.Large);
        canvas.Text(0, 20, "Set-up mode", BitmapFont.Small);

        var png = PngFrame.Write(canvas.ToFrame(), 3);

        Assert.Equal("F71D81788F101B25", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(png))[..16]);
    }

    [Fact]
    public void A_lamp_a_button_and_a_dimmed_glass_are_seen_on_a_picture_of_the_panel()
    {
        var panel = new EmulatedFrontPanel();
        panel.Show(new Frame(128, 64, Enumerable.Repeat((byte)0xFF, 1024).ToArray()));
        panel.Show(Brightness.Dimmed);
        panel.Show(Lamp.Status, new LampState(LampColour.Blue, LampPattern.Slow));
        panel.Press(Button.Key1, ButtonSource.Panel, TimeSpan.Zero);

        var lit = Inks(PngPanel.Write(panel.Now, TimeSpan.Zero, 1));
        var dark = Inks(PngPanel.Write(panel.Now, TimeSpan.FromSeconds(1), 1));

        Assert.Contains(Ink.LampBlue, lit);
        Assert.Contains(Ink.GlassDimmed, lit);
        Assert.Contains(Ink.ButtonDown, lit);
        Assert.DoesNotContain(Ink.LampBlue, dark);
    }

    [Fact]
    public void A_recording_shows_every_change_of_picture_and_lamp_for_its_time()
    {
        var panel = new EmulatedFrontPanel();
        var recorder = new PanelRecorder(scale: 1);
        panel.Show(Lamp.Line, new LampState(LampColour.Red, LampPattern.Slow));
        recorder.Record(panel.Now, TimeSpan.FromSeconds(10));
        panel.Show(new Frame(128, 64, Enumerable.Repeat((byte)0x01, 1024).ToArray()));
        recorder.Record(panel.Now, TimeSpan.FromSeconds(12.5));

        var chunks = Chunks(recorder.ToPng(TimeSpan.FromSeconds(13.2))!);

        Assert.Equal("IHDR PLTE acTL fcTL IDAT fcTL fdAT fcTL fdAT fcTL fdAT fcTL fdAT IEND", string.Join(' ', chunks.Select(static chunk => chunk.Name)));
        Assert.Equal([1000, 1000, 500, 500, 200], chunks.Where(static chunk => chunk.Name is "fcTL").Select(static chunk => BinaryPrimitives.ReadUInt16BigEndian(chunk.Content.AsSpan(20))));
        Assert.Equal(Enumerable.Range(0, 9), chunks.Where(static chunk => chunk.Name is "fcTL" or "fdAT").Select(static chunk => BinaryPrimitives.ReadInt32BigEndian(chunk.Content)));
    }

    [Fact]
    public void A_recording_of_nothing_is_none_and_an_endless_one_ends()
    {
        Assert.Null(new PanelRecorder().ToPng(TimeSpan.FromHours(1)));

        var panel = new EmulatedFrontPanel(EmulatedFrontPanel.Complete with { Screen = null });
        panel.Show(Lamp.Line, new LampState(LampColour.Red, LampPattern.Fast));
        var recorder = new PanelRecorder(scale: 1);
        recorder.Record(panel.Now, TimeSpan.Zero);
        var chunks = Chunks(recorder.ToPng(TimeSpan.FromDays(1))!);

        Assert.Equal(PanelRecorder.MostPictures, chunks.Count(static chunk => chunk.Name is "fcTL"));
    }

    private static HashSet<Ink> Inks(byte[] png)
    {
        var chunks = Chunks(png);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunks[0].Content), BinaryPrimitives.ReadInt32BigEndian(chunks[0].Content.AsSpan(4)));
        var pixels = Inflate(chunks.Single(static chunk => chunk.Name is "IDAT").Content);
        return [.. Enumerable.Range(0, height).SelectMany(y => Enumerable.Range(0, width).Select(x => Pixel(pixels, width, x, y)))];
    }

    private static Ink Pixel(byte[] pixels, int width, int x, int y)
    {
        var pair = pixels[(y * (1 + ((width + 1) / 2))) + 1 + (x / 2)];
        return (Ink)(x % 2 is 0 ? pair >> 4 : pair & 0x0F);
    }

    private static byte[] Inflate(byte[] compressed)
    {
        using var stream = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var pixels = new MemoryStream();
        stream.CopyTo(pixels);
        return pixels.ToArray();
    }

    private static List<(string Name, byte[] Content)> Chunks(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }
}
