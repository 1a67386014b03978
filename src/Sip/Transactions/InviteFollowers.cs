using Sip.Messages;

namespace Sip.Transactions;

/// <summary>The requests that repeat what identifies an INVITE: the ACK of its refusal, and its CANCEL.</summary>
internal static class InviteFollowers
{
    /// <summary>The ACK of a refusal (RFC 3261 section 17.1.1.3): same Request-URI, top Via, Route, From and Call-ID as the INVITE; To with the tag of the response.</summary>
    public static SipRequest RefusalAck(SipRequest invite, SipResponse response)
    {
        var writer = SipWriter.Request(SipMethod.Ack, invite.RequestUri);
        if (invite.First(HeaderName.Via, out var via))
            writer.Add(HeaderName.Via, via);
        return writer
            .Copy(invite, HeaderName.Route)
            .Add(HeaderName.MaxForwards, SipLimits.InitialMaxForwards)
            .Copy(invite, HeaderName.From)
            .Copy(response, HeaderName.To)
            .Copy(invite, HeaderName.CallId)
            .Add(HeaderName.CSeq, new CSeq(invite.CSeq.Number, SipMethod.Ack).ToString())
            .ToRequest();
    }

    /// <summary>The CANCEL of an INVITE (RFC 3261 section 9.1): everything that identifies it, and nothing else but the reason.</summary>
    public static SipRequest Cancel(SipRequest invite, IEnumerable<HeaderLine> headers)
    {
        var writer = SipWriter.Request(SipMethod.Cancel, invite.RequestUri);
        if (invite.First(HeaderName.Via, out var via))
            writer.Add(HeaderName.Via, via);
        writer
            .Copy(invite, HeaderName.Route)
            .Add(HeaderName.MaxForwards, SipLimits.InitialMaxForwards)
            .Copy(invite, HeaderName.From)
            .Copy(invite, HeaderName.To)
            .Copy(invite, HeaderName.CallId)
            .Add(HeaderName.CSeq, new CSeq(invite.CSeq.Number, SipMethod.Cancel).ToString());
        foreach (var header in headers)
            writer.Add(header.Name, header.Value);
        return writer.ToRequest();
    }
}
