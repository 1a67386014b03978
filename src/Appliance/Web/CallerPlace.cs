using System.Net;
using Appliance.Access;

namespace Appliance.Web;

/// <summary>Where a request comes from.</summary>
/// <param name="Client">The address.</param>
/// <param name="Agent">What the browser calls itself.</param>
/// <param name="Browser">The mark of a browser that has logged in before, as it was sent.</param>
internal sealed record CallerPlace(IPAddress Client, string Agent, string? Browser)
{
    public static CallerPlace Of(HttpContext context)
    {
        var remote = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return new(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote, context.Request.Headers.UserAgent.ToString(), context.Request.Cookies[BoxCookies.Browser(context)]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Client}";
}

/// <summary>Who asks: a session, a machine, or nobody.</summary>
internal sealed record Caller(Session? Session, ApiToken? Machine)
{
    public static readonly Caller Nobody = new(null, null);

    /// <summary>Who asks, as the gate found.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? Nobody;
}
