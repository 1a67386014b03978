using Appliance.Configuration;

namespace Appliance.Hosting;

/// <summary><c>appliance secret set NAME</c>: keeps the password on standard input, so that it is in no command line and no history.</summary>
internal static class SecretCommand
{
    public static int Run(string name, string dataFolder)
    {
        if (!Console.IsInputRedirected)
            Console.Write($"The password to keep as \"{name}\": ");

        var typed = Console.In.ReadLine() ?? "";
        return new SecretStore(Path.Combine(dataFolder, "secrets")).Import(name, typed) is { } fault
            ? Say.Fault(fault)
            : Say.Line(Console.Out, $"Kept. The settings refer to it as password-secret = \"{name}\".");
    }
}
