namespace Appliance.Certificates;

/// <summary>What the one who speaks with the authority does next.</summary>
internal abstract record AcmeStep
{
    private AcmeStep()
    {
    }

    /// <summary>Asks, and brings the answer.</summary>
    /// <param name="Method"><c>GET</c>, <c>HEAD</c> or <c>POST</c>.</param>
    /// <param name="Address">Where.</param>
    /// <param name="Body">What is sent, as <c>application/jose+json</c>; null: nothing.</param>
    public sealed record Ask(string Method, Uri Address, byte[]? Body) : AcmeStep;

    /// <summary>Waits, and comes again.</summary>
    public sealed record Wait(TimeSpan Time) : AcmeStep;

    /// <summary>It is done: the certificate and those up to its root, in PEM.</summary>
    public sealed record Done(string Chain) : AcmeStep;

    /// <summary>It failed.</summary>
    public sealed record Failed(AcmeFault Fault) : AcmeStep;
}

/// <summary>Why a certificate was not got.</summary>
/// <param name="Code">The sentence is <c>web.certificate.acme.fault.CODE</c>.</param>
/// <param name="Detail">What the authority or the network said, for the gap in it.</param>
internal sealed record AcmeFault(string Code, string Detail)
{
    /// <summary>The authority's own time before which it is useless to ask again; null: it names none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What is wanted of an authority.</summary>
/// <param name="Directory">The address of its directory.</param>
/// <param name="Name">The name the certificate is for.</param>
/// <param name="Contact">The office's address of electronic mail, or nothing.</param>
internal sealed record AcmeWish(Uri Directory, string Name, string Contact);
