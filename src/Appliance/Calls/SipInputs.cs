using Sip;

namespace Appliance.Calls;

/// <summary>Inputs that carry nothing and so need to be made only once.</summary>
internal static class SipInputs
{
    public static readonly SipInput DeadlinePassed = new SipInput.DeadlinePassed();
}
