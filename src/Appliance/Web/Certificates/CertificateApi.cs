using Appliance.Certificates;
using Appliance.Configuration;
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
        api.MapGet("", (Delegate)ShowAsync).Produces<CertificateView>().ProducesProblem(409);
        api.MapPut("", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(LargestBody)).Produces<CertificateView>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422).ProducesProblem(500);
        api.MapDelete("", (Delegate)ForgetAsync).Produces<CertificateView>().ProducesProblem(409).ProducesProblem(422).ProducesProblem(500);
        api.MapPut("/acme", WantAsync).WithMetadata(new RequestSizeLimitAttribute(LargestBody)).Produces<CertificateView>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).ProducesProblem(500);
        api.MapDelete("/acme", (Delegate)StopAsync).Produces<CertificateView>().ProducesProblem(409).ProducesProblem(422).ProducesProblem(500);
        api.MapPost("/acme/attempts", TryNow).Produces(202).ProducesProblem(409);
    }

    private async Task<IResult> ShowAsync(HttpContext context) => desk.Certificates is { } certificates
        ? Results.Json(await CertificateView.OfAsync(desk, certificates, PageWords.Of(context)))
        : await ToldAsync(context, new CertificateOutcome.NoTls());

    private Task<IResult> UploadAsync(HttpContext context, CertificateWish wish)
    {
        var container = new byte[CertificatePapers.Longest + 1];
        var length = 0;
        if (wish.Container is { Length: > 0 } && !Convert.TryFromBase64String(wish.Container, container, out length))
            return ToldAsync(context, new CertificateOutcome.Unfit(new CertificateReading.Unfit("container", "container-unreadable").Troubles));
        var papers = new CertificatePapers(wish.Certificate ?? "", wish.Key ?? "", container.AsMemory(0, length), wish.Password ?? "");
        return ToldAsync(context, desk.Upload(papers, Asker.Of(context)));
    }

    private Task<IResult> ForgetAsync(HttpContext context) => ToldAsync(context, desk.Forget(Asker.Of(context)));

    private Task<IResult> WantAsync(HttpContext context, AcmeRequest wish)
    {
        var form = new AcmeForm(Cut(wish.Name, PageCertificateCheck.LongestName), Cut(wish.Directory, PageCertificateCheck.LongestDirectory), Cut(wish.Email, PageCertificateCheck.LongestEmail), wish.TermsAgreed is true, wish.Roots?.Trim());
        return ToldAsync(context, desk.Want(form, Asker.Of(context)));
    }

    private Task<IResult> StopAsync(HttpContext context) => ToldAsync(context, desk.Stop(Asker.Of(context)));

    private IResult TryNow(HttpContext context)
    {
        if (desk.Certificates is null || desk.Wanted.Name.Length is 0)
            return AccessProblem.Of(context, StatusCodes.Status409Conflict, "certificate.acme.none");
        desk.TryNow();
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    // One letter more than the longest is left, so that the check notices.
    private static string Cut(string? text, int longest) => text is null ? "" : text.Trim() is var cut && cut.Length <= longest ? cut : text.Trim()[..(longest + 1)];

    private async Task<IResult> ToldAsync(HttpContext context, CertificateOutcome outcome) => outcome switch
    {
        CertificateOutcome.Done => await ShowAsync(context),
        CertificateOutcome.Unfit { Troubles: var troubles } => FieldProblem.Of(context, "certificate.unfit", troubles),
        CertificateOutcome.Refused { Why: var why } => AccessProblem.Of(context, StatusCodes.Status422UnprocessableEntity, "certificate.acme.refused", why),
        CertificateOutcome.NotKept { Why: var why } => AccessProblem.Of(context, StatusCodes.Status500InternalServerError, "certificate.not-kept", why),
        _ => AccessProblem.Of(context, StatusCodes.Status409Conflict, "certificate.no-tls"),
    };
}
