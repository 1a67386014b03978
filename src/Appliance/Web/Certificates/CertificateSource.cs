namespace Appliance.Web.Certificates;

/// <summary>Where the page's certificate came from.</summary>
public enum CertificateSource
{
    /// <summary>The box made it for itself.</summary>
    Made,

    /// <summary>The settings name its file.</summary>
    Settings,

    /// <summary>Somebody uploaded it.</summary>
    Uploaded,

    /// <summary>An authority gave it by ACME.</summary>
    Acme,
}
