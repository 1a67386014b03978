using System.Text;
using Appliance.Calls;
using Microsoft.Data.Sqlite;

namespace Appliance.Records;

/// <summary>Reads call records beside the writer, which WAL allows without either waiting for the other.</summary>
internal sealed class CallReader(string path)
{
    private readonly string _source = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();

    public CallPage Search(CallQuery query)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        var limit = Math.Clamp(query.Limit, 1, CallQuery.LargestPage);
        var sql = new StringBuilder("SELECT * FROM call WHERE 1 = 1");

        Narrow(" AND seq < $before", "$before", query.Before);
        Narrow(" AND direction = $direction", "$direction", query.Direction?.ToString());
        Narrow(" AND clock_not_set = 0 AND started_at >= $from", "$from", query.From?.ToUnixTimeMilliseconds());
        Narrow(" AND clock_not_set = 0 AND started_at < $until", "$until", query.Until?.ToUnixTimeMilliseconds());
        Narrow(
            """ AND (number LIKE $text ESCAPE '\' OR dialled LIKE $text ESCAPE '\' OR caller LIKE $text ESCAPE '\' OR caller_shown LIKE $text ESCAPE '\'"""
            + """ OR origin LIKE $text ESCAPE '\' OR target LIKE $text ESCAPE '\' OR trunk LIKE $text ESCAPE '\')""",
            "$text", query.Text.Length is 0 ? null : $"%{Escaped(query.Text)}%");
        if (query.EmergencyOnly)
            sql.Append(" AND emergency = 1");
        sql.Append(" ORDER BY seq DESC LIMIT $limit");
        command.Parameters.AddWithValue("$limit", limit + 1);
        command.CommandText = sql.ToString();

        var found = Read(connection, command);
        var more = found.Count > limit;
        var page = more ? found[..limit] : found;
        return new(ValueList.Create<CallRecord>([.. page.Select(row => row.Record)]), more ? page[^1].Seq : null);

        void Narrow(string condition, string name, object? value)
        {
            if (value is null)
                return;
            sql.Append(condition);
            command.Parameters.AddWithValue(name, value);
        }
    }

    public CallRecord? Find(string id)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM call WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        return Read(connection, command) is [var row] ? row.Record : null;
    }

    public long Count()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM call";
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_source);
        connection.Open();
        return connection;
    }

    private static List<(long Seq, CallRecord Record)> Read(SqliteConnection connection, SqliteCommand command)
    {
        List<(long Seq, CallRecord Record)> found = [];
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
                found.Add((rows.GetInt64(rows.GetOrdinal("seq")), CallRow.Read(rows)));
        }

        using var legs = connection.CreateCommand();
        legs.CommandText = "SELECT * FROM leg WHERE call = $call";
        var call = legs.Parameters.AddWithValue("$call", 0L);
        for (var i = 0; i < found.Count; i++)
        {
            call.Value = found[i].Seq;
            using var rows = legs.ExecuteReader();
            while (rows.Read())
                found[i] = (found[i].Seq, CallRow.WithLeg(found[i].Record, rows));
        }

        return found;
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
