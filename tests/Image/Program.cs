using Image.Bed;

if (Card.Missing() is { Count: > 0 } missing)
{
    foreach (var line in missing)
        Console.Error.WriteLine(line);
    return 2;
}

return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
