using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Access;
using Appliance.Certificates;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Web.Settings;

namespace Appliance.Web.Certificates;

/// <summary>What became of a change of the page's certificate.</summary>
internal abstract record CertificateOutcome
{
    private CertificateOutcome()
    {
    }

    /// <summary>It is done.</summary>
    public sealed record Done : CertificateOutcome;

    /// <summary>What was handed in cannot be used; sentences by field.</summary>
    public sealed record Unfit(IReadOnlyDictionary<string, ExplanationStep> Troubles) : CertificateOutcome;

    /// <summary>It could not be kept on the card.</summary>
    public sealed record NotKept(string Why) : CertificateOutcome;

    /// <summary>The settings would not be right with it, or are not right now.</summary>
    public sealed record Refused(string Why) : CertificateOutcome;

    /// <summary>The page has no TLS, so that a certificate is of no use and a key would be sent in the clear.</summary>
    public sealed record NoTls : CertificateOutcome;
}

/// <summary>Changes the page's certificate, and tells of it in the record of who did what.</summary>
/// <param name="parts">The box.</param>
/// <param name="certificates">What the page answers with; null: it has no TLS.</param>
/// <param name="keeper">Gets it from an authority.</param>
/// <param name="settings">Changes the settings.</param>
/// <param name="access">Keeps the record.</param>
internal sealed class CertificateDesk(SiteParts parts, PageCertificates? certificates, AcmeKeeper keeper, SettingsDesk settings, AccessDesk access)
{
    private const string Section = "web.certificate";
    private const int LongestTold = 200;

    private readonly AuthorityFile _authority = new(parts.DataFolder);

    /// <summary>What is wanted of an authority.</summary>
    public AcmeForm Wanted => AcmeForm.Of(Config, _authority.Read(Config.ExtraCertificates));

    /// <summary>How the keeping of it stands.</summary>
    public AcmeState Keeping => keeper.State;

    private PageCertificateConfig Config => settings.Now.InUse.Config.PageCertificate;

    /// <summary>What the page answers with; null: it has no TLS.</summary>
    public PageCertificates? Certificates => certificates;

    /// <summary>Uses a certificate that was uploaded.</summary>
    public CertificateOutcome Upload(CertificatePapers papers, Asker by)
    {
        if (certificates is null)
            return new CertificateOutcome.NoTls();
        switch (CertificateCheck.Read(papers, KnownRoots(), parts.Time.GetUtcNow()))
        {
            case CertificateReading.Unfit { Troubles: var troubles }:
                return new CertificateOutcome.Unfit(troubles);
            case CertificateReading.Good { Identity: var identity }:
                // An authority's would soon be put in its place.
                if (Leave(by) is { } unchanged)
                    return unchanged;
                if (certificates.Keep(identity, CertificateSource.Uploaded) is { } why)
                    return new CertificateOutcome.NotKept(why);
                access.Tell(by.Who, by.From, AuditFact.CertificateUploaded, NamesOf(identity));
                return new CertificateOutcome.Done();
            default:
                throw new InvalidOperationException("Papers can be used or not.");
        }
    }

    /// <summary>Goes back to the box's own.</summary>
    public CertificateOutcome Forget(Asker by)
    {
        if (certificates is null)
            return new CertificateOutcome.NoTls();
        if (Leave(by) is { } unchanged)
            return unchanged;
        if (certificates.Forget() is { } why)
            return new CertificateOutcome.NotKept(why);
        access.Tell(by.Who, by.From, AuditFact.CertificateForgotten, "");
        return new CertificateOutcome.Done();
    }

    /// <summary>Wants a certificate of an authority; it is got in the background.</summary>
    public CertificateOutcome Want(AcmeForm form, Asker by)
    {
        if (certificates is null)
            return new CertificateOutcome.NoTls();
        var troubles = form.Check();
        if (troubles.Count > 0)
            return new CertificateOutcome.Unfit(troubles);

        List<SettingsEdit> edits =
        [
            new SettingsEdit.Set($"{Section}.name", new SettingValue.Text(form.Name.ToLowerInvariant())),
            form.Directory is "" or PageCertificateConfig.LetsEncrypt ? new SettingsEdit.Remove($"{Section}.directory") : new SettingsEdit.Set($"{Section}.directory", new SettingValue.Text(form.Directory)),
            form.Email is "" ? new SettingsEdit.Remove($"{Section}.email") : new SettingsEdit.Set($"{Section}.email", new SettingValue.Text(form.Email)),
            new SettingsEdit.Set($"{Section}.terms-agreed", new SettingValue.Flag(true)),
        ];
        if (form.Roots is { } roots && AcmeForm.RootsOf(roots) != AcmeForm.RootsOf(_authority.Read(Config.ExtraCertificates)))
        {
            if (roots.Length > 0 && _authority.Keep(AcmeForm.RootsOf(roots)!) is { } why)
                return new CertificateOutcome.NotKept(why);
            edits.Add(roots.Length is 0 ? new SettingsEdit.Remove($"{Section}.extra-certificates") : new SettingsEdit.Set($"{Section}.extra-certificates", new SettingValue.Text(AuthorityFile.FileName)));
        }

        var before = Config;
        if (Apply(edits, by) is { } unchanged)
            return unchanged;
        // Another wish is looked at by itself.
        if (Config == before)
            keeper.TryNow();
        return new CertificateOutcome.Done();
    }

    /// <summary>Asks the authority no more; the certificate in use stays until it ends.</summary>
    public CertificateOutcome Stop(Asker by) => Leave(by) ?? new CertificateOutcome.Done();

    /// <summary>Asks the authority now, whatever failed before.</summary>
    public void TryNow() => keeper.TryNow();

    private CertificateOutcome? Leave(Asker by) => Config.Name is null
        ? null
        : Apply([.. ((string[])["name", "terms-agreed", "directory", "email", "extra-certificates"]).Select(key => new SettingsEdit.Remove($"{Section}.{key}"))], by);

    /// <summary>Null: done.</summary>
    private CertificateOutcome? Apply(IReadOnlyList<SettingsEdit> edits, Asker by) =>
        settings.Apply(new SettingsWish.Edits(ValueList.Create<SettingsEdit>([.. edits])), null, by) switch
        {
            SettingsAnswer.Applied or SettingsAnswer.Unchanged => null,
            SettingsAnswer.Refused { Faults: var faults } => new CertificateOutcome.Refused(string.Join(' ', faults.Where(static fault => fault.Weight is FaultWeight.Fault).Select(static fault => $"{fault.What} {fault.Remedy}"))),
            SettingsAnswer.NotWritten { Why: var why } => new CertificateOutcome.NotKept(why),
            _ => new CertificateOutcome.Refused(""),
        };

    private static string NamesOf(ServerIdentity identity)
    {
        var names = string.Join(", ", ServerIdentity.NamesOf(identity.Own));
        return names.Length <= LongestTold ? names : names[..LongestTold];
    }

    private static X509Certificate2Collection KnownRoots()
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return store.Certificates;
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
