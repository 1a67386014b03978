using Appliance.Calls;
using Microsoft.Data.Sqlite;

namespace Appliance.Records;

/// <summary>Between a <see cref="CallRecord"/> and a row of the file.</summary>
internal static class CallRow
{
    public const string CallerSide = "caller";
    public const string CalledSide = "called";

    /// <summary>Texts come from the network: what is longer is cut, so that no peer can fill the card with one call.</summary>
    private const int LongestText = 256;

    public static void Bind(SqliteParameterCollection row, CallRecord record)
    {
        row.Clear();
        Add(row, "$id", record.Id);
        Add(row, "$started_at", record.StartedAt.ToUnixTimeMilliseconds());
        Add(row, "$clock_not_set", record.ClockNotSet);
        Add(row, "$direction", record.Direction.ToString());
        Add(row, "$origin", Cut(record.Origin));
        Add(row, "$dialled", Cut(record.Dialled));
        Add(row, "$number", Cut(record.Number));
        Add(row, "$caller", Cut(record.Caller));
        Add(row, "$caller_shown", Cut(record.CallerShown));
        Add(row, "$trunk", record.Trunk is null ? null : Cut(record.Trunk));
        Add(row, "$target", Cut(record.Target));
        Add(row, "$rang", record.Rang);
        Add(row, "$answered_after", Milliseconds(record.AnsweredAfter));
        Add(row, "$duration", Milliseconds(record.Duration));
        Add(row, "$ended_by", record.EndedBy.ToString());
        Add(row, "$sip_status", record.Cause.SipStatus);
        Add(row, "$q850", record.Cause.Q850);
        Add(row, "$sentence", Cut(record.Cause.Sentence ?? ""));
        Add(row, "$emergency", record.Emergency);
        Add(row, "$peer_call_id", record.PeerCallId is null ? null : Cut(record.PeerCallId));
    }

    public static void Bind(SqliteParameterCollection row, string id, string side, LegQuality quality)
    {
        row.Clear();
        Add(row, "$id", id);
        Add(row, "$side", side);
        Add(row, "$codec", Cut(quality.Codec));
        Add(row, "$secure", quality.Secure);
        Add(row, "$packets_received", quality.PacketsReceived);
        Add(row, "$packets_sent", quality.PacketsSent);
        Add(row, "$packets_lost", quality.PacketsLost);
        Add(row, "$jitter", Microseconds(quality.Jitter));
        Add(row, "$round_trip", Microseconds(quality.RoundTrip));
        Add(row, "$mos", quality.Mos);
    }

    /// <summary>A row of <c>SELECT call.*</c>, without its legs.</summary>
    public static CallRecord Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(row.GetOrdinal("id")),
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(row.GetOrdinal("started_at"))),
        ClockNotSet = row.GetBoolean(row.GetOrdinal("clock_not_set")),
        Direction = Word(row, "direction", CallDirection.Outbound),
        Origin = row.GetString(row.GetOrdinal("origin")),
        Dialled = row.GetString(row.GetOrdinal("dialled")),
        Number = row.GetString(row.GetOrdinal("number")),
        Caller = row.GetString(row.GetOrdinal("caller")),
        CallerShown = row.GetString(row.GetOrdinal("caller_shown")),
        Trunk = TextOrNull(row, "trunk"),
        Target = row.GetString(row.GetOrdinal("target")),
        Rang = row.GetBoolean(row.GetOrdinal("rang")),
        AnsweredAfter = row.IsDBNull(row.GetOrdinal("answered_after")) ? null : TimeSpan.FromMilliseconds(row.GetInt64(row.GetOrdinal("answered_after"))),
        Duration = TimeSpan.FromMilliseconds(row.GetInt64(row.GetOrdinal("duration"))),
        EndedBy = Word(row, "ended_by", EndedBy.Box),
        Cause = new(row.GetInt32(row.GetOrdinal("sip_status")), row.GetInt32(row.GetOrdinal("q850")), row.GetString(row.GetOrdinal("sentence"))),
        Emergency = row.GetBoolean(row.GetOrdinal("emergency")),
        PeerCallId = TextOrNull(row, "peer_call_id"),
    };

    /// <summary>A row of <c>SELECT leg.*</c> put into its call.</summary>
    public static CallRecord WithLeg(CallRecord record, SqliteDataReader row)
    {
        var quality = new LegQuality
        {
            Codec = row.GetString(row.GetOrdinal("codec")),
            Secure = row.GetBoolean(row.GetOrdinal("secure")),
            PacketsReceived = row.GetInt64(row.GetOrdinal("packets_received")),
            PacketsSent = row.GetInt64(row.GetOrdinal("packets_sent")),
            PacketsLost = row.GetInt64(row.GetOrdinal("packets_lost")),
            Jitter = TimeSpan.FromMicroseconds(row.GetInt64(row.GetOrdinal("jitter"))),
            RoundTrip = row.IsDBNull(row.GetOrdinal("round_trip")) ? null : TimeSpan.FromMicroseconds(row.GetInt64(row.GetOrdinal("round_trip"))),
            Mos = row.IsDBNull(row.GetOrdinal("mos")) ? null : row.GetDouble(row.GetOrdinal("mos")),
        };
        return row.GetString(row.GetOrdinal("side")) is CallerSide ? record with { CallerLeg = quality } : record with { CalledLeg = quality };
    }

    private static void Add(SqliteParameterCollection row, string name, object? value) => row.AddWithValue(name, value ?? DBNull.Value);

    private static long? Milliseconds(TimeSpan? time) => (long?)time?.TotalMilliseconds;

    private static long? Microseconds(TimeSpan? time) => (long?)time?.TotalMicroseconds;

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private static string? TextOrNull(SqliteDataReader row, string column) =>
        row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetString(row.GetOrdinal(column));

    private static T Word<T>(SqliteDataReader row, string column, T otherwise)
        where T : struct, Enum =>
        Enum.TryParse<T>(row.GetString(row.GetOrdinal(column)), out var word) ? word : otherwise;
}
