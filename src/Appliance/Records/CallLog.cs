using Appliance.Calls;
using Appliance.Configuration;
using Microsoft.Data.Sqlite;

namespace Appliance.Records;

/// <summary>
/// Keeps the record of every call that ended. Posting never waits: records stand in a bounded queue that one writer
/// empties; if the card does not take them, they wait, and when the queue is full the oldest waiting record is dropped and
/// counted. What was written survives a kill and a power cut.
/// </summary>
public sealed class CallLog : IDisposable
{
    /// <summary>Records that may wait: two hours of a busy office.</summary>
    private const int LongestQueue = 1024;

    private const int LargestBatch = 64;
    private const int TrimEvery = 100;
    private const int SqliteFull = 13;

    private static readonly string[] FileEndings = ["", "-wal", "-shm"];
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private readonly Queue<(long Number, CallRecord Record)> _waiting = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly string _path;
    private readonly int? _mostPages;
    private readonly TimeProvider _time;
    private readonly CallReader _reader;
    private CallFile? _file;
    private volatile RecordsConfig _limits;
    private volatile string? _trouble;
    private volatile string? _aside;
    private long _posted;
    private long _dropped;
    private long _writtenInAll;
    private int _written;

    private CallLog(string path, RecordsConfig limits, TimeProvider time, int? mostPages)
    {
        (_path, _limits, _time, _mostPages) = (path, limits, time, mostPages);
        _reader = new(path);
    }

    /// <summary>Records lost because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Records written since the start: another number when there is something new to read.</summary>
    public long Written => Interlocked.Read(ref _writtenInAll);

    /// <summary>Records that wait to be written.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>A sentence when records cannot be written, or an unreadable file was put aside; otherwise null.</summary>
    public string? Trouble => _trouble ?? _aside;

    /// <summary>
    /// Opens the file, makes it, or brings it up to date. Never fails: a file that is no database is put aside under
    /// another name, and without a usable card the log keeps trying while calls go on.
    /// </summary>
    public static CallLog Open(string path, RecordsConfig limits, TimeProvider time) => Open(path, limits, time, mostPages: null);

    internal static CallLog Open(string path, RecordsConfig limits, TimeProvider time, int? mostPages)
    {
        var log = new CallLog(path, limits, time, mostPages);
        log.TryOpen();
        return log;
    }

    /// <summary>Takes a record. Returns at once, from any thread.</summary>
    public void Post(CallRecord record)
    {
        lock (_gate)
        {
            if (_waiting.Count >= LongestQueue)
            {
                _waiting.Dequeue();
                Interlocked.Increment(ref _dropped);
            }

            _waiting.Enqueue((++_posted, record));
        }

        _work.Release();
    }

    /// <summary>Other limits from now on.</summary>
    public void Keep(RecordsConfig limits) => _limits = limits;

