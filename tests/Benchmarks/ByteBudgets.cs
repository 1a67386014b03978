using System.Text.Json;

namespace Benchmarks;

/// <summary>How many bytes a unit of work may allocate. Bytes are the same in every run, so they can fail one; times never do.</summary>
internal sealed class ByteBudgets(IReadOnlyDictionary<string, long> budgets)
{
    public static ByteBudgets Read(string path) =>
        new(JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(path)) ?? []);

    public long? Find(string name) => budgets.TryGetValue(name, out var budget) ? budget : null;

    /// <summary>Tells every budget that was exceeded or belongs to no row. True when there is none.</summary>
    public bool Report(TextWriter to, IReadOnlyList<Result> results)
    {
        var right = true;
        foreach (var result in results)
        {
            var name = result.Row.Ours.Name;
            if (Find(name) is not { } budget)
                Wrong($"{name}: no budget in budgets.json");
            else if (Math.Round(result.Ours.Bytes, 2) > budget)
                Wrong($"{name}: {result.Ours.Bytes:0.##} bytes, the budget is {budget}");
        }

        foreach (var name in budgets.Keys.Except(results.Select(static result => result.Row.Ours.Name)))
            Wrong($"{name}: has a budget but no row");
        return right;

        void Wrong(string what)
        {
            to.WriteLine(what);
            right = false;
        }
    }
}
