namespace Interop.Peers;

/// <summary>Reads the code on a box's screen as a telephone does: from a picture of it, with Debian's zbar.</summary>
internal static class PanelCode
{
    /// <summary>The address in the code, or null when the picture shows none.</summary>
    public static async Task<Uri?> ReadAsync(string photograph)
    {
        // As near as somebody holds a telephone. The screen writes light on dark, which zbar reads only when it is turned round.
        var near = Path.ChangeExtension(photograph, ".near.png");
        foreach (var more in (string[][])[[], ["-negate", "-bordercolor", "white", "-border", "40"]])
        {
            await PeerProcess.RunAsync(["convert-im6.q16", photograph, "-filter", "point", "-resize", "600%", .. more, near]);
            if (Uri.TryCreate((await PeerProcess.RunAsync("zbarimg", "--quiet", "--raw", near)).Trim(), UriKind.Absolute, out var address))
                return address;
        }

        return null;
    }
}
