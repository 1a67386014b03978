using Appliance.Configuration;

namespace Appliance.Hosting;

/// <summary><c>appliance check FILE</c>: every fault of a settings file at once.</summary>
internal static class CheckCommand
{
    public static int Run(string file)
    {
        try
        {
            var reading = ConfigReader.Read(File.ReadAllText(file));
            Console.WriteLine(ConfigCheck.Describe(reading.Faults));
            return reading.IsUsable ? 0 : 1;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Say.Fault($"The file {file} cannot be read: {fault.Message}");
        }
    }
}
