using Interop.Peers;

// The peers listen on the ports and addresses they would have in the world, so the whole program runs in a network and a
// process namespace of its own: nothing it does can be seen outside, and nothing it starts can outlive it.
if (PrivateWorld.Missing() is { Count: > 0 } missing)
{
    foreach (var line in missing)
        Console.Error.WriteLine(line);
    return 2;
}

if (!PrivateWorld.IsInside)
    return PrivateWorld.Enter(args);

PrivateWorld.Furnish();
return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
