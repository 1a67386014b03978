using System.Text;
using Appliance.Access;
using Appliance.Configuration;
using Appliance.Web.Settings;
using Microsoft.AspNetCore.Mvc;

namespace Appliance.Web.Box;

/// <summary>What a backup is asked for with: when secrets shall be in it, a passphrase for them and the owner's own.</summary>
public sealed record BackupWish(string? Passphrase, string? OwnerPassphrase)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(BackupWish);
}

/// <summary>A backup to use again, and the passphrase of its secrets.</summary>
public sealed record RestoreWish(string? Backup, string? Passphrase)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RestoreWish);
}

/// <summary>Backup and restore, by the page and by the API.</summary>
internal sealed class BackupRoutes(BackupDesk desk, AccessDesk access, SettingsDesk settings, SettingsPages answers, PageRenderer pages)
{
    private const string Home = "/box";
    private const int LargestBody = 2 * BackupFile.Longest;

    /// <summary>Maps the page's forms.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Home}/backup", (Delegate)TakeAsync).WithMetadata(Door.People);
        routes.MapPost($"{Home}/restore", (Delegate)RestoreAsync).WithMetadata(Door.People).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
    }

    /// <summary>Maps the API.</summary>
    public void MapApi(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/backup", TakeByApiAsync).WithMetadata(Door.People).Produces<string>(200, "application/json").ProducesProblem(400).ProducesProblem(403).ProducesProblem(429);
        routes.MapPost("/api/restore", Restore).WithMetadata(Door.People).WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Produces<SettingsAppliedView>().ProducesProblem(400).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);
    }

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        var form = await FormFields.OfAsync(context);
        var typed = form.Exact("passphrase", 2 * Passphrase.Longest);
        if (Unfit(typed) is { } fault)
            return await pages.MessageAsync(context, StatusCodes.Status400BadRequest, "backup-unfit", Said(context, fault));
        return await RefusalAsync(context, typed, form.Exact("own-passphrase", 2 * Passphrase.Longest)) switch
        {
            null => FileOf(context, typed),
            AccessOutcome.Wait { Time: var time } => await pages.MessageAsync(context, StatusCodes.Status429TooManyRequests, "try-later", LoginRoutes.SecondsOf(time)),
            _ => await pages.MessageAsync(context, StatusCodes.Status403Forbidden, "wrong-passphrase"),
        };
    }

    private async Task<IResult> TakeByApiAsync(HttpContext context, BackupWish wish)
    {
        if (Unfit(wish.Passphrase) is { } fault)
            return AccessProblem.Of(context, StatusCodes.Status400BadRequest, "backup-unfit", Said(context, fault));
        return await RefusalAsync(context, wish.Passphrase, wish.OwnerPassphrase) is { } refused ? AccessApi.Refusal(context, refused) : FileOf(context, wish.Passphrase);
    }

    /// <summary>Null: there are no secrets to give out, or the owner's passphrase is right. A browser left open is not the owner.</summary>
    private async Task<AccessOutcome?> RefusalAsync(HttpContext context, string? passphrase, string? own) =>
        string.IsNullOrEmpty(passphrase) ? null : await access.ConfirmAsync(own, Caller.Of(context).Session!, CallerPlace.Of(context), context.RequestAborted);

    private IResult FileOf(HttpContext context, string? passphrase)
    {
        var (name, text) = desk.Take(string.IsNullOrEmpty(passphrase) ? null : passphrase, Asker.Of(context));
        return Results.File(Encoding.UTF8.GetBytes(text), "application/json", name);
    }

    private async Task<IResult> RestoreAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var file = "";
        if (form.Files.GetFile("backup") is { Length: <= BackupFile.Longest } sent)
        {
            using var reader = new StreamReader(sent.OpenReadStream(), Encoding.UTF8);
            file = await reader.ReadToEndAsync(context.RequestAborted);
        }

        return desk.Read(file, new FormFields(form).Exact("passphrase", 2 * Passphrase.Longest), out var fault) is { } wish
            ? await answers.AnswerAsync(context, settings.Check(wish, null), wish, Home)
            : await pages.MessageAsync(context, StatusCodes.Status400BadRequest, fault);
    }

    private IResult Restore(HttpContext context, RestoreWish wish)
    {
        var seen = SettingsApi.SeenBy(context, out var isSaid);
        if (!isSaid)
            return AccessProblem.Of(context, StatusCodes.Status428PreconditionRequired, "if-match");
        return desk.Read(wish.Backup ?? "", wish.Passphrase, out var fault) is { } read
            ? SettingsApi.Answer(context, settings.Apply(read, seen, Asker.Of(context)))
            : AccessProblem.Of(context, StatusCodes.Status400BadRequest, fault);
    }

    /// <summary>None is fit: the backup is then without secrets.</summary>
    private static PassphraseFault? Unfit(string? passphrase) => string.IsNullOrEmpty(passphrase) ? null : Passphrase.Check(passphrase);

    private static string Said(HttpContext context, PassphraseFault fault) =>
        PageWords.Of(context).Say($"unfit.{fault.ToString().ToLowerInvariant()}", SettingsWords.Text(Passphrase.Shortest), SettingsWords.Text(Passphrase.Longest));
}
