using Benchmarks;

if (args is ["panel"])
    return await PanelRun.RunAsync(Console.Out);
if (args is ["page"])
    return await PageRun.RunAsync(Console.Out);

using var relay = new RelayRows();
Row[] rows = [.. ParseRows.All(), .. WriteRows.All(), .. CallRows.All(), .. relay.All(), .. NumberRows.All(), .. PanelRows.All()];
var results = Meter.Measure(rows);
var budgets = ByteBudgets.Read(Path.Combine(AppContext.BaseDirectory, "budgets.json"));

Table.Print(Console.Out, results, budgets);
return budgets.Report(Console.Error, results) ? 0 : 1;
