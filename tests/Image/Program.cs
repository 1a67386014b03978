using Image.Bed;
using Interop.Peers;

// An office's phones, trunk and cables are made in namespaces of this program's own.
if ((IReadOnlyList<string>)[.. Card.Missing(), .. PrivateWorld.Missing()] is { Count: > 0 } missing)
{
    foreach (var line in missing)
        Console.Error.WriteLine(line);
    return 2;
}

if (!PrivateWorld.IsInside)
    return PrivateWorld.Enter(args);

PrivateWorld.Furnish();
return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
