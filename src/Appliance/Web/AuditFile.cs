using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Appliance.Access;
using Appliance.Configuration;

namespace Appliance.Web;

/// <summary><c>audit.jsonl</c> in the data folder: who came and went, a line each, bounded.</summary>
internal sealed class AuditFile
{
    public const string FileName = "audit.jsonl";

    /// <summary>How many lines may stand in the file until it is written anew.</summary>
    private const int MostLines = 2 * (AuditRings.MostOfPeople + AuditRings.MostOfMachines + AuditRings.MostRefused);

    private const int Longest = 2 * 1024 * 1024;

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly SafeFile _files = new();
    private readonly AuditRings _entries = new();
    private int _lines;

    public AuditFile(string dataFolder)
    {
        _file = Path.Combine(dataFolder, FileName);
        try
        {
            var file = new FileInfo(_file);
            if (file.Exists && file.Length <= Longest)
                foreach (var line in File.ReadLines(_file))
                    Take(line);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What was before is lost; what comes is told.
        }
    }

    /// <summary>The latest, the newest first.</summary>
    public ImmutableArray<AuditEntry> Latest(int most)
    {
        lock (_gate)
            return _entries.Latest(most);
    }

    /// <summary>Adds a line. Null: done; otherwise why it is not on the card.</summary>
    public string? Add(AuditEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            try
            {
                if (++_lines > MostLines)
                {
                    _files.Replace(_file, string.Concat(_entries.All.Select(one => JsonSerializer.Serialize(one, Written) + "\n")), UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    _lines = _entries.All.Count();
                }
                else
                {
                    var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
                    using var file = new FileStream(_file, options);
                    var begin = EndsTorn(file) ? "\n" : "";
                    file.Seek(0, SeekOrigin.End);
                    using var writer = new StreamWriter(file);
                    writer.Write(begin + JsonSerializer.Serialize(entry, Written) + "\n");
                }

                return null;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return SafeFile.Explain(fault, _file);
            }
        }
    }

    /// <summary>True after a line that a power cut or a full card tore.</summary>
    private static bool EndsTorn(FileStream file)
    {
        if (file.Length is 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() is not '\n';
    }

    private void Take(string line)
    {
        _lines++;
        try
        {
            if (JsonSerializer.Deserialize<AuditEntry>(line, Written) is { Who: not null, From: not null, Which: not null } entry)
                _entries.Add(entry);
        }
        catch (JsonException)
        {
            // A line that a power cut broke.
        }
    }
}
