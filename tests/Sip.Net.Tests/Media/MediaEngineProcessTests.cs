using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Sip.Media;

namespace Sip.Net.Tests.Media;

public sealed class MediaEngineProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("media").FullName;
    private readonly CancellationTokenSource _stop = new();

    private string Control => Path.Combine(_folder, "control");

    [Fact]
    public async Task An_engine_that_is_killed_is_reported_and_replaced()
    {
        using var gateway = new Gateway(Control);
        var running = gateway.Process.RunAsync(_stop.Token);
        var first = gateway.Expect<MediaEvent.EngineStarted>();
        gateway.Process.Send(new MediaCommand.OpenPort(new(1), IPAddress.Loopback));
        gateway.Expect<MediaEvent.PortOpened>();

        Kill(gateway.Process.ProcessId);

        gateway.Expect<MediaEvent.EngineLost>();
        var second = gateway.Expect<MediaEvent.EngineStarted>();
        Assert.NotEqual(first.Epoch, second.Epoch);
        Assert.IsType<MediaEvent.ListEnded>(gateway.Next());
        await gateway.Process.ShutdownAsync();
        Assert.Null(gateway.Process.ProcessId);
        await running;
    }

    [Fact]
    public async Task A_path_flows_on_without_its_gateway_and_is_handed_to_the_next_one()
    {
        using var first = new Gateway(Control);
        using var leave = new CancellationTokenSource();
        var running = first.Process.RunAsync(leave.Token);
        var epoch = first.Expect<MediaEvent.EngineStarted>().Epoch;
        using var phone = Attach(first, new(1));
        using var trunk = Attach(first, new(2));
        first.Process.Send(new MediaCommand.Connect(new(1), new(2)));
        first.Process.Send(new MediaCommand.ReadCounters(new(1)));
        first.Expect<MediaEvent.Counters>();

        await leave.CancelAsync();
        await running;

        phone.Send(RelayTests.Sound(1));
        Assert.Equal(RelayTests.Sound(1), trunk.Hear().Payload);

        using var second = new Gateway(Control);
        running = second.Process.RunAsync(_stop.Token);
        Assert.Equal(epoch, second.Expect<MediaEvent.EngineStarted>().Epoch);
        Assert.Equal(new(new(1), phone.TheirRtp, phone.TheirRtcp, new PortId(2)), second.Expect<MediaEvent.PortListed>());
        Assert.Equal(new PortId(1), second.Expect<MediaEvent.PortListed>().ConnectedTo);
        second.Expect<MediaEvent.ListEnded>();

        phone.Send(RelayTests.Sound(2));
        Assert.Equal(RelayTests.Sound(2), trunk.Hear().Payload);
        second.Process.Send(new MediaCommand.ClosePort(new(1)));
        Assert.Equal(2, second.Expect<MediaEvent.PortClosed>().Last.PacketsReceived);

        await second.Process.ShutdownAsync();
        await running;
    }

    [Fact]
    public async Task An_engine_nobody_comes_back_to_ends_after_the_grace_time()
    {
        using var gateway = new Gateway(Control, new() { Grace = TimeSpan.FromSeconds(1) });
        using var leave = new CancellationTokenSource();
        var running = gateway.Process.RunAsync(leave.Token);
        gateway.Expect<MediaEvent.EngineStarted>();
        using var engine = Process.GetProcessById(gateway.Process.ProcessId!.Value);

        await leave.CancelAsync();
        await running;

        using var patience = new CancellationTokenSource(EngineBench.Patience);
        await engine.WaitForExitAsync(patience.Token);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_reported_in_a_sentence()
    {
        using var gateway = new Gateway(Control, program: new(Path.Combine(_folder, "missing"), []));
        var running = gateway.Process.RunAsync(_stop.Token);

        Assert.Contains("cannot be started", gateway.Expect<MediaEvent.EngineLost>().Why, StringComparison.Ordinal);
        Assert.False(gateway.Process.Send(new MediaCommand.ListPorts()));

        await _stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--control")]
    [InlineData(2, "--control", "x", "--ports", "20001-20100")]
    [InlineData(2, "--control", "x", "--what", "y")]
    [InlineData(3, "--control", "/nowhere/at/all")]
    public void Wrong_arguments_end_with_a_code_and_a_sentence(int code, params string[] args) =>
        Assert.Equal(code, MediaEngineHost.Run(["media", .. args]));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static MediaPeer Attach(Gateway gateway, PortId port)
    {
        gateway.Process.Send(new MediaCommand.OpenPort(port, IPAddress.Loopback));
        var opened = gateway.Expect<MediaEvent.PortOpened>();
        var peer = new MediaPeer(port, opened.Rtp, opened.Rtcp, new());
        gateway.Process.Send(new MediaCommand.ConfigurePort(port, new() { Remote = peer.Rtp }));
        return peer;
    }

    private static void Kill(int? id)
    {
        using var engine = Process.GetProcessById(id!.Value);
        engine.Kill();
    }

    private sealed class Gateway : IDisposable
    {
        private readonly BlockingCollection<MediaEvent> _events = [];

        public Gateway(string control, MediaEngineSettings? settings = null, MediaEngineProgram? program = null) =>
            Process = new(control, settings ?? new(), program ?? MediaEngineProgram.ThisOne(), _events.Add, TimeProvider.System);

        public MediaEngineProcess Process { get; }

        public MediaEvent Next()
        {
            using var patience = new CancellationTokenSource(EngineBench.Patience);
            return _events.Take(patience.Token);
        }

        public T Expect<T>()
            where T : MediaEvent
        {
            while (true)
            {
                if (Next() is T happening)
                    return happening;
            }
        }

        public void Dispose()
        {
            Process.Dispose();
            _events.Dispose();
        }
    }
}
