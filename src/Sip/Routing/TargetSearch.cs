using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Sip.Routing;

/// <summary>One pass over RFC 3263 section 4 with the replies at hand.</summary>
internal sealed class TargetSearch(RouteTarget target, TargetPlanSettings settings, DnsCache cache, ITokenSource tokens, Instant now)
{
    // More than any provider lists; a domain that lists more would only make a call ring later.
    private const int MostTargets = 16;
    private const int MostRecords = 32;

    private readonly List<DnsQuestion> _missing = [];
    private readonly List<DnsQuestion> _due = [];
    private readonly List<TransportTarget> _found = [];
    private bool _isFailed;
    private bool _isNotOffered;

    public TargetPlan Find(TargetHealth health)
    {
        Search();
        if (_missing.Count > 0)
            return new TargetPlan.Ask([.. _missing.Distinct()]);
        if (_found.Count > 0)
            return new TargetPlan.Ready(health.Order(_found.Distinct().Take(MostTargets), now), [.. _due.Distinct()]);

        return new TargetPlan.Nowhere(_isFailed ? NoTarget.DnsFailed : _isNotOffered ? NoTarget.NotOffered : NoTarget.NameUnknown);
    }

    private TransportKind DefaultTransport => target.Transport ?? (target.IsSecure ? TransportKind.Tls : settings.Transports[0]);

    private void Search()
    {
        if (IPAddress.TryParse(target.Host.Trim('[', ']'), out var numeric))
        {
            Add(DefaultTransport, numeric, target.Port ?? PortOf(DefaultTransport));
            return;
        }

        // Section 4.2: with a port there is no service to look up.
        if (target.Port is { } port)
        {
            AddAddresses(DefaultTransport, target.Host, port);
            return;
        }

        var services = Services();
        if (_missing.Count > 0)
            return;

        var hasRecords = false;
        foreach (var (transport, name) in services)
            hasRecords |= AddService(transport, name);

        // Section 4.2: no SRV records at all, so the host itself. A trunk's personal name at Twilio is found this way.
        if (!hasRecords && _missing.Count is 0)
            AddAddresses(DefaultTransport, target.Host, PortOf(DefaultTransport));
    }

    /// <summary>The transports to consider and the names of their SRV records (section 4.1).</summary>
    private ImmutableArray<(TransportKind Transport, string Name)> Services()
    {
        if (target.Transport is { } given)
            return [(given, ServiceName(given))];

        if (settings.AsksNaptr && Look(new(DnsKind.Naptr, target.Host)) is DnsReply.Found { Naptr: { IsEmpty: false } records })
        {
            var offered = records.OrderBy(record => record.Order).ThenBy(record => record.Preference).Take(MostRecords)
                .Select(record => (Transport: TransportOf(record.Service), record.Replacement))
                .Where(record => record.Transport is { } transport && IsUsable(transport))
                .Select(record => (record.Transport!.Value, record.Replacement))
                .ToImmutableArray();
            if (!offered.IsEmpty)
                return offered;
        }

        return [.. settings.Transports.Where(IsUsable).Select(transport => (transport, ServiceName(transport)))];
    }

    // True when there are records, be they only to say that the service is not offered.
    private bool AddService(TransportKind transport, string name)
    {
        if (Look(new(DnsKind.Srv, name)) is not DnsReply.Found { Srv: { IsEmpty: false } records })
            return false;

        foreach (var record in SrvOrder.Arrange(records.Take(MostRecords), tokens))
        {
            if (record.Target is "" or ".")
                _isNotOffered = true;
            else
                AddAddresses(transport, record.Target, record.Port);
        }

        return true;
    }

    private void AddAddresses(TransportKind transport, string host, int port)
    {
        foreach (var kind in settings.UsesIpv6 ? [DnsKind.A, DnsKind.Aaaa] : ImmutableArray.Create(DnsKind.A))
        {
            if (Look(new(kind, host)) is not DnsReply.Found found)
                continue;

            foreach (var address in found.Addresses)
                Add(transport, address, port);
        }
    }

    private void Add(TransportKind transport, IPAddress address, int port)
    {
        if (address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && port is > 0 and <= ushort.MaxValue)
            _found.Add(new(transport, new(address, port), target.Host));
    }

    private DnsReply? Look(DnsQuestion question)
    {
        var known = cache.Get(question, now);
        if (known.Reply is null)
            _missing.Add(question);
        else if (known.IsDue)
            _due.Add(question);
        _isFailed |= known.Reply is DnsReply.Failed;
        return known.Reply;
    }

    private bool IsUsable(TransportKind transport) =>
        settings.Transports.Contains(transport) && (!target.IsSecure || transport is TransportKind.Tls);

    private string ServiceName(TransportKind transport) => transport switch
    {
        TransportKind.Udp => $"_sip._udp.{target.Host}",
        TransportKind.Tcp => $"_sip._tcp.{target.Host}",
        _ => $"_sips._tcp.{target.Host}",
    };

    private static TransportKind? TransportOf(string service) => service.ToUpperInvariant() switch
    {
        "SIP+D2U" => TransportKind.Udp,
        "SIP+D2T" => TransportKind.Tcp,
        "SIPS+D2T" => TransportKind.Tls,
        _ => null,
    };

    private static int PortOf(TransportKind transport) => transport is TransportKind.Tls ? 5061 : 5060;
}