    /// <summary>Writes records until stopped, and then what is still waiting.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var retry = _time.CreateTimer(_ => _work.Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                await _work.WaitAsync(stop);
                if (!WriteWaiting())
                    retry.Change(RetryAfter, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException)
        {
            WriteWaiting();
        }
    }

    /// <summary>Writes all that waits. False: the card does not take it now, and it goes on waiting.</summary>
    internal bool WriteWaiting()
    {
        while (true)
        {
            List<(long Number, CallRecord Record)> batch;
            lock (_gate)
                batch = [.. _waiting.Take(LargestBatch)];
            if (batch.Count is 0)
                return true;
            if (!Write([.. batch.Select(one => one.Record)]))
                return false;

            lock (_gate)
            {
                while (_waiting.TryPeek(out var first) && first.Number <= batch[^1].Number)
                    _waiting.Dequeue();
            }
        }
    }

    /// <summary>
    /// Deletes what is older than the limits allow. Called about once an hour, with null while the box does not know the
    /// time of day: nothing is deleted by age then.
    /// </summary>
    public void Trim(DateTimeOffset? now) => Attempt(file =>
    {
        file.KeepLatest(_limits.KeepCalls);
        if (now is { } today)
            file.KeepSince(today - TimeSpan.FromDays(_limits.KeepDays));
    });

    /// <summary>The latest calls first.</summary>
    public CallPage Recent(int limit = 50) => Search(new CallQuery { Limit = limit });

    /// <summary>Calls that a query asks for; none when the file cannot be read.</summary>
    public CallPage Search(CallQuery query) => Reading(() => _reader.Search(query), new CallPage([], null));

    /// <summary>One call by its identifier, or null. One that waits to be written is found as well.</summary>
    public CallRecord? Find(string id)
    {
        lock (_gate)
        {
            foreach (var (_, record) in _waiting)
            {
                if (record.Id == id)
                    return record;
            }
        }

        return Reading(() => _reader.Find(id), null);
    }

    /// <summary>How many calls are kept.</summary>
    public long Count() => Reading(_reader.Count, 0);

    /// <summary>Closes the file. What still waits and was not written by <see cref="RunAsync"/> is lost.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private bool Write(IReadOnlyList<CallRecord> records)
    {
        if (!Attempt(file => file.Insert(records)))
            return false;

        Interlocked.Add(ref _writtenInAll, records.Count);
        _written += records.Count;
        if (_written >= TrimEvery)
        {
            _written = 0;
            Attempt(file => file.KeepLatest(_limits.KeepCalls));
        }

        return true;
    }

    private bool Attempt(Action<CallFile> work)
    {
        lock (_writing)
        {
            if (_file is null && !TryOpen())
                return false;

            try
            {
                Insist(_file!, work);
                _trouble = null;
                return true;
            }
            catch (SqliteException fault)
            {
                _trouble = fault.SqliteErrorCode is SqliteFull
                    ? "There is no room left for call records. Delete something, or use a larger card. Calls go on; the latest records wait."
                    : "Call records cannot be written. The card may be worn out or read-only. Calls go on; the latest records wait.";
                return false;
            }
        }
    }

    /// <summary>Gives up the oldest records when the card is full: the latest matter more.</summary>
    private static void Insist(CallFile file, Action<CallFile> work)
    {
        try
        {
            work(file);
        }
        catch (SqliteException full) when (full.SqliteErrorCode is SqliteFull)
        {
            if (file.MakeRoom() is 0)
                throw;
            work(file);
        }
    }

    private bool TryOpen()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                Prepare(Path.GetFullPath(_path));
                _file = CallFile.Open(_path, _mostPages);
                return true;
            }
            catch (SqliteException fault) when (fault.SqliteErrorCode is 11 or 26 && attempt is 0)
            {
                // SQLITE_CORRUPT or SQLITE_NOTADB: kept for a look, and out of the way.
                if (!PutAside())
                    return false;
            }
            catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
            {
                _trouble = $"The call records in {_path} cannot be opened. Give the box's account the right to write there, or use another card. Calls go on; the latest records wait.";
                return false;
            }
        }

        return false;
    }

    /// <summary>An empty file that strangers cannot read, where there is none: the files beside it get its rights.</summary>
    private static void Prepare(string path)
    {
        DataFolder.Make(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        using var file = new FileStream(path, options);
    }

    private bool PutAside()
    {
        try
        {
            var aside = $"{_path}.unreadable";
            foreach (var ending in FileEndings)
            {
                if (File.Exists(_path + ending))
                    File.Move(_path + ending, aside + ending, overwrite: true);
            }

            _aside = $"The call records were unreadable and have been put aside as {aside}. New ones are kept from now on.";
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _trouble = $"The call records in {_path} are unreadable and cannot be put aside. Calls go on; the latest records wait.";
            return false;
        }
    }

    private static T Reading<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (SqliteException)
        {
            return otherwise;
        }
    }
}
