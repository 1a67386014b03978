using System.Text;
using Appliance.Certificates;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Web.Pages;
using Appliance.Web.Settings;
using Microsoft.AspNetCore.Mvc;

namespace Appliance.Web.Certificates;

/// <summary>The page of the page's certificate. Works without a script; nothing that may hold a key is ever shown again.</summary>
/// <param name="desk">Changes it.</param>
/// <param name="pages">Writes pages.</param>
/// <param name="port">The port in the clear, where an authority must reach the box.</param>
internal sealed class CertificateRoutes(CertificateDesk desk, PageRenderer pages, int port)
{
    private const string Home = "/box/certificate";

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Home, new Func<HttpContext, Task<IResult>>(context => ShowAsync(context))).WithMetadata(Door.People);
        routes.MapPost(Home, (Delegate)UploadAsync).WithMetadata(Door.People).WithMetadata(new RequestSizeLimitAttribute(CertificateApi.LargestBody));
        routes.MapPost($"{Home}/own", (Delegate)ForgetAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/acme", (Delegate)WantAsync).WithMetadata(Door.People).WithMetadata(new RequestSizeLimitAttribute(CertificateApi.LargestBody));
        routes.MapPost($"{Home}/acme/stop", (Delegate)StopAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/acme/try", TryNow).WithMetadata(Door.People);
    }

    private async Task<IResult> UploadAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var fields = new FormFields(form);
        var papers = new CertificatePapers(
            await TextAsync(form, fields, "certificate", context.RequestAborted),
            await TextAsync(form, fields, "key", context.RequestAborted),
            await BytesAsync(form, "container", context.RequestAborted),
            fields.Exact("password", CertificatePapers.LongestPassword));
        return await ToldAsync(context, desk.Upload(papers, Asker.Of(context)), "uploaded");
    }

    private Task<IResult> ForgetAsync(HttpContext context) => ToldAsync(context, desk.Forget(Asker.Of(context)), "own");

    private async Task<IResult> WantAsync(HttpContext context)
    {
        var fields = await FormFields.OfAsync(context);
        var form = new AcmeForm(
            fields.Text("name", PageCertificateCheck.LongestName),
            fields.Text("directory", PageCertificateCheck.LongestDirectory),
            fields.Text("email", PageCertificateCheck.LongestEmail),
            fields.Flag("terms"),
            fields.Text("roots", CertificatePapers.Longest));
        return await ToldAsync(context, desk.Want(form, Asker.Of(context)), "acme", form);
    }

    private Task<IResult> StopAsync(HttpContext context) => ToldAsync(context, desk.Stop(Asker.Of(context)), "stopped");

    private IResult TryNow()
    {
        desk.TryNow();
        return Results.Redirect($"{Home}?done=acme");
    }

    private Task<IResult> ToldAsync(HttpContext context, CertificateOutcome outcome, string done, AcmeForm? typed = null) => outcome switch
    {
        CertificateOutcome.Done => Task.FromResult(Results.Redirect($"{Home}?done={done}")),
        CertificateOutcome.Unfit { Troubles: var troubles } => ShowAsync(context, troubles, typed),
        CertificateOutcome.Refused { Why: var why } => pages.MessageAsync(context, StatusCodes.Status422UnprocessableEntity, "certificate.acme.refused", why),
        CertificateOutcome.NotKept { Why: var why } => pages.MessageAsync(context, StatusCodes.Status500InternalServerError, "certificate.not-kept", why),
        _ => pages.MessageAsync(context, StatusCodes.Status409Conflict, "certificate.no-tls"),
    };

    private async Task<IResult> ShowAsync(HttpContext context, IReadOnlyDictionary<string, ExplanationStep>? troubles = null, AcmeForm? typed = null) => await pages.PageAsync<CertificatePage>(
        context,
        troubles is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        (nameof(CertificatePage.Now), desk.Certificates is { } certificates ? await CertificateView.OfAsync(desk, certificates, PageWords.Of(context)) : null),
        (nameof(CertificatePage.IsFor), desk.Certificates is { } used && (await used.InUseAsync()).Identity.Own.MatchesHostname(context.Request.Host.Host, allowWildcards: true, allowCommonName: false)),
        (nameof(CertificatePage.Host), context.Request.Host.Host),
        (nameof(CertificatePage.CanForget), desk.Certificates is { } all && (all.UploadedOrGot is not null || all.Trouble is CertificateTrouble.Unreadable)),
        (nameof(CertificatePage.Troubles), troubles ?? new Dictionary<string, ExplanationStep>(StringComparer.Ordinal)),
        // Roots are shown as they are kept: what was typed may hold a key.
        (nameof(CertificatePage.Acme), typed is null ? desk.Wanted : typed with { Roots = AcmeForm.RootsOf(typed.Roots ?? "") }),
        (nameof(CertificatePage.WebPort), port),
        (nameof(CertificatePage.Done), context.Request.Query["done"].ToString() is "uploaded" or "own" or "acme" or "stopped" ? context.Request.Query["done"].ToString() : null));

    /// <summary>What was typed, else what stands in the file.</summary>
    private static async Task<string> TextAsync(IFormCollection form, FormFields fields, string name, CancellationToken stop)
    {
        var typed = fields.Text(name, CertificatePapers.Longest);
        return typed.Length > 0 ? typed : Encoding.UTF8.GetString(await BytesAsync(form, $"{name}-file", stop));
    }

    /// <summary>One byte more than the longest is left, so that the check notices.</summary>
    private static async Task<byte[]> BytesAsync(IFormCollection form, string name, CancellationToken stop)
    {
        if (form.Files.GetFile(name) is not { Length: > 0 } sent)
            return [];
        var bytes = new byte[Math.Min(sent.Length, CertificatePapers.Longest + 1)];
        await using var file = sent.OpenReadStream();
        await file.ReadExactlyAsync(bytes, stop);
        return bytes;
    }
}
