using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Records;
using Appliance.Tests.Configuration;

namespace Appliance.Tests.Hosting;

/// <summary>The program itself, killed in the middle of a call.</summary>
public sealed class KilledGatewayTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _data = new();
    private readonly IPEndPoint _box = new(IPAddress.Loopback, FreePort());
    private readonly RawPeer _pbx;
    private readonly RawPeer _provider;

    public KilledGatewayTests()
    {
        _pbx = new RawPeer("127.0.0.2", _box);
        _provider = new RawPeer("127.0.0.3", _box);
        File.WriteAllText(_data.File("appliance.toml"), $"""
            [office]
            country = "TW"

            [network]
            listen = ["127.0.0.1"]
            sip-udp-port = {_box.Port}
            sip-tcp-port = {FreePort()}
            sip-tls-port = {FreePort()}
            web-port = {FreePort()}
            web-tls-port = 0

            [[trunk]]
            id = "planb"
            kind = "sip"
            host = "127.0.0.3"
            port = {_provider.Local.Port}
            transport = "udp"
            numbers = ["+886277778888"]

            [[pbx]]
            id = "asterisk"
            addresses = ["127.0.0.2"]
            host = "127.0.0.2"
            port = {_pbx.Local.Port}

            [dial-plan]
            area-code = "2"
            """ + string.Concat(Emergency.Select(static number => $"\n\n[[dial-plan.emergency]]\nnumber = \"{number}\"\nnot-reached-acknowledged = true")) + "\n");
    }

    private static IEnumerable<string> Emergency => ["110", "112", "113", "118", "119"];

    [Fact]
    public void A_call_talks_on_while_the_gateway_is_dead_and_is_ended_properly_by_its_successor()
    {
        using (var first = StartBox())
        {
            _provider.Expect("OPTIONS");
            Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(_data.Path, "media.socket*").Length > 0, Soon));
            _pbx.AwaitBox();
            Call(out var portOfPbx, out var portOfProvider, out var toProvider);
            Assert.True(_pbx.IsHeardBy(_provider, portOfPbx));
            Assert.True(_provider.IsHeardBy(_pbx, portOfProvider));
            Assert.True(SpinWait.SpinUntil(() => Remembered.Length == 1, Soon));

            Kill(first);

            Assert.True(_pbx.IsHeardBy(_provider, portOfPbx));
            using var second = StartBox();
            _pbx.AwaitBox();
            Assert.True(_provider.IsHeardBy(_pbx, portOfProvider));
            Assert.True(_pbx.IsHeardBy(_provider, portOfPbx));
            HangUp(toProvider);
            Kill(second);
        }

        using var records = CallLog.Open(_data.File("calls.db"), new RecordsConfig(), TimeProvider.System);
        var record = Assert.Single(records.Recent().Calls);
        Assert.Equal((EndedBy.Called, "pbx:asterisk", "planb"), (record.EndedBy, record.Origin, record.Trunk));
        Assert.True(record.Duration > TimeSpan.Zero);
        Assert.True(record.CallerLeg!.PacketsReceived >= 3 && record.CalledLeg!.PacketsReceived >= 2);
    }

    public void Dispose()
    {
        // The engine outlives its gateway by design; this one belongs to the test's own folder.
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (CommandLineOf(process.Id).Contains(_data.Path, StringComparison.Ordinal))
                    process.Kill();
            }
        }

        _pbx.Dispose();
        _provider.Dispose();
        _data.Dispose();
    }

    private string[] Remembered => Directory.Exists(_data.File("calls-in-progress")) ? Directory.GetFiles(_data.File("calls-in-progress"), "*.json") : [];

    private void Call(out int portOfPbx, out int portOfProvider, out string toProvider)
    {
        var dialog = $"From: <sip:2001@127.0.0.2>;tag=pbx\nCall-ID: raw-call\nContact: <sip:2001@{_pbx.Local}>\n";
        _pbx.Request($"INVITE sip:+886233334444@{_box} SIP/2.0\n{dialog}To: <sip:+886233334444@{_box}>\nCSeq: 1 INVITE", _pbx.Sdp);
        toProvider = _provider.Expect("INVITE");
        portOfProvider = RawPeer.AudioPort(toProvider);
        _provider.Reply(toProvider, "200 OK", ";tag=far", _provider.Sdp);
        _provider.Expect("ACK");
        var answer = _pbx.Expect("SIP/2.0 200", "raw-call");
        portOfPbx = RawPeer.AudioPort(answer);
        _pbx.Request($"ACK sip:{_box} SIP/2.0\n{dialog}To: {RawPeer.Header(answer, "To")}\nCSeq: 1 ACK");
    }

    /// <summary>The provider's side hangs up; the PBX must hear of it, in its own dialog, and the record must be there.</summary>
    private void HangUp(string toProvider)
    {
        _provider.Request($"BYE sip:{_box} SIP/2.0\nFrom: {RawPeer.Header(toProvider, "To")};tag=far\nTo: {RawPeer.Header(toProvider, "From")}\nCall-ID: {RawPeer.Header(toProvider, "Call-ID")}\nCSeq: 2 BYE");
        var bye = _pbx.Expect("BYE");
        Assert.Equal("raw-call", RawPeer.Header(bye, "Call-ID"));
        Assert.Equal("<sip:2001@127.0.0.2>;tag=pbx", RawPeer.Header(bye, "To"));
        _pbx.Reply(bye, "200 OK");
        _provider.Expect("SIP/2.0 200");
        Assert.True(SpinWait.SpinUntil(() => Remembered.Length == 0, Soon));
        using var records = CallLog.Open(_data.File("calls.db"), new RecordsConfig(), TimeProvider.System);
        Assert.True(SpinWait.SpinUntil(() => records.Count() == 1, Soon));
    }

    private Process StartBox()
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "appliance.dll"));
        start.ArgumentList.Add("--data");
        start.ArgumentList.Add(_data.Path);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, line) => TestContext.Current.TestOutputHelper?.WriteLine(line.Data ?? "");
        process.ErrorDataReceived += static (_, line) => TestContext.Current.TestOutputHelper?.WriteLine(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Without warning (SIGKILL), and without waiting for its output to end: the engine has that too.</summary>
    private static void Kill(Process process)
    {
        process.Kill();
        Assert.True(process.WaitForExit(Soon));
    }

    private static string CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
