using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>A 2xx of ours that waits for its ACK, repeated from T1 up to every T2, for 64*T1 (RFC 3261 section 13.3.1.4).</summary>
internal sealed record UnackedAnswer(
    Server Transaction, SipResponse Response, uint Sequence, bool IsOffer, bool IsFirst, Instant RepeatAt, TimeSpan Interval, Instant GiveUpAt)
{
    public Instant Deadline => RepeatAt < GiveUpAt ? RepeatAt : GiveUpAt;

    public static UnackedAnswer Begin(Server transaction, SipResponse response, bool isOffer, bool isFirst, TransactionTimers timers, Instant now) =>
        new(transaction, response, response.CSeq.Number, isOffer, isFirst, now + timers.T1, timers.T1, now + timers.Lifetime);

    public UnackedAnswer Repeated(TransactionTimers timers, Instant now)
    {
        var interval = timers.Doubled(Interval);
        return this with { RepeatAt = now + interval, Interval = interval };
    }
}
