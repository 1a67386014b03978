using System.Globalization;
using System.Net;

namespace Appliance.Network;

/// <summary>The texts in which Linux tells of its network. A line that is not understood is skipped.</summary>
public static class NetworkFiles
{
    // RTF_UP and RTF_REJECT of linux/route.h.
    private const int IsUp = 0x1;
    private const int IsRejected = 0x200;

    /// <summary>The default routes in <c>/proc/net/route</c>, best first.</summary>
    public static ValueList<DefaultRoute> DefaultRoutes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<DefaultRoute> routes = [];
        foreach (var line in text.Split('\n').Skip(1))
        {
            var field = line.Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (field is [var card, "00000000", var gateway, var flags, _, _, var metric, "00000000", ..]
                && Hex(flags) is { } flag && (flag & (IsUp | IsRejected)) is IsUp && Hex(gateway) is { } hop
                && long.TryParse(metric, NumberStyles.None, CultureInfo.InvariantCulture, out var cost))
                routes.Add(new(card, AddressOf(hop), cost));
        }

        return ValueList.Create<DefaultRoute>([.. routes.OrderBy(route => route.Metric)]);
    }

    /// <summary>The VLANs in <c>/proc/net/vlan/config</c> by the name of their interface.</summary>
    public static IReadOnlyDictionary<string, VlanOn> Vlans(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, VlanOn> vlans = new(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.Split('|', StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var id, { Length: > 0 } card]
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                vlans[name] = new(number, card);
        }

        return vlans;
    }

    /// <summary>The first name server in a text like <c>/etc/resolv.conf</c>, or null.</summary>
    public static IPAddress? FirstNameServer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var line in text.Split('\n'))
        {
            if (line.Split((char[])['\t', ' ', '\r'], StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var written, ..] && IPAddress.TryParse(written, out var address))
                return address;
        }

        return null;
    }

    private static uint? Hex(string text) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The kernel prints the four bytes as one number of the processor's own byte order.
    private static IPAddress AddressOf(uint printed) => new(BitConverter.GetBytes(printed));
}
