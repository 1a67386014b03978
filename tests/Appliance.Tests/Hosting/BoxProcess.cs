using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Appliance.Tests.Configuration;

namespace Appliance.Tests.Hosting;

/// <summary>The box as its owner starts it: a process of its own with a data folder.</summary>
internal sealed class BoxProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public BoxProcess(string further = "")
    {
        (Sip, Tls, Page) = (FreePort(), FreePort(), FreePort());
        Settings = $"""
            [network]
            listen = ["127.0.0.1"]
            sip-udp-port = {Sip}
            sip-tcp-port = {Sip}
            sip-tls-port = {Tls}
            web-port = {Page}
            web-tls-port = 0
            {further}
            """;
    }

    public int Sip { get; }

    public int Tls { get; }

    public int Page { get; }

    public string Settings { get; set; }

    public string Folder => _folder.Path;

    public string Output => string.Join('\n', _lines);

    public int Id => _process!.Id;

    /// <summary>Starts and returns when the box says that it runs.</summary>
    public async Task StartAsync()
    {
        Begin(Folder);
        await _running.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Starts and waits until it has ended by itself.</summary>
    public async Task<int> RunToEndAsync(string? folder = null)
    {
        Begin(folder ?? Folder);
        return await EndedAsync();
    }

    public async Task<int> EndedAsync()
    {
        await _process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false } left)
        {
            left.Kill(entireProcessTree: true);
            left.WaitForExit();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private void Begin(string folder)
    {
        File.WriteAllText(Path.Combine(Folder, "appliance.toml"), Settings);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "appliance.dll"), "--data", folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;

        _lines.Enqueue(line);
        if (line.Contains("is running.", StringComparison.Ordinal))
            _running.TrySetResult();
    }
}
