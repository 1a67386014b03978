using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using Sip.Media.Linux;
using Sip.Net;

namespace Sip.Media;

/// <summary>The program in its role as media engine: <c>media --control PATH [--ports 20000-24999] [--announcements DIR] [--grace SECONDS] [--dscp 0-63]</c>.</summary>
public static class MediaEngineHost
{
    private const int WrongArguments = 2;
    private const int CannotListen = 3;

    /// <summary>
    /// Runs the engine until it is told to end, or no gateway has been there for the grace time. Returns the exit code:
    /// 0, 2 for wrong arguments, 3 when the control path cannot be had.
    /// </summary>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (!TryRead(args, out var settings, out var control))
        {
            Console.Error.WriteLine("Use: media --control PATH [--ports 20000-24999] [--announcements DIR] [--grace SECONDS] [--dscp 0-63]");
            return WrongArguments;
        }

        using var listener = Listen(control, out var why);
        if (listener is null)
        {
            Console.Error.WriteLine($"media: cannot listen at {control}: {why}");
            return CannotListen;
        }

        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        RelayStep.WarmUp(new SystemTokens());
        using var loop = new LinuxMediaLoop(settings, new SystemTokens(), TimeProvider.System, listener, gateway: null);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(loop, signal));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(loop, signal));
        var thread = new Thread(() => RunUrgently(loop)) { Name = "media" };
        thread.Start();
        thread.Join();
        File.Delete(control);
        return 0;
    }

    private static void RunUrgently(LinuxMediaLoop loop)
    {
        if (Urgency.TryRaise() is { } why)
            Console.Error.WriteLine($"media: runs at normal priority: {why}");
        if (Urgency.TryLockMemory() is { } reason)
            Console.Error.WriteLine($"media: its memory may be swapped out: {reason}");
        loop.Run();
    }

    private static void End(LinuxMediaLoop loop, PosixSignalContext signal)
    {
        signal.Cancel = true;
        loop.Stop();
    }

    // A path left behind by an engine that was killed is taken over; one that somebody answers at is not.
    private static SequencedSocket? Listen(string control, out string why)
    {
        if (SequencedSocket.ListenAt(control, out why) is { } free)
            return free;

        using var other = SequencedSocket.ConnectTo(control);
        if (other is not null)
        {
            why = "another media engine runs there";
            return null;
        }

        try
        {
            File.Delete(control);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            why = fault.Message;
            return null;
        }

        return SequencedSocket.ListenAt(control, out why);
    }

    private static bool TryRead(string[] args, out MediaEngineSettings settings, out string control)
    {
        settings = new();
        control = "";
        var first = args is ["media", ..] ? 1 : 0;
        for (var i = first; i < args.Length; i += 2)
        {
            if (i + 1 >= args.Length)
                return false;

            switch (args[i])
            {
                case "--control":
                    control = args[i + 1];
                    break;
                case "--announcements":
                    settings = settings with { Announcements = args[i + 1] };
                    break;
                case "--ports" when PortRange.TryParse(args[i + 1], out var range):
                    settings = settings with { Ports = range };
                    break;
                case "--grace" when int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds):
                    settings = settings with { Grace = TimeSpan.FromSeconds(seconds) };
                    break;
                case "--dscp" when int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var codePoint) && codePoint is <= 63:
                    settings = settings with { DifferentiatedServices = codePoint };
                    break;
                default:
                    return false;
            }
        }

        return control.Length > 0;
    }
}
