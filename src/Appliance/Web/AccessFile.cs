using System.Text.Json;
using Appliance.Access;
using Appliance.Configuration;

namespace Appliance.Web;

/// <summary>
/// <c>access.json</c> in the data folder: who is logged in and the machines' tokens, as hashes, so that a restart logs nobody out. What a
/// session has left counts by the time the program ran; one that was unused is taken as used when the program started.
/// </summary>
internal sealed class AccessFile(string dataFolder)
{
    public const string FileName = "access.json";

    private const int Longest = 64 * 1024;
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _file = Path.Combine(dataFolder, FileName);
    private readonly SafeFile _files = new();

    /// <summary>Puts back what was kept. A file that cannot be read keeps nobody logged in.</summary>
    public void Read(SessionTable sessions, TokenTable tokens, TimeSpan now)
    {
        Kept? kept = null;
        try
        {
            var file = new FileInfo(_file);
            if (file.Exists && file.Length <= Longest)
                kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(_file), Written);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return;
        }

        foreach (var one in kept?.Sessions ?? [])
        {
            var left = TimeSpan.FromSeconds(Math.Clamp(one.SecondsLeft, 0, (long)SessionTable.Lifetime.TotalSeconds));
            if (one is { Number: { } number, Hash: { } hash } && left > TimeSpan.Zero)
                sessions.Restore(new Session(number, hash, one.Began, one.From ?? "", one.Agent ?? "", now, now + left));
        }

        foreach (var one in kept?.Tokens ?? [])
        {
            if (one is { Number: { } number, Hash: { } hash } && TokenTable.IsName(one.Name))
                tokens.Restore(new ApiToken(number, one.Name!, hash, one.Made, one.MayChange ? TokenKind.Change : TokenKind.Read) { UsedAt = one.UsedAt, UsedFrom = one.UsedFrom ?? "" });
        }
    }

    /// <summary>Keeps them. Null: done; otherwise why not.</summary>
    public string? Write(SessionTable sessions, TokenTable tokens, TimeSpan now)
    {
        var kept = new Kept(
            [.. sessions.All(now).Select(one => new KeptSession(one.Number, one.Hash, one.Began, one.From, one.Agent, (long)(one.EndsAt - now).TotalSeconds))],
            [.. tokens.All.Select(one => new KeptToken(one.Number, one.Name, one.Hash, one.Made, one.Kind is TokenKind.Change, one.UsedAt, one.UsedFrom))]);
        try
        {
            _files.Replace(_file, JsonSerializer.Serialize(kept, Written) + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _file);
        }
    }

    private sealed record Kept(KeptSession[]? Sessions, KeptToken[]? Tokens);

    private sealed record KeptSession(string? Number, string? Hash, DateTimeOffset Began, string? From, string? Agent, long SecondsLeft);

    private sealed record KeptToken(string? Number, string? Name, string? Hash, DateTimeOffset Made, bool MayChange, DateTimeOffset? UsedAt, string? UsedFrom);
}
