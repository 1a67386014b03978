using System.Text;

namespace Sip.Messages;

/// <summary>The table behind <see cref="HeaderName"/>: spelling, compact form (RFC 3261 section 7.3.3) and whether commas separate values.</summary>
public static class HeaderNames
{
    private sealed record Entry(HeaderName Id, string Text, bool IsList, char Compact)
    {
        public byte[] Bytes { get; } = Encoding.ASCII.GetBytes(Text);
    }

    private static readonly Entry[] Entries =
    [
        new(HeaderName.Unknown, "", false, '\0'),
        new(HeaderName.Accept, "Accept", true, '\0'),
        new(HeaderName.AcceptContact, "Accept-Contact", true, 'a'),
        new(HeaderName.AcceptEncoding, "Accept-Encoding", true, '\0'),
        new(HeaderName.AcceptLanguage, "Accept-Language", true, '\0'),
        new(HeaderName.AcceptResourcePriority, "Accept-Resource-Priority", true, '\0'),
        new(HeaderName.AlertInfo, "Alert-Info", true, '\0'),
        new(HeaderName.Allow, "Allow", true, '\0'),
        new(HeaderName.AllowEvents, "Allow-Events", true, 'u'),
        new(HeaderName.AnswerMode, "Answer-Mode", false, '\0'),
        new(HeaderName.AuthenticationInfo, "Authentication-Info", false, '\0'),
        new(HeaderName.Authorization, "Authorization", false, '\0'),
        new(HeaderName.CallId, "Call-ID", false, 'i'),
        new(HeaderName.CallInfo, "Call-Info", true, '\0'),
        new(HeaderName.Contact, "Contact", true, 'm'),
        new(HeaderName.ContentDisposition, "Content-Disposition", false, '\0'),
        new(HeaderName.ContentEncoding, "Content-Encoding", true, 'e'),
        new(HeaderName.ContentLanguage, "Content-Language", true, '\0'),
        new(HeaderName.ContentLength, "Content-Length", false, 'l'),
        new(HeaderName.ContentType, "Content-Type", false, 'c'),
        new(HeaderName.CSeq, "CSeq", false, '\0'),
        new(HeaderName.Date, "Date", false, '\0'),
        new(HeaderName.Diversion, "Diversion", true, '\0'),
        new(HeaderName.ErrorInfo, "Error-Info", true, '\0'),
        new(HeaderName.Event, "Event", false, 'o'),
        new(HeaderName.Expires, "Expires", false, '\0'),
        new(HeaderName.FlowTimer, "Flow-Timer", false, '\0'),
        new(HeaderName.From, "From", false, 'f'),
        new(HeaderName.Geolocation, "Geolocation", true, '\0'),
        new(HeaderName.HistoryInfo, "History-Info", true, '\0'),
        new(HeaderName.Identity, "Identity", false, 'y'),
        new(HeaderName.IdentityInfo, "Identity-Info", false, 'n'),
        new(HeaderName.InReplyTo, "In-Reply-To", true, '\0'),
        new(HeaderName.Join, "Join", false, '\0'),
        new(HeaderName.MaxForwards, "Max-Forwards", false, '\0'),
        new(HeaderName.MimeVersion, "MIME-Version", false, '\0'),
        new(HeaderName.MinExpires, "Min-Expires", false, '\0'),
        new(HeaderName.MinSe, "Min-SE", false, '\0'),
        new(HeaderName.Organization, "Organization", false, '\0'),
        new(HeaderName.PAccessNetworkInfo, "P-Access-Network-Info", true, '\0'),
        new(HeaderName.PAssertedIdentity, "P-Asserted-Identity", true, '\0'),
        new(HeaderName.PAssociatedUri, "P-Associated-URI", true, '\0'),
        new(HeaderName.PCalledPartyId, "P-Called-Party-ID", false, '\0'),
        new(HeaderName.PChargingVector, "P-Charging-Vector", false, '\0'),
        new(HeaderName.PEarlyMedia, "P-Early-Media", false, '\0'),
        new(HeaderName.PPreferredIdentity, "P-Preferred-Identity", true, '\0'),
        new(HeaderName.Path, "Path", true, '\0'),
        new(HeaderName.Priority, "Priority", false, '\0'),
        new(HeaderName.Privacy, "Privacy", false, '\0'),
        new(HeaderName.ProxyAuthenticate, "Proxy-Authenticate", false, '\0'),
        new(HeaderName.ProxyAuthenticationInfo, "Proxy-Authentication-Info", false, '\0'),
        new(HeaderName.ProxyAuthorization, "Proxy-Authorization", false, '\0'),
        new(HeaderName.ProxyRequire, "Proxy-Require", true, '\0'),
        new(HeaderName.RAck, "RAck", false, '\0'),
        new(HeaderName.Reason, "Reason", true, '\0'),
        new(HeaderName.RecordRoute, "Record-Route", true, '\0'),
        new(HeaderName.RecvInfo, "Recv-Info", true, '\0'),
        new(HeaderName.ReferSub, "Refer-Sub", false, '\0'),
        new(HeaderName.ReferTo, "Refer-To", false, 'r'),
        new(HeaderName.ReferredBy, "Referred-By", false, 'b'),
        new(HeaderName.RejectContact, "Reject-Contact", true, 'j'),
        new(HeaderName.RemotePartyId, "Remote-Party-ID", true, '\0'),
        new(HeaderName.Replaces, "Replaces", false, '\0'),
        new(HeaderName.ReplyTo, "Reply-To", false, '\0'),
        new(HeaderName.RequestDisposition, "Request-Disposition", true, 'd'),
        new(HeaderName.Require, "Require", true, '\0'),
        new(HeaderName.ResourcePriority, "Resource-Priority", true, '\0'),
        new(HeaderName.RetryAfter, "Retry-After", false, '\0'),
        new(HeaderName.Route, "Route", true, '\0'),
        new(HeaderName.RSeq, "RSeq", false, '\0'),
        new(HeaderName.Server, "Server", false, '\0'),
        new(HeaderName.ServiceRoute, "Service-Route", true, '\0'),
        new(HeaderName.SessionExpires, "Session-Expires", false, 'x'),
        new(HeaderName.SessionId, "Session-ID", false, '\0'),
        new(HeaderName.SipETag, "SIP-ETag", false, '\0'),
        new(HeaderName.SipIfMatch, "SIP-If-Match", false, '\0'),
        new(HeaderName.Subject, "Subject", false, 's'),
        new(HeaderName.SubscriptionState, "Subscription-State", false, '\0'),
        new(HeaderName.Supported, "Supported", true, 'k'),
        new(HeaderName.TargetDialog, "Target-Dialog", false, '\0'),
        new(HeaderName.Timestamp, "Timestamp", false, '\0'),
        new(HeaderName.To, "To", false, 't'),
        new(HeaderName.Unsupported, "Unsupported", true, '\0'),
        new(HeaderName.UserAgent, "User-Agent", false, '\0'),
        new(HeaderName.UserToUser, "User-to-User", true, '\0'),
        new(HeaderName.Via, "Via", true, 'v'),
        new(HeaderName.Warning, "Warning", true, '\0'),
        new(HeaderName.WwwAuthenticate, "WWW-Authenticate", false, '\0'),
    ];

