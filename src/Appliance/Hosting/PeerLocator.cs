using System.Collections.Immutable;
using System.Net;
using Appliance.Calls;
using Appliance.Extensions;
using Appliance.Trunks;
using DnsClient;
using Sip;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>
/// Finds out where trunks and PBXs are (RFC 3263) and tells the gateway, again and again, so that a call never waits for a
/// name server and a name server's outage is never noticed.
/// </summary>
public sealed class PeerLocator(DnsLookup dns, Func<GatewayInput, bool> post, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainWhenMissing = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _changed = new(0, 1);
    private Office? _office;

    /// <summary>New settings: look at once.</summary>
    public void Use(Office office)
    {
        Volatile.Write(ref _office, office);
        if (_changed.CurrentCount == 0)
            _changed.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var missing = Volatile.Read(ref _office) is { } office && !await LocateAllAsync(office, stop);
                using var pause = new CancellationTokenSource(missing ? LookAgainWhenMissing : LookAgain, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, stop);
                try
                {
                    await _changed.WaitAsync(either.Token);
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    // The pause is over.
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task<bool> LocateAllAsync(Office office, CancellationToken stop)
    {
        var found = true;
        foreach (var trunk in office.Config.Trunks)
        {
            if (trunk.Enabled)
                found &= await LocateAsync(trunk.Id, PlacesOf(trunk), stop);
        }

        foreach (var pbx in office.Config.Pbxs)
        {
            if (PlaceOf(pbx) is { } place)
                found &= await LocateAsync(pbx.Id, [place], stop);
        }

        return found;
    }

    private async Task<bool> LocateAsync(string id, ImmutableArray<Place> places, CancellationToken stop)
    {
        var hops = ImmutableArray.CreateBuilder<Hop>();
        var why = "";
        foreach (var place in places)
        {
            try
            {
                hops.AddRange(await HopsOfAsync(place, stop));
            }
            catch (DnsLookupException missing)
            {
                why = missing.Message;
            }
        }

        post(hops.Count > 0 ? new GatewayInput.Located(id, hops.ToImmutable()) : new GatewayInput.NotLocated(id, why));
        return hops.Count > 0;
    }

    // RFC 3263 section 4.2: a literal or a port means no SRV; without SRV records the name's own addresses serve.
    private async Task<IEnumerable<Hop>> HopsOfAsync(Place place, CancellationToken stop)
    {
        if (place.Port is null && !IPAddress.TryParse(place.Host, out _))
        {
            var service = place.Transport switch { TransportKind.Tls => "_sips._tcp.", TransportKind.Tcp => "_sip._tcp.", _ => "_sip._udp." };
            var records = (await dns.AskAsync(service + place.Host, QueryType.SRV, stop)).Srv;
            if (records.Count > 0)
            {
                var hops = new List<Hop>();
                foreach (var record in records.OrderBy(record => record.Priority).ThenByDescending(record => record.Weight))
                {
                    foreach (var address in await dns.AddressesAsync(record.Target, stop))
                        hops.Add(new Hop(place.Transport, address.ToString(), record.Port) { ServerName = place.Host });
                }

                return hops;
            }
        }

        var port = place.Port ?? (place.Transport is TransportKind.Tls ? 5061 : 5060);
        var addresses = IPAddress.TryParse(place.Host, out var literal) ? [literal] : await dns.AddressesAsync(place.Host, stop);
        return addresses.Count == 0
            ? throw new DnsLookupException($"The name {place.Host} has no address. Is it spelt right?")
            : addresses.Select(address => new Hop(place.Transport, address.ToString(), port) { ServerName = place.Host });
    }

    private static ImmutableArray<Place> PlacesOf(TrunkConfig trunk) => trunk switch
    {
        TrunkConfig.TwilioTrunk { OutboundProxy: { } proxy } twilio => [new(proxy, null, TransportOf(twilio.Secure, twilio.PlainTransport))],
        TrunkConfig.TwilioTrunk twilio => [.. twilio.Hosts.Select(host => new Place(host, null, TransportOf(twilio.Secure, twilio.PlainTransport)))],
        TrunkConfig.TwilioDomain domain => [new(domain.Host, null, TransportOf(domain.Secure, domain.PlainTransport))],
        TrunkConfig.SipTrunk { OutboundProxy: { } proxy } sip => [new(proxy, sip.Port, sip.Transport)],
        TrunkConfig.SipTrunk sip => [new(sip.Host, sip.Port, sip.Transport), .. sip.FallbackHosts.Select(host => new Place(host, sip.Port, sip.Transport))],
        _ => [],
    };

    private static Place? PlaceOf(PbxConfig pbx) => (pbx.Host ?? (pbx.Addresses.IsEmpty ? null : pbx.Addresses[0].BaseAddress.ToString())) is { } host
        ? new Place(host, pbx.Port, pbx.Transport)
        : null;

    private static TransportKind TransportOf(bool secure, TransportKind plain) => secure ? TransportKind.Tls : plain;

    private sealed record Place(string Host, int? Port, TransportKind Transport);
}
