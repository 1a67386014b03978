using System.Diagnostics;

namespace Browser.Tests;

/// <summary>Reads the QR code on the panel as a telephone does: from its picture, with Debian's zbar.</summary>
internal static class PanelCode
{
    /// <summary>The address in the code. Throws when no page of the panel shows one soon.</summary>
    public static async Task<Uri> ReadAsync(RunningBox box, CancellationToken stop)
    {
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var frame = await http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{box.Port}/panel/frame.png"), patience.Token);
            if (Uri.TryCreate(await DecodeAsync(frame, patience.Token), UriKind.Absolute, out var address))
                return address;
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<string> DecodeAsync(byte[] frame, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("landline-code-");
        try
        {
            var small = Path.Combine(folder.FullName, "frame.png");
            var large = Path.Combine(folder.FullName, "large.png");
            await File.WriteAllBytesAsync(small, frame, stop);
            // As near as somebody holds a telephone. The screen writes light on dark, which zbar reads only when it is turned round.
            await RunAsync("convert-im6.q16", [small, "-filter", "point", "-resize", "600%", large], stop);
            var read = await RunAsync("zbarimg", ["--quiet", "--raw", large], stop);
            if (read.Length > 0)
                return read;
            await RunAsync("convert-im6.q16", [large, "-negate", "-bordercolor", "white", "-border", "40", large], stop);
            return await RunAsync("zbarimg", ["--quiet", "--raw", large], stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, string[] words, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return said.Trim();
    }
}