    private const int BucketCount = 256;

    // First entry of each bucket, and for each entry the next one of its bucket; 0 ends the chain.
    private static readonly byte[] Buckets = new byte[BucketCount];
    private static readonly byte[] NextInBucket = new byte[Entries.Length];
    private static readonly byte[] Compacts = new byte[128];

    static HeaderNames()
    {
        for (var i = 1; i < Entries.Length; i++)
        {
            var bucket = BucketOf(Entries[i].Bytes);
            NextInBucket[i] = Buckets[bucket];
            Buckets[bucket] = (byte)i;

            if (Entries[i].Compact is var compact and not '\0')
            {
                Compacts[compact] = (byte)i;
                Compacts[char.ToUpperInvariant(compact)] = (byte)i;
            }
        }
    }

    /// <summary>How many header names have a number, <see cref="HeaderName.Unknown"/> included.</summary>
    internal static int Count => Entries.Length;

    /// <summary>The number of a name in any case, full or compact; <see cref="HeaderName.Unknown"/> when there is none. Allocates nothing.</summary>
    public static HeaderName Find(ReadOnlySpan<byte> name)
    {
        if (name.Length is 1)
            return name[0] < 128 ? (HeaderName)Compacts[name[0]] : HeaderName.Unknown;
        if (name.IsEmpty)
            return HeaderName.Unknown;

        for (var i = Buckets[BucketOf(name)]; i is not 0; i = NextInBucket[i])
        {
            if (Grammar.SameText(Entries[i].Bytes, name))
                return (HeaderName)i;
        }

        return HeaderName.Unknown;
    }

    /// <summary>The spelling of the RFC that defines the field; empty for <see cref="HeaderName.Unknown"/>.</summary>
    public static string Text(this HeaderName name) => Entries[(int)name].Text;

    /// <summary>The spelling of the RFC that defines the field, as bytes.</summary>
    public static ReadOnlySpan<byte> Bytes(this HeaderName name) => Entries[(int)name].Bytes;

    /// <summary>True when one line may hold several values separated by commas (RFC 3261 section 7.3.1).</summary>
    public static bool IsList(this HeaderName name) => Entries[(int)name].IsList;

    private static int BucketOf(ReadOnlySpan<byte> name) =>
        ((name.Length * 7) + ((name[0] | 0x20) * 5) + ((name[^1] | 0x20) * 3) + (name[name.Length / 2] | 0x20)) & (BucketCount - 1);
}
