using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Records;
using Appliance.Tests.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Records;

public sealed class CallLogTests : IDisposable
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private string CallsFile => _folder.File("calls.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_record_comes_back_as_it_was_posted()
    {
        using var log = Open();
        var record = Call("a1") with
        {
            Dialled = "02-23456789",
            Caller = "101",
            CallerShown = "+886223456780",
            Trunk = "twilio",
            Target = "trunk:twilio",
            Rang = true,
            AnsweredAfter = TimeSpan.FromMilliseconds(4321),
            PeerCallId = "CA0123",
            CallerLeg = new() { Codec = "PCMA", PacketsReceived = 3000, PacketsSent = 2990, PacketsLost = 7, Jitter = TimeSpan.FromMicroseconds(1940), Mos = 4.37 },
            CalledLeg = new() { Codec = "PCMU", Secure = true, PacketsReceived = 2990, RoundTrip = TimeSpan.FromMicroseconds(35500) },
        };

        log.Post(record);

        Assert.True(log.WriteWaiting());
        Assert.Equal(record with { StartedAt = record.StartedAt.ToUniversalTime() }, log.Find("a1"));
        Assert.Null(log.Find("a2"));
    }

    [Fact]
    public void The_file_and_its_folder_are_made_so_that_strangers_cannot_read_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = Path.Combine(_folder.Path, "data", "calls.db");
        using var log = CallLog.Open(file, new RecordsConfig(), _time);
        log.Post(Call("a1"));
        Assert.True(log.WriteWaiting());

        foreach (var made in Directory.GetFiles(Path.GetDirectoryName(file)!))
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(made) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.GetDirectoryName(file)!) & (UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite));
    }

    [Fact]
    public void The_latest_calls_come_first_and_page_by_page()
    {
        using var log = Open();
        Post(log, 25);

        var first = log.Recent(10);
        var second = log.Search(new CallQuery { Limit = 10, Before = first.Older });
        var third = log.Search(new CallQuery { Limit = 10, Before = second.Older });

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(Id), [.. first.Calls.Select(call => call.Id), .. second.Calls.Select(call => call.Id), .. third.Calls.Select(call => call.Id)]);
        Assert.Null(third.Older);
    }

    [Fact]
    public void Calls_are_found_by_any_part_of_a_number_and_a_percent_sign_is_only_a_percent_sign()
    {
        using var log = Open();
        log.Post(Call("a1") with { Number = "+886912345678" });
        log.Post(Call("a2") with { Caller = "+81312345678", Direction = CallDirection.Inbound });
        log.Post(Call("a3") with { Dialled = "100%", Emergency = true });
        log.Post(Call("a4") with { StartedAt = Morning.AddDays(-3) });
        log.WriteWaiting();

        Assert.Equal(["a2", "a1"], Find(new() { Text = "12345" }));
        Assert.Equal(["a3"], Find(new() { Text = "0%" }));
        Assert.Equal(["a2"], Find(new() { Direction = CallDirection.Inbound }));
        Assert.Equal(["a3"], Find(new() { EmergencyOnly = true }));
        Assert.Equal(["a4"], Find(new() { Until = Morning.AddDays(-1) }));
        Assert.Equal(["a3", "a2", "a1"], Find(new() { From = Morning.AddDays(-1) }));
        Assert.Empty(Find(new() { Text = "'; DROP TABLE call; --" }));
        Assert.Equal(4, log.Count());

        IEnumerable<string> Find(CallQuery query) => log.Search(query).Calls.Select(call => call.Id);
    }

    [Fact]
    public void A_call_posted_twice_leaves_one_record()
    {
        using var log = Open();

        log.Post(Call("a1"));
        log.WriteWaiting();
        log.Post(Call("a1"));
        log.WriteWaiting();

        Assert.Equal(1, log.Count());
    }

    [Fact]
    public void Every_written_record_survives_a_power_cut()
    {
        using var log = Open();
        Post(log, 40);

        using var after = CallLog.Open(CopyAsAfterPowerCut(), new(), _time);

        Assert.Equal(40, after.Count());
        Assert.Null(after.Trouble);
    }

    [Fact]
    public void A_write_cut_in_half_costs_only_the_records_in_it()
    {
        using var log = Open();
        Post(log, 40);
        var copy = CopyAsAfterPowerCut();
        using (var wal = new FileStream(copy + "-wal", FileMode.Open))
            wal.SetLength(wal.Length - 6000);

        using var after = CallLog.Open(copy, new(), _time);

        Assert.InRange(after.Count(), 1, 39);
        Assert.Null(after.Trouble);
        after.Post(Call("b1"));
        Assert.True(after.WriteWaiting());
        Assert.NotNull(after.Find("b1"));
    }

    [Fact]
    public void A_full_card_gives_up_the_oldest_calls_and_never_an_emergency_call()
    {
        using var log = CallLog.Open(CallsFile, new(), _time, mostPages: 60);
        log.Post(Call("emergency") with { Emergency = true });
        Post(log, 3000);

        Assert.Null(log.Trouble);
        Assert.Equal(0, log.Dropped);
        Assert.InRange(log.Count(), 100, 2999);
        Assert.NotNull(log.Find(Id(3000)));
        Assert.Null(log.Find(Id(1)));
        Assert.NotNull(log.Find("emergency"));
    }

    [Fact]
    public void A_card_that_takes_nothing_is_told_of_and_the_records_wait()
    {
        Directory.CreateDirectory(CallsFile);
        using var log = Open();
        log.Post(Call("a1"));

        Assert.False(log.WriteWaiting());
        Assert.Contains("cannot be opened", log.Trouble, StringComparison.Ordinal);
        Assert.Equal(1, log.Waiting);

        Directory.Delete(CallsFile);

        Assert.True(log.WriteWaiting());
        Assert.Null(log.Trouble);
        Assert.NotNull(log.Find("a1"));
    }

    [Fact]
    public void A_queue_that_is_full_drops_its_oldest_record_and_counts_it()
    {
        Directory.CreateDirectory(CallsFile);
        using var log = Open();
        for (var i = 1; i <= 1030; i++)
            log.Post(Call(Id(i)));

        Directory.Delete(CallsFile);
        log.WriteWaiting();

        Assert.Equal((6, 1024), (log.Dropped, log.Count()));
        Assert.Null(log.Find(Id(6)));
        Assert.NotNull(log.Find(Id(7)));
    }

    [Fact]
    public void A_file_that_is_no_database_is_put_aside_and_told_of()
    {
        File.WriteAllText(CallsFile, new string('x', 8000));

        using var log = Open();
        log.Post(Call("a1"));

        Assert.True(log.WriteWaiting());
        Assert.NotNull(log.Find("a1"));
        Assert.Contains("put aside", log.Trouble, StringComparison.Ordinal);
        Assert.Equal(8000, new FileInfo(CallsFile + ".unreadable").Length);
    }

    [Fact]
    public void Old_calls_go_by_count_and_by_age_but_not_by_age_while_the_clock_is_not_set()
    {
        using var log = CallLog.Open(CallsFile, new RecordsConfig { KeepDays = 30, KeepCalls = 5 }, _time);
        log.Post(Call("emergency") with { Emergency = true });
        log.Post(Call("old") with { StartedAt = Morning.AddDays(-31) });
        log.Post(Call("no clock") with { StartedAt = DateTimeOffset.UnixEpoch, ClockNotSet = true });
        Post(log, 3);

        log.Trim(now: null);
        Assert.Equal(6, log.Count());
        log.Trim(Morning);
        Assert.Null(log.Find("old"));
        Assert.NotNull(log.Find("no clock"));
        Post(log, 4, from: 4);
        log.Trim(now: null);
        Assert.Equal([Id(7), Id(6), Id(5), Id(4), Id(3), "emergency"], log.Recent().Calls.Select(call => call.Id));
    }

    [Fact]
    public void A_text_from_the_network_cannot_fill_the_card()
    {
        using var log = Open();

        log.Post(Call("a1") with { Dialled = new string('9', 100_000) });
        log.WriteWaiting();

        Assert.Equal(256, log.Find("a1")!.Dialled.Length);
    }

    [Fact]
    public async Task Records_posted_before_the_stop_are_written_before_the_end()
    {
        using var log = Open();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        log.Post(Call("a1"));

        await log.RunAsync(stop.Token);

        Assert.NotNull(log.Find("a1"));
    }

    [Fact]
    public async Task The_writer_tries_again_after_five_seconds()
    {
        Directory.CreateDirectory(CallsFile);
        using var log = Open();
        using var stop = new CancellationTokenSource();
        log.Post(Call("a1"));
        var running = log.RunAsync(stop.Token);
        Directory.Delete(CallsFile);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, log.Waiting);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(SpinWait.SpinUntil(() => log.Waiting is 0, TimeSpan.FromSeconds(20)));
        Assert.NotNull(log.Find("a1"));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void A_file_opened_again_is_not_migrated_again_and_a_newer_file_is_used_as_it_is()
    {
        using (var log = Open())
            Post(log, 1);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={CallsFile};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99; ALTER TABLE call ADD COLUMN later TEXT";
            command.ExecuteNonQuery();
        }

        using var again = Open();
        again.Post(Call("b1"));

        Assert.True(again.WriteWaiting());
        Assert.Equal(2, again.Count());
    }

    private static string Id(int number) => $"call-{number}";

    private static CallRecord Call(string id) => new()
    {
        Id = id,
        StartedAt = Morning,
        Direction = CallDirection.Outbound,
        Origin = "extension:101",
        Number = "+886223450000",
        Duration = TimeSpan.FromMilliseconds(61_234),
        EndedBy = EndedBy.Caller,
        Cause = new(0, 16, "ended"),
        CalledLeg = new() { Codec = "PCMU" },
    };

    private static void Post(CallLog log, int count, int from = 1)
    {
        for (var i = from; i < from + count; i++)
        {
            log.Post(Call(Id(i)));
            if (i % 20 is 0)
                log.WriteWaiting();
        }

        log.WriteWaiting();
    }

    private CallLog Open() => CallLog.Open(CallsFile, new RecordsConfig(), _time);

    private string CopyAsAfterPowerCut()
    {
        var copy = _folder.File("copy.db");
        File.Copy(CallsFile, copy);
        File.Copy(CallsFile + "-wal", copy + "-wal");
        return copy;
    }
}
