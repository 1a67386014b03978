using Appliance.Certificates;
using Appliance.Texts;

namespace Appliance.Web.Certificates;

/// <summary>What is said of the certificate in sentences.</summary>
internal static class CertificateWords
{
    /// <summary>Why none was got.</summary>
    public static string Of(AcmeFault fault, string language) => Sentences.Say($"web.certificate.acme.fault.{fault.Code}", language, [fault.Detail.TrimEnd('.', ' ')]);
}
