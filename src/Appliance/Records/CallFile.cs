using System.Globalization;
using Appliance.Calls;
using Microsoft.Data.Sqlite;

namespace Appliance.Records;

/// <summary>
/// The SQLite file of call records, written by one thread. WAL with synchronous = FULL: a commit is on the card when it
/// returns. NORMAL would lose every commit since the last checkpoint with the power, which can be hours; FULL costs one
/// write-through per commit, and calls end a few times a minute at most.
/// </summary>
internal sealed class CallFile : IDisposable
{
    private readonly SqliteConnection _connection;

    private CallFile(SqliteConnection connection) => _connection = connection;

    public static CallFile Open(string path, int? mostPages)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var file = new CallFile(connection);
            file.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 4194304;");
            Migration.Run(connection);
            if (mostPages is { } pages)
                file.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages};"));
            return file;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Writes all of them or none. A call that is there already is not written again.</summary>
    public void Insert(IReadOnlyList<CallRecord> records)
    {
        using var transaction = _connection.BeginTransaction();
        using var call = Command(transaction, """
            INSERT OR IGNORE INTO call (id, started_at, clock_not_set, direction, origin, dialled, number, caller, caller_shown, trunk, target, rang,
                answered_after, duration, ended_by, sip_status, q850, sentence, emergency, peer_call_id)
            VALUES ($id, $started_at, $clock_not_set, $direction, $origin, $dialled, $number, $caller, $caller_shown, $trunk, $target, $rang,
                $answered_after, $duration, $ended_by, $sip_status, $q850, $sentence, $emergency, $peer_call_id)
            """);
        using var leg = Command(transaction, """
            INSERT OR IGNORE INTO leg (call, side, codec, secure, packets_received, packets_sent, packets_lost, jitter, round_trip, mos)
            SELECT seq, $side, $codec, $secure, $packets_received, $packets_sent, $packets_lost, $jitter, $round_trip, $mos FROM call WHERE id = $id
            """);

        foreach (var record in records)
        {
            CallRow.Bind(call.Parameters, record);
            call.ExecuteNonQuery();
            foreach (var (side, quality) in new[] { (CallRow.CallerSide, record.CallerLeg), (CallRow.CalledSide, record.CalledLeg) })
            {
                if (quality is null)
                    continue;
                CallRow.Bind(leg.Parameters, record.Id, side, quality);
                leg.ExecuteNonQuery();
            }
        }

        transaction.Commit();
    }

    /// <summary>Deletes the oldest calls beyond a count; emergency calls stay. Returns how many went.</summary>
    public int KeepLatest(int count) => Delete(
        "DELETE FROM call WHERE emergency = 0 AND seq <= (SELECT seq FROM call ORDER BY seq DESC LIMIT 1 OFFSET $limit)", count);

    /// <summary>Deletes calls that began before a time of day. Returns how many went.</summary>
    public int KeepSince(DateTimeOffset first) => Delete(
        "DELETE FROM call WHERE clock_not_set = 0 AND started_at < $limit", first.ToUnixTimeMilliseconds());

    /// <summary>Deletes a tenth of the calls, the oldest first, to make room. Returns how many went.</summary>
    public int MakeRoom() => Delete(
        "DELETE FROM call WHERE seq IN (SELECT seq FROM call WHERE emergency = 0 ORDER BY seq LIMIT (SELECT MAX(1, COUNT(*) / $limit) FROM call))", 10);

    public void Dispose() => _connection.Dispose();

    private int Delete(string sql, long limit)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = Command(transaction, sql);
        command.Parameters.AddWithValue("$limit", limit);
        command.ExecuteNonQuery();
        command.Parameters.Clear();
        command.CommandText = "SELECT changes()";
        var gone = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        transaction.Commit();
        return gone;
    }

    private void Execute(string sql)
    {
        using var command = Command(null, sql);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(SqliteTransaction? transaction, string sql)
    {
        var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }
}
