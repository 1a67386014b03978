using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Appliance.Calls;
using Appliance.Configuration;

namespace Appliance.Records;

/// <summary>
/// Remembers the answered calls, one small file each, for the run of the gateway that follows a killed one. Remembering and forgetting
/// never wait: one writer follows, and of several changes of a call it writes the newest. The files hold no keys and no passwords.
/// </summary>
public sealed class CallSnapshotFolder : IDisposable
{
    private const int MostWaiting = 1024;
    private const int LargestFile = 64 * 1024;
    private const string Ending = ".json";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredCall?> _waiting = [];
    private readonly SemaphoreSlim _work = new(0);
    private readonly SafeFile _files = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly string _boot;
    private long _dropped;

    /// <summary>The files of this folder, which is made when the first call is remembered.</summary>
    public CallSnapshotFolder(string folder, TimeProvider time) => (_folder, _time, _boot) = (folder, time, BootNumber());

    /// <summary>Changes that were lost because too many waited or the card did not take them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>
    /// The calls that an earlier run left, with the time since added to what they have talked. A file that cannot be read is put aside
    /// under another name.
    /// </summary>
    public ImmutableArray<CallSnapshot> Read()
    {
        if (!Directory.Exists(_folder))
            return [];

        var calls = ImmutableArray.CreateBuilder<CallSnapshot>();
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + Ending).Order(StringComparer.Ordinal).Take(MostWaiting))
        {
            if (TryRead(path) is { } stored && IsPlain(stored.Call.Record.Id))
                calls.Add(Continued(stored));
            else
                PutAside(path);
        }

        return calls.DrainToImmutable();
    }

    /// <summary>Remembers the call as it is now. Returns at once.</summary>
    public void Remember(CallSnapshot call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Post(call.Record.Id, new StoredCall { Call = call, Boot = _boot, Uptime = Uptime, WrittenAt = _time.GetUtcNow() });
    }

    /// <summary>The call is over. Returns at once.</summary>
    public void Forget(string callId) => Post(callId, null);

    /// <summary>Writes until stopped, and then what still waits.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(stop);
                WriteWaiting();
            }
        }
        catch (OperationCanceledException)
        {
            WriteWaiting();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();

    internal void WriteWaiting()
    {
        KeyValuePair<string, StoredCall?>[] batch;
        lock (_gate)
        {
            batch = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var (id, stored) in batch)
            Write(PathOf(id), stored);
    }

    // The clock of one boot goes on over a restart of the program; the time of day may have been set since.
    private TimeSpan Uptime => _time.GetElapsedTime(0);

    private void Post(string id, StoredCall? stored)
    {
        lock (_gate)
        {
            if (!IsPlain(id) || (_waiting.Count >= MostWaiting && !_waiting.ContainsKey(id)))
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            _waiting[id] = stored;
        }

        _work.Release();
    }

    private void Write(string path, StoredCall? stored)
    {
        if (stored is null)
        {
            SafeFile.Discard(path);
            return;
        }

        try
        {
            Directory.CreateDirectory(_folder);
            _files.Replace(path, JsonSerializer.Serialize(stored, StoredCalls.Default.StoredCall), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private CallSnapshot Continued(StoredCall stored)
    {
        var since = stored.Boot == _boot && _boot.Length > 0 ? Uptime - stored.Uptime : _time.GetUtcNow() - stored.WrittenAt;
        var most = stored.Call.LongestCall;
        var talked = stored.Call.Record.Duration + (since < TimeSpan.Zero ? TimeSpan.Zero : since > most ? most : since);
        return stored.Call with { Record = stored.Call.Record with { Duration = talked } };
    }

    private static StoredCall? TryRead(string path)
    {
        try
        {
            return new FileInfo(path).Length > LargestFile ? null : JsonSerializer.Deserialize(File.ReadAllText(path), StoredCalls.Default.StoredCall);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static void PutAside(string path)
    {
        try
        {
            File.Move(path, path + ".unreadable", overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It stays and is met again at the next start.
        }
    }

    private static string BootNumber()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static bool IsPlain(string? id) => id is { Length: > 0 and <= 64 } && id.All(char.IsAsciiLetterOrDigit);

    private string PathOf(string id) => Path.Combine(_folder, id + Ending);
}

/// <summary>A remembered call and when that was.</summary>
internal sealed record StoredCall
{
    public required CallSnapshot Call { get; init; }

    /// <summary>The system's number of this boot; empty where it has none.</summary>
    public required string Boot { get; init; }

    /// <summary>Since the boot.</summary>
    public required TimeSpan Uptime { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredCall))]
internal sealed partial class StoredCalls : JsonSerializerContext;
