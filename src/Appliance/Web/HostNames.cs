using System.Net;

namespace Appliance.Web;

/// <summary>
/// The names the box answers to. A page elsewhere can have its own name point here (DNS rebinding); its requests then bear that name,
/// and the browser would let it read the answers.
/// </summary>
/// <param name="machine">The machine's name.</param>
/// <param name="publicHost">The name the internet knows the box by, or null.</param>
/// <param name="isOffices">True for a name that the office has given the box otherwise: its certificate's.</param>
internal sealed class HostNames(string machine, Func<string?> publicHost, Func<string, bool> isOffices)
{
    private readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase) { "localhost", "landline", "landline.local", machine, machine + ".local" };

    /// <summary>True when the request is meant for this box: one of its names, or the address it came in at.</summary>
    public bool IsOurs(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (_own.Contains(host) || (publicHost() is { } known && string.Equals(host, known, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (!IPAddress.TryParse(host, out var address))
            return isOffices(host);
        if (context.Connection.LocalIpAddress is not { } local)
            return false;

        return local.MapToIPv6().GetAddressBytes().AsSpan().SequenceEqual(address.MapToIPv6().GetAddressBytes());
    }
}
