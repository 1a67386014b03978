using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>For requests whose answer changes nothing: a CANCEL, the BYE of a fork that came second.</summary>
internal sealed class Ignored : IClientUser
{
    public static readonly Ignored Answer = new();

    private Ignored()
    {
    }

    public void Responded(Client transaction, SipResponse response, Arrival from, Instant now)
    {
    }

    public void Failed(Client transaction, LegFailure failure, string why, Instant now)
    {
    }

    public void SentOn(Client transaction, FlowId flow)
    {
    }
}
