using DnsClient;
using Sip.Routing;
using DnsQuestion = Sip.Routing.DnsQuestion;

namespace Sip.Net;

/// <summary>Asks what a <see cref="TargetPlan"/> wants to know.</summary>
public static class DnsReplies
{
    /// <summary>
    /// The reply to a question; a failure is a reply. The lookup keeps answers for their own time to live, so the plan's
    /// cache is told to come back soon.
    /// </summary>
    public static async Task<DnsReply> ReplyAsync(this DnsLookup lookup, DnsQuestion question, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        try
        {
            var answers = await lookup.AskAsync(question.Name, TypeOf(question.Kind), stop);
            var found = new DnsReply.Found(DnsCache.ShortestLife)
            {
                Naptr = [.. answers.Naptr.Select(record => new NaptrRecord(record.Order, record.Preference, record.Service, record.Replacement))],
                Srv = [.. answers.Srv.Select(record => new SrvRecord(record.Priority, record.Weight, record.Port, record.Target))],
                Addresses = [.. answers.Addresses],
            };
            return HasAny(found, question.Kind) ? found : new DnsReply.Nothing(DnsCache.ShortestLife);
        }
        catch (DnsLookupException)
        {
            return new DnsReply.Failed();
        }
    }

    private static bool HasAny(DnsReply.Found found, DnsKind kind) => kind switch
    {
        DnsKind.Naptr => !found.Naptr.IsEmpty,
        DnsKind.Srv => !found.Srv.IsEmpty,
        _ => !found.Addresses.IsEmpty,
    };

    private static QueryType TypeOf(DnsKind kind) => kind switch
    {
        DnsKind.Naptr => QueryType.NAPTR,
        DnsKind.Srv => QueryType.SRV,
        DnsKind.Aaaa => QueryType.AAAA,
        _ => QueryType.A,
    };
}
