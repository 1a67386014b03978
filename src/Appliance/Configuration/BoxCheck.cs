namespace Appliance.Configuration;

/// <summary>Checks the box itself: <c>[office]</c>, <c>[network]</c>, <c>[media]</c>, <c>[calls]</c> and <c>[records]</c>.</summary>
internal static class BoxCheck
{
    public static void Check(Config config, FaultList faults)
    {
        Office(config, faults);
        Network(config.Network, faults);
        Media(config, faults);
        Limits(config, faults);
    }

    private static void Office(Config config, FaultList faults)
    {
        if (config.Office.Name.Length is 0 or > 64)
            faults.Add("office.name", "The office's name is empty or longer than 64 letters.", "Page and screen show it.", "Write name = \"Head office\"");

        if (!Checks.IsCountry(config.Office.Country))
            faults.Add("office.country", "This is not a country the box knows.", "Dialled numbers and emergency numbers are read by the country's rules.", "Write its two letters (ISO 3166), as in country = \"TW\"");

        if (config.Office.TimeZone is { Length: > 0 } zone && !IsZone(zone))
            faults.Add("office.time-zone", "This is not a time zone the box knows.", "Every time on the page and the screen is shown in it.", "Write its name as in time-zone = \"Asia/Taipei\", or delete the line: then the computer's own holds.");
    }

    // The system takes a path for a zone too.
    private static bool IsZone(string zone) =>
        zone.Length <= 64 && zone.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+') && zone[0] is not '/' && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    private static void Network(NetworkConfig network, FaultList faults)
    {
        Checks.Port(faults, "network.sip-udp-port", network.SipUdpPort, mayBeOff: true);
        Checks.Port(faults, "network.sip-tcp-port", network.SipTcpPort, mayBeOff: true);
        Checks.Port(faults, "network.sip-tls-port", network.SipTlsPort, mayBeOff: true);
        Checks.Port(faults, "network.web-port", network.WebPort, mayBeOff: false);
        Checks.Port(faults, "network.web-tls-port", network.WebTlsPort, mayBeOff: true);
        Checks.Range(faults, "network.signalling-dscp", network.SignallingDscp, 0, 63, "Packet marks have six bits; 24 (CS3) is usual for signalling.");
        Checks.Host(faults, "network.public-host", network.PublicHost, "public-host = \"phones.example.com\"");
        AddressCheck.Check(network, faults);

        if (network is { SipUdpPort: 0, SipTcpPort: 0, SipTlsPort: 0 })
            faults.Add("network.sip-udp-port", "All ports for phones are switched off.", "No phone could register.", "Give at least one of sip-udp-port, sip-tcp-port and sip-tls-port a port.");

        Differ(faults, "network.sip-tls-port", network.SipTlsPort, "network.sip-tcp-port", network.SipTcpPort);
        Differ(faults, "network.web-port", network.WebPort, "network.sip-tcp-port", network.SipTcpPort);
        Differ(faults, "network.web-port", network.WebPort, "network.sip-tls-port", network.SipTlsPort);
        Differ(faults, "network.web-tls-port", network.WebTlsPort, "network.web-port", network.WebPort);
        Differ(faults, "network.web-tls-port", network.WebTlsPort, "network.sip-tcp-port", network.SipTcpPort);
        Differ(faults, "network.web-tls-port", network.WebTlsPort, "network.sip-tls-port", network.SipTlsPort);

        if (network.Certificate is not null != network.CertificateKey is not null)
        {
            var (written, absent) = network.Certificate is null ? ("certificate-key", "certificate") : ("certificate", "certificate-key");
            faults.Add($"network.{written}", $"{written} stands alone.", "A certificate is of use only with its key.", $"Add {absent} = \"/path/file.pem\", or delete this line and the box makes a certificate of its own.");
        }
    }

    private static void Differ(FaultList faults, string key, int port, string otherKey, int other)
    {
        if (port is not 0 && port == other)
            faults.Add(faults.IsWritten(key) ? key : otherKey, $"{Checks.Last(key)} and {Checks.Last(otherKey)} are both {Checks.Text(port)}.", "Only one of them can listen there.", "Give one of them another port.");
    }

    private static void Media(Config config, FaultList faults)
    {
        var media = config.Media;
        Checks.Range(faults, "media.first-port", media.FirstPort, 1024, 65534, "Ports below 1024 belong to the system.");
        Checks.Range(faults, "media.last-port", media.LastPort, 1025, 65535, "Ports go up to 65535.");
        Checks.Range(faults, "media.dscp", media.Dscp, 0, 63, "Packet marks have six bits; 46 (EF) is usual for voice.");
        Checks.Seconds(faults, "media.silence-seconds", media.Silence, 10, 600, "Too short ends good calls, too long keeps dead ones.");

        if (media.FirstPort % 2 is not 0)
            faults.Add("media.first-port", "The first port for voice is odd.", "Voice takes an even port and its reports the next one (RFC 3550).", $"Write first-port = {Checks.Text(media.FirstPort + 1)}");

        var needed = config.Calls.MaxCalls * 4;
        if (media.LastPort <= media.FirstPort)
            faults.Add("media.last-port", "The last port for voice comes before the first.", "There would be no port for voice at all.", "Write a last-port larger than first-port.");
        else if (media.LastPort - media.FirstPort + 1 < needed)
            faults.Add(faults.IsWritten("media.last-port") ? "media.last-port" : "media.first-port", "There are too few ports for voice.", $"{Checks.Text(config.Calls.MaxCalls)} calls need {Checks.Text(needed)} ports, four each.", "Make the range larger, or max-calls in [calls] smaller.");

        if (config.Network.SipUdpPort is var sip && sip >= media.FirstPort && sip <= media.LastPort)
            faults.Add(faults.IsWritten("network.sip-udp-port") ? "network.sip-udp-port" : "media.first-port", "The SIP port lies among the ports for voice.", "A call could take the port away from signalling.", "Move sip-udp-port out of the range from first-port to last-port.");
    }

    private static void Limits(Config config, FaultList faults)
    {
        var calls = config.Calls;
        Checks.Range(faults, "calls.max-calls", calls.MaxCalls, 1, 200, "The box is made for up to 200 calls at a time.");
        Checks.Seconds(faults, "calls.ring-seconds", calls.RingTime, 30, 300, "Callees need time to reach the phone, and a forgotten call must end.");
        Checks.Range(faults, "calls.longest-minutes", (int)Math.Clamp(calls.LongestCall.TotalMinutes, int.MinValue, int.MaxValue), 1, 1440, "Twilio itself ends calls after 24 hours.");
        Checks.Range(faults, "calls.daily-minutes", calls.DailyMinutes, 0, 1_000_000, "0 means no limit.");
        Checks.Seconds(faults, "calls.next-target-seconds", calls.NextTargetAfter, 1, 30, "Twilio's advice is 4 seconds of silence before the next address.");
        Checks.Range(faults, "records.keep-days", config.Records.KeepDays, 1, 3650, "Records are kept for at least a day and at most ten years.");
        Checks.Range(faults, "records.keep-calls", config.Records.KeepCalls, 100, 1_000_000, "The card has room for about a million records.");
    }
}
