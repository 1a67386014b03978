using System.Text;

namespace Appliance.Tests.FrontPanel;

/// <summary>The golden pictures, and the documentation made of them. PANEL_WRITE=1 writes them anew instead of comparing.</summary>
public sealed class PanelPictureTests
{
    private static readonly bool IsWriting = Environment.GetEnvironmentVariable("PANEL_WRITE") is "1";

    private static readonly string Root = FindRoot();

    public static TheoryData<string> Scenes => [.. PanelScene.All.Select(static scene => scene.Name)];

    [Theory, MemberData(nameof(Scenes))]
    public void A_page_is_drawn_as_its_golden_picture(string name)
    {
        var path = Path.Combine(Root, "tests", "Appliance.Tests", "FrontPanel", "Frames", $"{name}.txt");
        var drawn = PanelPictures.Text(PanelScene.All.Single(scene => scene.Name == name));
        if (IsWriting)
            Write(path, Encoding.UTF8.GetBytes(drawn));

        var golden = File.Exists(path) ? File.ReadAllText(path) : "";
        if (golden != drawn)
            Assert.Fail($"{name} is drawn otherwise than {path} shows ('+' newly lit, '-' newly dark). If it is right so, run with PANEL_WRITE=1.\n{Difference(golden, drawn)}");
    }

    [Fact]
    public void The_documentation_shows_what_the_panel_draws()
    {
        var stale = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, content) in PanelPictures.Documents())
        {
            var path = Path.Combine(Root, "docs", name);
            names.Add(Path.GetFullPath(path));
            if (IsWriting)
                Write(path, content);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
                stale.Add(name);
        }

        Assert.True(stale.Count is 0, $"Not what the program draws; run with PANEL_WRITE=1: {string.Join(", ", stale)}");
        Assert.All(Directory.GetFiles(Path.Combine(Root, "docs", "panel"), "*.png"), path => Assert.Contains(Path.GetFullPath(path), names));
    }

    [Fact]
    public void Every_golden_picture_belongs_to_a_scene() =>
        Assert.All(Directory.GetFiles(Path.Combine(Root, "tests", "Appliance.Tests", "FrontPanel", "Frames")),
            static path => Assert.Contains(PanelScene.All, scene => scene.Name == Path.GetFileNameWithoutExtension(path)));

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Root);
        File.WriteAllBytes(path, content);
    }

    /// <summary>The rows that differ, with what came and went.</summary>
    private static string Difference(string golden, string drawn)
    {
        var (old, now) = (golden.Split('\n'), drawn.Split('\n'));
        var text = new StringBuilder();
        for (var row = 0; row < now.Length; row++)
        {
            var before = row < old.Length ? old[row] : "";
            if (before != now[row])
                text.Append($"{row,4} ").AppendJoin("", now[row].Select((pixel, column) => column < before.Length && before[column] == pixel ? pixel : pixel is '#' ? '+' : '-')).Append('\n');
        }

        return text.ToString();
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Appliance.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
        return folder;
    }
}
