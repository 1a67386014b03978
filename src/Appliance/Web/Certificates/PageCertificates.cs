using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using Appliance.Certificates;
using Appliance.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Appliance.Web.Certificates;

/// <summary>A certificate as connections use it.</summary>
/// <param name="Identity">The certificate.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Context">What the TLS layer answers with; made once.</param>
internal sealed record PageCertificate(ServerIdentity Identity, CertificateSource Source, SslStreamCertificateContext Context)
{
    public static PageCertificate Of(ServerIdentity identity, CertificateSource source) => new(identity, source, identity.ToContext());
}

/// <summary>Why the certificate that was uploaded or got is not in use.</summary>
internal enum CertificateTrouble
{
    /// <summary>It is in use, or there is none.</summary>
    None,

    /// <summary>Its file cannot be read.</summary>
    Unreadable,

    /// <summary>It has ended.</summary>
    Ended,
}

/// <summary>
/// Which certificate the page answers with: the one that was uploaded or got while it is good, else the box's own. Asked for each new
/// connection, so that another one is in use from the next connection on and those that run are left alone.
/// </summary>
internal sealed class PageCertificates
{
    private readonly Lazy<Task<PageCertificate>> _own;
    private readonly CertificateFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private volatile Kept _kept;
    private volatile bool _isEndTold;

    public PageCertificates(SiteParts parts, ILogger log)
    {
        (_file, _time, _log) = (new CertificateFile(parts.DataFolder), parts.Time, log);
        _own = new(async () => new PageCertificate(await parts.Certificate.Identity, parts.Certificate.IsMade ? CertificateSource.Made : CertificateSource.Settings, await parts.Certificate.Context));
        var read = _file.Read(out var why);
        _kept = new Kept(read is var (identity, source) ? PageCertificate.Of(identity, source) : null, why is not null);
        if (why is not null)
            LogEvents.CertificateTrouble(log, $"The page's certificate {CertificateFile.FileName} cannot be used ({why.TrimEnd('.')}). The page answers with the box's own until another one is uploaded.");
    }

    /// <summary>The one in use; the box's own may still have to be made.</summary>
    public async ValueTask<PageCertificate> InUseAsync()
    {
        if (_kept.Certificate is { } kept)
        {
            if (!HasEnded(kept))
                return kept;
            TellEnd(kept);
        }

        return await _own.Value;
    }

    /// <summary>The one that was uploaded or got, though it may have ended; null: there is none that can be read.</summary>
    public PageCertificate? UploadedOrGot => _kept.Certificate;

    /// <summary>Why that one is not in use.</summary>
    public CertificateTrouble Trouble => _kept switch
    {
        { IsUnreadable: true } => CertificateTrouble.Unreadable,
        { Certificate: { } kept } when HasEnded(kept) => CertificateTrouble.Ended,
        _ => CertificateTrouble.None,
    };

    /// <summary>True for a name of the certificate that was uploaded or got: its owner has it, so no stranger's page can bear it.</summary>
    public bool IsNamed(string host) => _kept.Certificate?.Identity.Own.MatchesHostname(host, allowWildcards: true, allowCommonName: false) is true;

    /// <summary>What a new connection is answered with.</summary>
    public async ValueTask<SslServerAuthenticationOptions> ChooseAsync(TlsHandshakeCallbackContext connection) => new()
    {
        ServerCertificateContext = (await InUseAsync()).Context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };

    /// <summary>Keeps another and uses it. Null: done; otherwise why not.</summary>
    public string? Keep(ServerIdentity identity, CertificateSource source)
    {
        lock (_gate)
        {
            if (_file.Keep(identity, source) is { } why)
                return why;
            _kept = new Kept(PageCertificate.Of(identity, source), IsUnreadable: false);
            _isEndTold = false;
            return null;
        }
    }

    /// <summary>Goes back to the box's own. Null: done; otherwise why not.</summary>
    public string? Forget()
    {
        lock (_gate)
        {
            if (_file.Forget() is { } why)
                return why;
            _kept = new Kept(null, IsUnreadable: false);
            return null;
        }
    }

    private bool HasEnded(PageCertificate certificate) => certificate.Identity.Own.NotAfter.ToUniversalTime() <= _time.GetUtcNow().UtcDateTime;

    private void TellEnd(PageCertificate ended)
    {
        if (_isEndTold)
            return;
        _isEndTold = true;
        LogEvents.CertificateTrouble(_log, string.Create(CultureInfo.InvariantCulture,
            $"The page's certificate ended on {ended.Identity.Own.NotAfter.ToUniversalTime():yyyy-MM-dd}. The page answers with the box's own until another one is uploaded or got."));
    }

    private sealed record Kept(PageCertificate? Certificate, bool IsUnreadable);
}
