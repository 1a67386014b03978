using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Appliance.Calls;
using Appliance.Extensions;
using Appliance.Trunks;
using Sip;
using Sip.Net;
using Sip.Routing;

namespace Appliance.Hosting;

/// <summary>
/// Finds out where trunks and PBXs are (RFC 3263) and tells the gateway, again and again, so that a call never waits for a
/// name server and a name server's outage is never noticed.
/// </summary>
public sealed class PeerLocator(DnsLookup dns, ITokenSource tokens, Func<GatewayInput, bool> post, TimeProvider time, ILogger log) : IDisposable
{
    // Every place has a transport by its settings, so NAPTR has nothing to say.
    private static readonly TargetPlanSettings Settings = new() { AsksNaptr = false, UsesIpv6 = Socket.OSSupportsIPv6 };

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainWhenMissing = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly ConcurrentDictionary<string, string> _missing = new(StringComparer.Ordinal);
    private Office? _office;

    /// <summary>New settings: look at once.</summary>
    public void Use(Office office)
    {
        Volatile.Write(ref _office, office);
        _missing.Clear();
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is already asked to look.
        }
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
        // All at once: the lines with a good name server do not wait for the one with a dead name.
        var looks = new List<Task<bool>>();
        foreach (var trunk in office.Config.Trunks)
        {
            if (trunk.Enabled)
                looks.Add(LocateAsync(trunk.Id, PlacesOf(trunk), stop));
        }

        foreach (var pbx in office.Config.Pbxs)
        {
            if (PlaceOf(pbx) is { } place)
                looks.Add(LocateAsync(pbx.Id, [place], stop));
        }

        var found = await Task.WhenAll(looks);
        return Array.TrueForAll(found, one => one);
    }

    private async Task<bool> LocateAsync(string id, ImmutableArray<RouteTarget> places, CancellationToken stop)
    {
        var hops = ImmutableArray.CreateBuilder<Hop>();
        var why = "";
        foreach (var place in places)
        {
            try
            {
                hops.AddRange((await dns.LocateAsync(place, Settings, tokens, stop)).Select(target => target.Hop));
            }
            catch (DnsLookupException missing)
            {
                why = missing.Message;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException && !stop.IsCancellationRequested)
            {
                LogEvents.LookupFailed(log, place.Host, fault);
                why = $"Looking for {place.Host} failed.";
            }
        }

        if (hops.Count > 0)
        {
            _missing.TryRemove(id, out _);
            post(new GatewayInput.Located(id, hops.ToImmutable()));
        }
        else if (!_missing.TryGetValue(id, out var said) || said != why)
        {
            _missing[id] = why;
            post(new GatewayInput.NotLocated(id, why));
        }

        return hops.Count > 0;
    }

    private static ImmutableArray<RouteTarget> PlacesOf(TrunkConfig trunk) => trunk switch
    {
        TrunkConfig.TwilioTrunk { OutboundProxy: { } proxy } twilio => [new(proxy, null, TransportOf(twilio.Secure, twilio.PlainTransport))],
        TrunkConfig.TwilioTrunk twilio => [.. twilio.Hosts.Select(host => new RouteTarget(host, null, TransportOf(twilio.Secure, twilio.PlainTransport)))],
        TrunkConfig.TwilioDomain domain => [new(domain.Host, null, TransportOf(domain.Secure, domain.PlainTransport))],
        TrunkConfig.SipTrunk { OutboundProxy: { } proxy } sip => [new(proxy, sip.Port, sip.Transport)],
        TrunkConfig.SipTrunk sip => [new(sip.Host, sip.Port, sip.Transport), .. sip.FallbackHosts.Select(host => new RouteTarget(host, sip.Port, sip.Transport))],
        _ => [],
    };

    // A network is where calls may come from; only a single address is also where they can go.
    private static RouteTarget? PlaceOf(PbxConfig pbx) => (pbx.Host ?? pbx.Addresses.Where(IsOneAddress).Select(network => network.BaseAddress.ToString()).FirstOrDefault()) is { } host
        ? new RouteTarget(host, pbx.Port, pbx.Transport)
        : null;

    private static bool IsOneAddress(IPNetwork network) =>
        network.PrefixLength == (network.BaseAddress.AddressFamily is AddressFamily.InterNetwork ? 32 : 128);

    private static TransportKind TransportOf(bool secure, TransportKind plain) => secure ? TransportKind.Tls : plain;
}
