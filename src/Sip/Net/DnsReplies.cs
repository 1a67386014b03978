using DnsClient;
using DnsClient.Protocol;
using Sip.Routing;
using DnsQuestion = Sip.Routing.DnsQuestion;

namespace Sip.Net;

/// <summary>Reads what a name server answered as the reply to a question.</summary>
internal static class DnsReplies
{
    public static QueryType TypeOf(DnsKind kind) => kind switch
    {
        DnsKind.Naptr => QueryType.NAPTR,
        DnsKind.Srv => QueryType.SRV,
        DnsKind.Aaaa => QueryType.AAAA,
        _ => QueryType.A,
    };

    public static DnsReply Read(IDnsQueryResponse response, DnsQuestion question)
    {
        if (response.HasError && response.Header.ResponseCode is not DnsHeaderResponseCode.NotExistentDomain)
            return new DnsReply.Failed();

        var answers = response.Answers;
        var life = answers.Count > 0 ? TimeSpan.FromSeconds(answers.Min(record => record.InitialTimeToLive)) : TimeSpan.Zero;
        var found = new DnsReply.Found(life)
        {
            Naptr = [.. answers.OfType<NAPtrRecord>().Select(r => new NaptrRecord(r.Order, r.Preference, r.Services, Trim(r.Replacement)))],
            Srv = [.. answers.SrvRecords().Select(r => new Routing.SrvRecord(r.Priority, r.Weight, r.Port, Trim(r.Target)))],
            Addresses = question.Kind is DnsKind.Aaaa
                ? [.. answers.AaaaRecords().Select(r => r.Address)]
                : [.. answers.ARecords().Select(r => r.Address)],
        };
        return HasAny(found, question.Kind) ? found : new DnsReply.Nothing(NegativeLife(response));
    }

    private static bool HasAny(DnsReply.Found found, DnsKind kind) => kind switch
    {
        DnsKind.Naptr => !found.Naptr.IsEmpty,
        DnsKind.Srv => !found.Srv.IsEmpty,
        _ => !found.Addresses.IsEmpty,
    };

    // RFC 2308 section 5: the lesser of the record's own life and its minimum.
    private static TimeSpan NegativeLife(IDnsQueryResponse response) =>
        response.Authorities.OfType<SoaRecord>().FirstOrDefault() is { } authority
            ? TimeSpan.FromSeconds(Math.Min(authority.Minimum, authority.InitialTimeToLive))
            : DnsCache.ShortestLife;

    private static string Trim(DnsString name) => name.Value.TrimEnd('.');
}
