using System.Globalization;
using Appliance.Web.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Appliance.Web;

/// <summary>Writes a page's component as HTML: no script of the framework, no circuit, nothing that stays open.</summary>
internal sealed class PageRenderer(IServiceProvider parts, ILoggerFactory logs, FormSeal seal)
{
    /// <summary>The office's time zone.</summary>
    public Func<TimeZoneInfo> Zone { get; init; } = static () => TimeZoneInfo.Local;

    /// <summary>The page of this component with these parameters, besides those every page has.</summary>
    public Task<IResult> PageAsync<TPage>(HttpContext context, int status = StatusCodes.Status200OK, params (string Name, object? Value)[] parameters)
        where TPage : IComponent => PageAsync<TPage>(context, PageAddress.Of(context), status, parameters);

    /// <summary>The same of a page that shows something this once: no link on it leads back to it.</summary>
    public Task<IResult> OnceAsync<TPage>(HttpContext context, int status = StatusCodes.Status200OK, params (string Name, object? Value)[] parameters)
        where TPage : IComponent => PageAsync<TPage>(context, null, status, parameters);

    private async Task<IResult> PageAsync<TPage>(HttpContext context, string? here, int status, (string Name, object? Value)[] parameters)
        where TPage : IComponent
    {
        var caller = Caller.Of(context);
        var all = parameters.ToDictionary(static one => one.Name, static one => one.Value);
        all["Frame"] = new PageFrame(PageWords.Of(context), seal.Of(context, caller.Session?.Number), caller.Session is not null, context.Request.Path.ToUriComponent(), here) { Zone = Zone() };
        return Results.Content(await WriteAsync<TPage>(all), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>The HTML of a part of a page with these parameters: what a <see cref="Live.LiveTopic"/> writes.</summary>
    public Task<string> PartAsync<TPart>(params (string Name, object? Value)[] parameters)
        where TPart : IComponent => WriteAsync<TPart>(parameters.ToDictionary(static one => one.Name, static one => one.Value));

    /// <summary>A page of one sentence, <c>web.CODE</c>, and what to do.</summary>
    public Task<IResult> MessageAsync(HttpContext context, int status, string code, params string[] values) =>
        PageAsync<MessagePage>(context, status, ("Code", code), ("Values", values));

    private async Task<string> WriteAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(parts, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}

/// <summary>What every page has.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Seal">The seal of its forms.</param>
/// <param name="IsLoggedIn">True for somebody who is logged in.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Here">The address that shows it again, in another language too; null: none does.</param>
public sealed record PageFrame(PageWords Words, string Seal, bool IsLoggedIn, string Path, string? Here = null)
{
    /// <summary>The office's time zone.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>A time as the office reads it.</summary>
    public string TimeOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => nameof(PageFrame);
}
