using System.Collections.Immutable;
using Sip;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>Everything that can happen to the gateway.</summary>
public abstract record GatewayInput
{
    private GatewayInput()
    {
    }

    /// <summary>The signalling sockets saw something.</summary>
    public sealed record FromNetwork(SipInput Input) : GatewayInput;

    /// <summary>The media engine says something.</summary>
    public sealed record FromMedia(MediaEvent Event) : GatewayInput;

    /// <summary>A new revision of the settings. Calls in progress keep theirs.</summary>
    public sealed record Settings(Office Office) : GatewayInput;

    /// <summary>The name servers said where a trunk or a PBX is: hops in the order to try.</summary>
    public sealed record Located(string Id, ImmutableArray<Hop> Hops) : GatewayInput;

    /// <summary>Where a trunk or PBX is could not be found out; what was known before still holds.</summary>
    public sealed record NotLocated(string Id, string Why) : GatewayInput;

    /// <summary>The answered calls that an earlier run of the gateway left. Given before the media engine says anything.</summary>
    public sealed record TakeOver(ImmutableArray<CallSnapshot> Calls) : GatewayInput;

    /// <summary>
    /// Someone at the page makes a call: the extension's phone rings first, and when it is answered the number is called as if it had been
    /// dialled there. Never to an emergency number: who needs help dials it.
    /// </summary>
    /// <param name="CallId">The call's identifier, chosen by the page so that it can follow it.</param>
    /// <param name="Extension">The extension whose phone rings.</param>
    /// <param name="Dialled">What is dialled.</param>
    public sealed record MakeCall(string CallId, string Extension, string Dialled) : GatewayInput;

    /// <summary>Someone at the page ends a call.</summary>
    public sealed record EndCall(string CallId) : GatewayInput;

    /// <summary>The box is about to stop: every call is hung up, so that no peer is left waiting, and none is taken any more.</summary>
    public sealed record ClosingDown : GatewayInput;

    /// <summary>The deadline passed.</summary>
    public sealed record DeadlinePassed : GatewayInput;
}
