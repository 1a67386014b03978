using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Appliance.Certificates;
using Appliance.Hosting;

namespace Appliance.Web.Certificates;

/// <summary>Carries what <see cref="AcmeOrder"/> asks to the authority, over HTTPS that is checked, and brings the answers.</summary>
internal sealed class AcmeWire : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    /// <summary>A wire that believes the system's roots and these.</summary>
    public AcmeWire(X509Certificate2Collection extraRoots)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = LongestAnswer };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsBelieved(certificate as X509Certificate2, chain, errors, extraRoots);
        _http = new HttpClient(handler) { Timeout = LongestAnswer, MaxResponseContentBufferSize = AcmeAnswer.LongestBody };
        // RFC 8555 section 6.1 asks for both.
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Landline", BoxVersion.Text.Split('+')[0]));
        _http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
    }

    /// <summary>Asks. Throws <see cref="HttpRequestException"/> where there is no answer, or <see cref="TaskCanceledException"/> where it comes too late.</summary>
    public async Task<AcmeAnswer> AskAsync(AcmeStep.Ask ask, TimeProvider time, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(new HttpMethod(ask.Method), ask.Address);
        if (ask.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jose+json");
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);
        var retry = answer.Headers.RetryAfter;
        return new AcmeAnswer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(stop))
        {
            Nonce = answer.Headers.TryGetValues("Replay-Nonce", out var nonces) ? nonces.FirstOrDefault() : null,
            Location = answer.Headers.Location?.OriginalString,
            RetryAfter = retry?.Delta ?? (retry?.Date is { } date ? date - time.GetUtcNow() : null),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsBelieved(X509Certificate2? certificate, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection extraRoots)
    {
        if (errors is SslPolicyErrors.None)
            return true;
        if (errors is not SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || extraRoots.Count is 0)
            return false;
        using var path = new X509Chain();
        path.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        path.ChainPolicy.CustomTrustStore.AddRange(extraRoots);
        path.ChainPolicy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        path.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        path.ChainPolicy.DisableCertificateDownloads = true;
        return path.Build(certificate);
    }
}
