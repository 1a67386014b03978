using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Appliance.Access;
using Appliance.Certificates;
using Appliance.Configuration;
using Appliance.Hosting;

namespace Appliance.Web.Certificates;

/// <summary>How the keeping of the certificate stands.</summary>
/// <param name="IsBusy">It is being got now.</param>
/// <param name="Fault">Why the last attempt failed; null: it did not.</param>
/// <param name="FailedAt">When that was.</param>
/// <param name="Next">When the next attempt is due; null: none is.</param>
internal sealed record AcmeState(bool IsBusy, AcmeFault? Fault, DateTimeOffset? FailedAt, DateTimeOffset? Next)
{
    public static readonly AcmeState Idle = new(false, null, null, null);
}

/// <summary>
/// Gets the page's certificate from the authority in the settings, and renews it in time. What fails is tried again, ever more rarely,
/// and never touches the certificate in use.
/// </summary>
internal sealed class AcmeKeeper : BackgroundService
{
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(10);

    // The clock may jump; and it may be set only later.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly SiteParts _parts;
    private readonly PageCertificates? _certificates;
    private readonly AccessDesk _access;
    private readonly AcmeAttempt _attempt;
    private readonly WallClock _clock;
    private readonly ILogger _log;
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private AcmeTries _tries = AcmeTries.None;
    private PageCertificateConfig? _triedFor;
    private volatile bool _isAskedNow;
    private volatile AcmeState _state = AcmeState.Idle;

    public AcmeKeeper(SiteParts parts, PageCertificates? certificates, AcmeChallenges challenges, AccessDesk access)
    {
        (_parts, _certificates, _access) = (parts, certificates, access);
        (_attempt, _clock, _log) = (new AcmeAttempt(parts.DataFolder, challenges, parts.Time), new WallClock(parts.Time), parts.Logs.CreateLogger("Landline"));
    }

    /// <summary>How it stands.</summary>
    public AcmeState State => _state;

    private PageCertificateConfig Wanted => _parts.Settings.Current.Config.PageCertificate;

    /// <summary>Tries now, whatever failed before.</summary>
    public void TryNow()
    {
        _isAskedNow = true;
        Wake();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_certificates is null)
            return;
        using var settings = _parts.Settings.Subscribe(_ => Wake());
        await using var alarm = _parts.Time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            Wake();
            await foreach (var _ in _wakes.Reader.ReadAllAsync(stoppingToken))
            {
                await LookAsync(_certificates, stoppingToken);
                _parts.TellCertificate(CertificateHealth.Of(_certificates, _parts.Time.GetUtcNow(), Wanted.Name is not null, _state.Fault is not null));
                var wait = (_state.Next ?? DateTimeOffset.MaxValue) - _parts.Time.GetUtcNow();
                alarm.Change(wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > LookEvery ? LookEvery : wait, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private void Wake() => _wakes.Writer.TryWrite(true);

    private async Task LookAsync(PageCertificates certificates, CancellationToken stop)
    {
        var wanted = Wanted;
        if (wanted != _triedFor)
            (_triedFor, _tries, _state) = (wanted, AcmeTries.None, AcmeState.Idle);
        if (wanted is not { Name: { } name, TermsAgreed: true } || AcmeDocument.AddressOf(wanted.Directory) is not { } directory || !_clock.IsSet)
            return;

        var now = _parts.Time.GetUtcNow();
        var due = _isAskedNow ? now : AcmeSchedule.Next(HeldFor(certificates, name), _tries);
        _isAskedNow = false;
        if (due > now)
        {
            _state = _state with { Next = due };
            return;
        }

        _state = _state with { IsBusy = true };
        var fault = await TryAsync(certificates, new AcmeWish(directory, name.ToLowerInvariant(), wanted.Email ?? ""), wanted, stop);
        // Who asked while it went on has been answered.
        _isAskedNow = false;
        now = _parts.Time.GetUtcNow();
        _tries = fault is null ? AcmeTries.None : _tries.Failed(now, fault.RetryAfter);
        _state = new AcmeState(false, fault, fault is null ? null : now, AcmeSchedule.Next(HeldFor(certificates, name), _tries));
        if (fault is not null)
            LogEvents.CertificateTrouble(_log, $"A certificate for the page was not got: {CertificateWords.Of(fault, "en")}");
    }

    private async Task<AcmeFault?> TryAsync(PageCertificates certificates, AcmeWish wish, PageCertificateConfig wanted, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(LongestAttempt, _parts.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            if (Roots(wanted, out var unread) is not { } roots)
                return new AcmeFault("roots", unread);
            var (identity, fault) = await _attempt.RunAsync(wish, roots, both.Token);
            if (identity is null)
                return fault;
            // Somebody may have chosen otherwise meanwhile; that is what counts.
            if (Wanted != wanted)
                return null;
            if (certificates.Keep(identity, CertificateSource.Acme) is { } why)
                return new AcmeFault("not-kept", why);
            _access.Tell("box", "", AuditFact.CertificateGot, wish.Name);
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new AcmeFault("too-slow", wish.Directory.Host);
        }
    }

    private X509Certificate2Collection? Roots(PageCertificateConfig wanted, out string unread)
    {
        unread = "";
        var roots = new X509Certificate2Collection();
        if (wanted.ExtraCertificates is not { } file)
            return roots;
        try
        {
            roots.ImportFromPemFile(Path.Combine(_parts.DataFolder, file));
            return roots;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            unread = file;
            return null;
        }
    }

    private static (DateTimeOffset From, DateTimeOffset Until)? HeldFor(PageCertificates certificates, string name) =>
        certificates.UploadedOrGot is { Source: CertificateSource.Acme, Identity.Own: var own } && own.MatchesHostname(name, allowWildcards: false, allowCommonName: false)
            ? (new DateTimeOffset(own.NotBefore.ToUniversalTime()), new DateTimeOffset(own.NotAfter.ToUniversalTime()))
            : null;
}
