using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sip.Net;

/// <summary>One address to listen on.</summary>
public sealed record SipListener(TransportKind Transport, IPEndPoint Address);

/// <summary>What the signalling sockets need to know. Times have their sources beside them.</summary>
public sealed record TransportSettings
{
    /// <summary>Where to listen. A UDP listener also sends; TCP and TLS can be called out on without one.</summary>
    public ImmutableArray<SipListener> Listeners { get; init; } = [];

    /// <summary>
    /// Our certificate for TLS listeners, with those between it and its root (RFC 8446 section 4.4.2). Asked for each connection, whose
    /// handshake waits for it. TLS listeners need it.
    /// </summary>
    public Func<Task<SslStreamCertificateContext>>? Certificate { get; init; }

    /// <summary>Roots believed beside the system's own (twilio.md section 5: the DigiCert roots; a test's own root).</summary>
    public X509Certificate2Collection ExtraRoots { get; init; } = [];

    /// <summary>The address peers outside private networks see us under. Null: the address of the interface.</summary>
    public IPAddress? PublicAddress { get; init; }

    /// <summary>Connections that we opened are pinged with a double CRLF after this long without traffic (RFC 5626 section 4.4.1; Twilio closes after 120 s).</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A peer that has ponged before and stays silent this long after a ping is gone (RFC 5626 section 4.4.1: 10 s).</summary>
    public TimeSpan PongWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections others opened are closed after this long without a byte: longer than the longest registration (an hour), so that a phone on TCP stays reachable.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(90);

    /// <summary>A new inbound connection must bring a whole message within this time, and no message may take longer once it has begun.</summary>
    public TimeSpan FirstMessageWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Name resolution, TCP and TLS handshake together.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a large request waits for TCP before it leaves in a fragmented datagram after all.</summary>
    public TimeSpan SwitchWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A peer that has not read for so long is gone.</summary>
    public TimeSpan WriteWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection that brought no SIP stays for the answer to it.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Inbound connections at once; further ones are closed at once. The same number may be opened by us.</summary>
    public int MaximumConnections { get; init; } = 512;

    /// <summary>Inbound connections at once from one address.</summary>
    public int MaximumConnectionsFromOneAddress { get; init; } = 128;

    /// <summary>A request longer than this many bytes leaves over TCP although UDP was asked for (RFC 3261 section 18.1.1), when TCP can be connected.</summary>
    public int UdpRequestLimit { get; init; } = 1300;

    /// <summary>DSCP of signalling: CS3 (RFC 4594 section 4.1).</summary>
    public int DifferentiatedServices { get; init; } = 24;
}

/// <summary>A listening socket could not be opened. The message is a sentence for the installer.</summary>
public sealed class SipListenException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>The sentence for a failed bind.</summary>
    public static SipListenException For(SipListener listener, System.Net.Sockets.SocketException fault) => new(
        fault.SocketErrorCode switch
        {
            System.Net.Sockets.SocketError.AddressAlreadyInUse =>
                $"Another program already uses {Name(listener)} port {listener.Address.Port} on {listener.Address.Address}. Stop that program, or choose another SIP port in the settings.",
            System.Net.Sockets.SocketError.AddressNotAvailable =>
                $"This box has no address {listener.Address.Address}. Choose one of its own addresses in the settings, or 0.0.0.0 for all.",
            System.Net.Sockets.SocketError.AccessDenied =>
                $"{Name(listener)} port {listener.Address.Port} may not be opened by this user. Choose a port above 1023, or grant the right to open it.",
            System.Net.Sockets.SocketError.AddressFamilyNotSupported =>
                $"This box has no IPv6, so it cannot listen on {listener.Address.Address}. Take that address out of the settings.",
            _ => $"{Name(listener)} port {listener.Address.Port} on {listener.Address.Address} could not be opened: {fault.Message.TrimEnd('.')}.",
        },
        fault);

    private static string Name(SipListener listener) => listener.Transport.ToString().ToUpperInvariant();
}
