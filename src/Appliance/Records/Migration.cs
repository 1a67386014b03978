using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Appliance.Records;

/// <summary>One step in the history of the file's tables: a numbered text in the program, run once in each file.</summary>
internal sealed record Migration(int Number, string Sql)
{
    private const string Folder = "Appliance.Records.Migrations.";

    /// <summary>All steps in order.</summary>
    public static ImmutableArray<Migration> All { get; } =
    [
        .. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => new Migration(int.Parse(name.AsSpan(Folder.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), Read(name)))
            .OrderBy(step => step.Number),
    ];

    /// <summary>
    /// Brings a file up to date, each step whole or not at all. A file from a newer program is left as it is: steps only
    /// add, so that the program before an update can still use the file after a rollback.
    /// </summary>
    public static void Run(SqliteConnection connection)
    {
        var done = Version(connection);
        foreach (var step in All.Where(step => step.Number > done))
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"{step.Sql}; PRAGMA user_version = {step.Number};";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string Read(string name)
    {
        using var stream = typeof(Migration).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
