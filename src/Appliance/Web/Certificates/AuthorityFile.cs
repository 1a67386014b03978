using Appliance.Certificates;
using Appliance.Configuration;

namespace Appliance.Web.Certificates;

/// <summary><c>page-authority.pem</c> in the data folder: the roots of an office's own authority, as they were typed on the page.</summary>
internal sealed class AuthorityFile(string dataFolder)
{
    public const string FileName = "page-authority.pem";

    private readonly SafeFile _files = new();

    /// <summary>The certificates in the file that the settings name; empty: it names none, or it cannot be read.</summary>
    public string Read(string? named)
    {
        try
        {
            var file = named is null ? null : new FileInfo(Path.Combine(dataFolder, named));
            return file is { Exists: true, Length: <= CertificatePapers.Longest } ? AcmeForm.RootsOf(File.ReadAllText(file.FullName)) ?? "" : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Keeps these. Null: done; otherwise why not.</summary>
    public string? Keep(string roots)
    {
        var file = Path.Combine(dataFolder, FileName);
        try
        {
            _files.Replace(file, roots, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, file);
        }
    }
}
