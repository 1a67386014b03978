using System.Collections.Immutable;
using System.Net;

namespace Sip.Routing;

/// <summary>The record types that locating a server needs (RFC 3263).</summary>
public enum DnsKind
{
    /// <summary>RFC 3403: which transports a domain offers.</summary>
    Naptr,

    /// <summary>RFC 2782: which hosts offer a service.</summary>
    Srv,

    /// <summary>An IPv4 address.</summary>
    A,

    /// <summary>An IPv6 address.</summary>
    Aaaa,
}

/// <summary>A question to the name servers. Names are lower case and without a dot at the end, so that equal questions are equal.</summary>
public readonly record struct DnsQuestion
{
    /// <summary>Asks for one type of one name.</summary>
    public DnsQuestion(DnsKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Kind = kind;
        Name = name.TrimEnd('.').ToLowerInvariant();
    }

    /// <summary>The type.</summary>
    public DnsKind Kind { get; }

    /// <summary>The name.</summary>
    public string Name { get; }
}

/// <summary>A NAPTR record as far as RFC 3263 section 4.1 uses it.</summary>
public readonly record struct NaptrRecord(int Order, int Preference, string Service, string Replacement);

/// <summary>An SRV record (RFC 2782). A target of "" or "." says that the service is not offered.</summary>
public readonly record struct SrvRecord(int Priority, int Weight, int Port, string Target);

/// <summary>What the name servers said.</summary>
public abstract record DnsReply
{
    private DnsReply()
    {
    }

    /// <summary>Records of the type asked for, in the server's order; only that list is filled.</summary>
    public sealed record Found(TimeSpan TimeToLive) : DnsReply
    {
        /// <summary>NAPTR records.</summary>
        public ImmutableArray<NaptrRecord> Naptr { get; init; } = [];

        /// <summary>SRV records.</summary>
        public ImmutableArray<SrvRecord> Srv { get; init; } = [];

        /// <summary>Addresses.</summary>
        public ImmutableArray<IPAddress> Addresses { get; init; } = [];
    }

    /// <summary>The name does not exist, or has no record of this type.</summary>
    public sealed record Nothing(TimeSpan TimeToLive) : DnsReply;

    /// <summary>No server answered, or none could.</summary>
    public sealed record Failed : DnsReply;
}
