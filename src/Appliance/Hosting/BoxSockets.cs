using System.Net;
using System.Net.Sockets;
using Appliance.Configuration;
using Sip;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>Where the box listens for signalling, and with which certificate, as the settings say.</summary>
internal static class BoxSockets
{
    /// <summary>The sockets of these settings.</summary>
    public static TransportSettings Of(string dataFolder, Config config, OwnCertificate certificate, ILogger log)
    {
        var network = config.Network;
        IPAddress[] addresses = network.Listen.IsEmpty
            ? Socket.OSSupportsIPv6 ? [IPAddress.Any, IPAddress.IPv6Any] : [IPAddress.Any]
            : [.. network.Listen];
        return new TransportSettings
        {
            Listeners =
            [
                .. addresses.Where(_ => network.SipUdpPort > 0).Select(address => new SipListener(TransportKind.Udp, new IPEndPoint(address, network.SipUdpPort))),
                .. addresses.Where(_ => network.SipTcpPort > 0).Select(address => new SipListener(TransportKind.Tcp, new IPEndPoint(address, network.SipTcpPort))),
                .. addresses.Where(_ => network.SipTlsPort > 0).Select(address => new SipListener(TransportKind.Tls, new IPEndPoint(address, network.SipTlsPort))),
            ],
            Certificate = () => certificate.Context,
            ExtraRoots = TrustedRoots.Read(dataFolder, config, log),
            PublicAddress = network.PublicAddress,
            DifferentiatedServices = network.SignallingDscp,
        };
    }
}
