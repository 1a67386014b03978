using Appliance.Certificates;
using Appliance.Web.Settings;
using Microsoft.AspNetCore.Mvc;

namespace Appliance.Web.Certificates;

/// <summary>The page's certificate by API.</summary>
internal sealed class CertificateApi(CertificateDesk desk)
{
    /// <summary>The largest body: certificate, key and container at their longest, and what JSON or a form adds to them.</summary>
    internal const int LargestBody = 8 * CertificatePapers.Longest;

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/certificate").WithMetadata(Door.People);
        api.MapGet("", Show).Produces<CertificateView>().ProducesProblem(409);
        api.MapPut("", Upload).WithMetadata(new RequestSizeLimitAttribute(LargestBody)).Produces<CertificateView>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(500);
        api.MapDelete("", Forget).Produces<CertificateView>().ProducesProblem(409).ProducesProblem(500);
    }

    private IResult Show(HttpContext context) => desk.Certificates is { } certificates
        ? Results.Json(CertificateView.Of(certificates, PageWords.Of(context)))
        : Told(context, new CertificateOutcome.NoTls());

    private IResult Upload(HttpContext context, CertificateWish wish)
    {
        var container = new byte[CertificatePapers.Longest + 1];
        var length = 0;
        if (wish.Container is { Length: > 0 } && !Convert.TryFromBase64String(wish.Container, container, out length))
            return Told(context, new CertificateOutcome.Unfit(new CertificateReading.Unfit("container", "container-unreadable").Troubles));
        var papers = new CertificatePapers(wish.Certificate ?? "", wish.Key ?? "", container.AsMemory(0, length), wish.Password ?? "");
        return Told(context, desk.Upload(papers, Asker.Of(context)));
    }

    private IResult Forget(HttpContext context) => Told(context, desk.Forget(Asker.Of(context)));

    private IResult Told(HttpContext context, CertificateOutcome outcome) => outcome switch
    {
        CertificateOutcome.Done => Show(context),
        CertificateOutcome.Unfit { Troubles: var troubles } => FieldProblem.Of(context, "certificate.unfit", troubles),
        CertificateOutcome.NotKept { Why: var why } => AccessProblem.Of(context, StatusCodes.Status500InternalServerError, "certificate.not-kept", why),
        _ => AccessProblem.Of(context, StatusCodes.Status409Conflict, "certificate.no-tls"),
    };
}
