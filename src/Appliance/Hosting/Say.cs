namespace Appliance.Hosting;

/// <summary>Says something on the terminal and gives the exit code that goes with it.</summary>
internal static class Say
{
    /// <summary>All is well: 0.</summary>
    public static int Line(TextWriter to, string text)
    {
        to.WriteLine(text);
        return 0;
    }

    /// <summary>A sentence about what is wrong and what to do: 1.</summary>
    public static int Fault(string text)
    {
        Console.Error.WriteLine(text);
        return 1;
    }
}
