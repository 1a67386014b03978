namespace Appliance.Configuration;

/// <summary>Checks the box itself: <c>[office]</c>, <c>[network]</c>, <c>[media]</c>, <c>[calls]</c> and <c>[records]</c>.</summary>
internal static class BoxCheck
{
    public static void Check(Config config, FaultList faults)
    {
        Office(config, faults);
        Network(config.Network, faults);
        Certificate(config.PageCertificate, faults);
        Media(config, faults);
        Limits(config, faults);
    }

    private static void Office(Config config, FaultList faults)
    {
        if (config.Office.Name.Length is 0 or > 64)
            faults.Add("office.name", FaultCode.OfficeName);

        if (!Checks.IsCountry(config.Office.Country))
            faults.Add("office.country", FaultCode.CountryUnknown);

        if (config.Office.TimeZone is { Length: > 0 } zone && !IsZone(zone))
            faults.Add("office.time-zone", FaultCode.TimeZone);
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
        Checks.Range(faults, "network.signalling-dscp", network.SignallingDscp, 0, 63, "signalling-mark");
        Checks.Host(faults, "network.public-host", network.PublicHost, "public-host = \"phones.example.com\"");
        AddressCheck.Check(network, faults);

        if (network is { SipUdpPort: 0, SipTcpPort: 0, SipTlsPort: 0 })
            faults.Add("network.sip-udp-port", FaultCode.PortsAllOff);

        Differ(faults, "network.sip-tls-port", network.SipTlsPort, "network.sip-tcp-port", network.SipTcpPort);
        Differ(faults, "network.web-port", network.WebPort, "network.sip-tcp-port", network.SipTcpPort);
        Differ(faults, "network.web-port", network.WebPort, "network.sip-tls-port", network.SipTlsPort);
        Differ(faults, "network.web-tls-port", network.WebTlsPort, "network.web-port", network.WebPort);
        Differ(faults, "network.web-tls-port", network.WebTlsPort, "network.sip-tcp-port", network.SipTcpPort);
        Differ(faults, "network.web-tls-port", network.WebTlsPort, "network.sip-tls-port", network.SipTlsPort);

        if (network.Certificate is not null != network.CertificateKey is not null)
        {
            var (written, absent) = network.Certificate is null ? ("certificate-key", "certificate") : ("certificate", "certificate-key");
            faults.Add($"network.{written}", FaultCode.CertificateAlone, written, absent);
        }
    }

    private static void Certificate(PageCertificateConfig certificate, FaultList faults)
    {
        if (certificate.Name is not { } name)
            return;
        if (!PageCertificateCheck.IsName(name))
            faults.Add("web.certificate.name", FaultCode.PageCertificateName);
        if (!PageCertificateCheck.IsDirectory(certificate.Directory))
            faults.Add("web.certificate.directory", FaultCode.PageCertificateDirectory, PageCertificateConfig.LetsEncrypt);
        if (certificate.Email is { } email && !PageCertificateCheck.IsEmail(email))
            faults.Add("web.certificate.email", FaultCode.PageCertificateEmail);
        if (!certificate.TermsAgreed)
            faults.Add(faults.IsWritten("web.certificate.terms-agreed") ? "web.certificate.terms-agreed" : "web.certificate.name", FaultCode.PageCertificateTerms);
    }

    private static void Differ(FaultList faults, string key, int port, string otherKey, int other)
    {
        if (port is not 0 && port == other)
            faults.Add(faults.IsWritten(key) ? key : otherKey, FaultCode.PortsEqual, Checks.Last(key), Checks.Last(otherKey), Checks.Text(port));
    }

    private static void Media(Config config, FaultList faults)
    {
        var media = config.Media;
        Checks.Range(faults, "media.first-port", media.FirstPort, 1024, 65534, "system-ports");
        Checks.Range(faults, "media.last-port", media.LastPort, 1025, 65535, "last-port");
        Checks.Range(faults, "media.dscp", media.Dscp, 0, 63, "voice-mark");
        Checks.Seconds(faults, "media.silence-seconds", media.Silence, 10, 600, "silence");

        if (media.FirstPort % 2 is not 0)
            faults.Add("media.first-port", FaultCode.VoicePortOdd, Checks.Text(media.FirstPort + 1));

        var needed = config.Calls.MaxCalls * 4;
        if (media.LastPort <= media.FirstPort)
            faults.Add("media.last-port", FaultCode.VoicePortsReversed);
        else if (media.LastPort - media.FirstPort + 1 < needed)
            faults.Add(faults.IsWritten("media.last-port") ? "media.last-port" : "media.first-port", FaultCode.VoicePortsFew, Checks.Text(config.Calls.MaxCalls), Checks.Text(needed));

        if (config.Network.SipUdpPort is var sip && sip >= media.FirstPort && sip <= media.LastPort)
            faults.Add(faults.IsWritten("network.sip-udp-port") ? "network.sip-udp-port" : "media.first-port", FaultCode.SipPortAmongVoice);
    }

    private static void Limits(Config config, FaultList faults)
    {
        var calls = config.Calls;
        Checks.Range(faults, "calls.max-calls", calls.MaxCalls, 1, 200, "most-calls");
        Checks.Seconds(faults, "calls.ring-seconds", calls.RingTime, 30, 300, "ring-time");
        Checks.Range(faults, "calls.longest-minutes", (int)Math.Clamp(calls.LongestCall.TotalMinutes, int.MinValue, int.MaxValue), 1, 1440, "longest-call");
        Checks.Range(faults, "calls.daily-minutes", calls.DailyMinutes, 0, 1_000_000, "daily-minutes");
        Checks.Seconds(faults, "calls.next-target-seconds", calls.NextTargetAfter, 1, 30, "next-target");
        Checks.Range(faults, "records.keep-days", config.Records.KeepDays, 1, 3650, "keep-days");
        Checks.Range(faults, "records.keep-calls", config.Records.KeepCalls, 100, 1_000_000, "keep-calls");
    }
}
