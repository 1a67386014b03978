using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Texts;
using Microsoft.Extensions.Logging.Abstractions;
using Sip;
using Sip.Net;

namespace Appliance.Practice;

/// <summary><c>appliance practice</c>: one real call through the real box, measured and told as a story.</summary>
internal static class PracticeCommand
{
    private const string Number = "0912345678";
    private const string Expected = "+886912345678";
    private const string LineUser = "practice-line";
    private const string PhoneUser = "101";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    public static async Task<int> RunAsync(bool once)
    {
        var time = TimeProvider.System;
        var folder = Directory.CreateTempSubdirectory("landline-practice-").FullName;
        try
        {
            return await CallAsync(folder, once, time);
        }
        catch (PracticeFault fault)
        {
            return Say.Fault($"The practice call did not go through: {fault.Message}.");
        }
        catch (SipListenException taken)
        {
            return Say.Fault(taken.Message);
        }
        catch (OperationCanceledException)
        {
            return Say.Fault($"The practice call did not go through within {Patience.TotalSeconds:0} seconds.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CallAsync(string folder, bool once, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        var stop = patience.Token;
        Console.WriteLine($"""
            A practice call: a phone in the office dials {Number}. The box makes it {Expected} and calls a practice line
            over TLS and SRTP, as it would call Twilio.
            """);

        var linePassword = RandomNumberGenerator.GetHexString(24);
        var phonePassword = RandomNumberGenerator.GetHexString(24);
        using var certificate = MakeCertificate(time);
        await using var line = new PracticeLine(LineUser, linePassword, certificate, time);
        var boxPort = FreePort();
        var settings = WriteSettings(folder, boxPort, line.Port, linePassword, phonePassword, certificate, time);

        var ladder = new SipLadder(time);
        var live = new LiveState(time);
        await using (var box = Box.Start(new BoxOptions { DataFolder = folder, Trace = ladder }, settings, live, time, NullLoggerFactory.Instance))
        {
            await using var phone = new PracticePhone(PhoneUser, phonePassword, boxPort, time);
            var why = "";
            live.Reported = report => why = report is GatewayReport.OfCall { Event: CallReport.Over { Record.Cause: var cause } } ? Sentences.Say(cause.Sentence, "en") : why;
            try
            {
                var answering = line.RunAsync(stop);
                await phone.RegisterAsync(stop);
                await phone.CallAsync(Number, stop);
                await Task.WhenAll(phone.HearAsync(stop), line.HearAsync(stop));
                var counters = await phone.HangUpAsync(stop);
                await answering;

                var facts = new PracticeFacts(ladder, line, phone, counters, Expected);
                Tell(ladder, facts.Describe());
                if (!once)
                    Console.WriteLine("The box itself starts with:  dotnet run --project src/Appliance");
                return facts.AllWell ? 0 : 1;
            }
            catch (Exception fault) when (fault is PracticeFault or OperationCanceledException)
            {
                Tell(ladder, why.Length > 0 ? $"The box says: {why}" : "The box recorded no reason.");
                throw;
            }
        }
    }

    private static void Tell(SipLadder ladder, string verdict)
    {
        Console.WriteLine();
        Console.WriteLine(ladder.Draw(peer => peer.Transport is TransportKind.Tls));
        Console.WriteLine(verdict);
    }

    private static SettingsStore WriteSettings(
        string folder, int boxPort, int linePort, string linePassword, string phonePassword, X509Certificate2 certificate, TimeProvider time)
    {
        File.WriteAllText(Path.Combine(folder, "line.pem"), certificate.ExportCertificatePem());
        var store = SettingsStore.Open(folder, time);
        store.Secrets.Keep("line", Secret.From(linePassword)!);
        store.Secrets.Keep("phone", Secret.From(phonePassword)!);
        var outcome = store.Apply($"""
            [office]
            name = "Practice"
            country = "TW"

            [network]
            listen = ["127.0.0.1"]
            sip-udp-port = 0
            sip-tcp-port = {boxPort}
            sip-tls-port = 0

            [[trunk]]
            id = "practice"
            kind = "sip"
            host = "localhost"
            port = {linePort}
            transport = "tls"
            media = "srtp"
            extra-certificates = "line.pem"
            user-name = "{LineUser}"
            password-secret = "line"
            numbers = ["+886223456789"]

            [[extension]]
            number = "{PhoneUser}"
            password-secret = "phone"
            """);
        return outcome is SettingsOutcome.Applied ? store : throw new PracticeFault($"its settings are not accepted: {Reason(outcome)}");
    }

    private static string Reason(SettingsOutcome outcome) => outcome switch
    {
        SettingsOutcome.Refused refused => ConfigCheck.Describe(refused.Faults),
        SettingsOutcome.NotWritten notWritten => notWritten.Why,
        _ => outcome.ToString(),
    };

    private static X509Certificate2 MakeCertificate(TimeProvider time)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
