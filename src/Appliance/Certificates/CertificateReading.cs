using Appliance.DialPlans;

namespace Appliance.Certificates;

/// <summary>What became of papers that were looked at.</summary>
public abstract record CertificateReading
{
    private CertificateReading()
    {
    }

    /// <summary>They can be used.</summary>
    public sealed record Good(ServerIdentity Identity) : CertificateReading;

    /// <summary>They cannot. The sentences by field: <c>certificate</c>, <c>key</c>, <c>container</c>, <c>password</c>.</summary>
    public sealed record Unfit(IReadOnlyDictionary<string, ExplanationStep> Troubles) : CertificateReading
    {
        internal Unfit(string field, string code, params ReadOnlySpan<string> values)
            : this(new Dictionary<string, ExplanationStep>(StringComparer.Ordinal) { [field] = new($"web.certificate.fault.{code}", ValueList.Create(values)) })
        {
        }
    }
}
