using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Configuration;

/// <summary>
/// <c>RESET-PASSWORD.txt</c> on the card's boot partition, which any computer can write to: who has the card in hand has forgotten the
/// password.
/// </summary>
/// <param name="bootFolder">Where the boot partition is, or null: there is none.</param>
public sealed class ResetFile(string? bootFolder)
{
    /// <summary>Where a Raspberry Pi has its boot partition.</summary>
    public const string UsualFolder = "/boot/firmware";

    // What is in it does not matter; more than this is not looked at.
    private const int Looked = 4096;

    // Computers that hide endings make the others.
    private static readonly string[] Names = ["RESET-PASSWORD.txt", "RESET-PASSWORD", "RESET-PASSWORD.txt.txt"];

    /// <summary>True when it can be told whether the file lies there.</summary>
    public bool CanLook => bootFolder is not null && Directory.Exists(bootFolder);

    /// <summary>Tells this file from another by content, size and time; null: none lies there.</summary>
    public string? Mark()
    {
        try
        {
            if (Find() is not { } file)
                return null;

            var bytes = new byte[Looked];
            using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var about = string.Create(CultureInfo.InvariantCulture, $"{content.Length} {File.GetLastWriteTimeUtc(file).Ticks}");
            return Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(about), .. bytes.AsSpan(0, length)]));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes the file off the card. Null: it is gone; otherwise why not.</summary>
    public string? Remove()
    {
        try
        {
            while (Find() is { } file)
                File.Delete(file);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    private string? Find() => bootFolder is null ? null : Names.Select(name => Path.Combine(bootFolder, name)).FirstOrDefault(File.Exists);
}
