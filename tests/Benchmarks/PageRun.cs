using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using Appliance.Access;
using Appliance.Configuration;
using Appliance.Practice;
using Appliance.Setup;
using Appliance.Web;
using Sip.Net;

namespace Benchmarks;

/// <summary>
/// What a page that somebody looks at costs while calls go on: the real program with twenty calls to its echo service, their voice included,
/// looked at by nobody and then by five, each a connection of its own over TLS.
/// </summary>
internal static class PageRun
{
    private const int Calls = 20;
    private const int Pages = 5;
    private const string Topics = "home,calls";

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task<int> RunAsync(TextWriter output)
    {
        using var patience = new CancellationTokenSource(Patience);
        var token = "";
        using var box = new BoxProcess(
            $"""
            [calls]
            max-calls = {Calls}

            {string.Join('\n', Enumerable.Range(201, Calls).Select(number => $"[[extension]]\nnumber = \"{number}\"\npassword-secret = \"phone\"\n"))}
            """,
            withTls: true,
            folder => token = Furnish(folder));
        await box.ListeningAsync(patience.Token);

        var phones = Enumerable.Range(201, Calls).Select(number => new PracticePhone(number.ToString(CultureInfo.InvariantCulture), Password, box.SipPort, TimeProvider.System)).ToArray();
        try
        {
            foreach (var phone in phones)
            {
                await phone.RegisterAsync(patience.Token);
                await phone.CallAsync("777", patience.Token);
            }

            // The compiler comes to rest.
            await Task.Delay(TimeSpan.FromSeconds(20), patience.Token);
            var alone = await ShareAsync(box, patience.Token);
            using var viewers = new CancellationTokenSource();
            var looking = Enumerable.Range(0, Pages).Select(_ => LookAsync(box.TlsPort, token, viewers.Token)).ToArray();
            await Task.Delay(TimeSpan.FromSeconds(20), patience.Token);
            var looked = await ShareAsync(box, patience.Token);
            await viewers.CancelAsync();
            var seen = await Task.WhenAll(looking);
            Say(output, alone, looked, seen);
        }
        finally
        {
            foreach (var phone in phones)
                await phone.DisposeAsync();
        }

        return 0;
    }

    private const string Password = "A-Phone-To-Measure-1";

    private static void Say(TextWriter output, double alone, double looked, (int Parts, long Bytes)[] seen)
    {
        var page = (looked - alone) / Pages;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gateway with {Calls} calls, nobody looks: {alone:0.00} % of a core"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gateway with {Calls} calls, {Pages} live pages: {looked:0.00} % of a core"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a live page: {page:0.00} % of a core, {seen.Average(one => one.Parts / (Measured + TimeSpan.FromSeconds(20)).TotalSeconds):0.0} parts and {seen.Average(one => one.Bytes / (Measured + TimeSpan.FromSeconds(20)).TotalSeconds) / 1024:0.0} KB a second"));
    }

    /// <summary>A box that is claimed, with a machine's token; the token.</summary>
    private static string Furnish(string folder)
    {
        var secrets = Directory.CreateDirectory(Path.Combine(folder, "secrets"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var phone = Path.Combine(secrets, "phone");
        File.WriteAllText(phone, Password);
        File.SetUnixFileMode(phone, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new OwnerFile(folder).StorePassphrase(new SetupRecord(Ownership.Claimed, null), "nobody logs in");
        var tokens = new TokenTable();
        var (_, text) = tokens.Make("measure", TokenKind.Read, new SystemTokens(), DateTimeOffset.UnixEpoch)!.Value;
        new AccessFile(folder).Write(new SessionTable(), tokens, TimeSpan.Zero);
        return text;
    }

    private static async Task<double> ShareAsync(BoxProcess box, CancellationToken stop)
    {
        var (before, at) = (box.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(Measured, stop);
        return (box.ProcessorTime - before) / Stopwatch.GetElapsedTime(at) * 100;
    }

    private static async Task<(int Parts, long Bytes)> LookAsync(int port, string token, CancellationToken stop)
    {
        // The box's own certificate is nobody else's.
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject is "CN=landline.local" } };
        using var http = new HttpClient(handler);
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{port}/api/live?numbers=whole&topics={Topics}") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"The stream answers {answer.StatusCode}.");

        var (parts, bytes) = (0, 0L);
        try
        {
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
            while (await lines.ReadLineAsync(stop) is { } line)
            {
                bytes += line.Length + 1;
                parts += line == "event: part" ? 1 : 0;
            }
        }
        catch (OperationCanceledException)
        {
            // Seen enough.
        }

        return (parts, bytes);
    }
}
