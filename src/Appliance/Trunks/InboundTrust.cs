using System.Net;
using System.Security.Cryptography;
using System.Text;
using Appliance.Numbers;

namespace Appliance.Trunks;

/// <summary>What an INVITE from outside shows of its sender.</summary>
public sealed record InboundEvidence
{
    /// <summary>Where the message came from.</summary>
    public required IPAddress Source { get; init; }

    /// <summary>The user part of the request URI.</summary>
    public string RequestUser { get; init; } = "";

    /// <summary>The user part of the topmost Diversion, or empty.</summary>
    public string DiversionUser { get; init; } = "";

    /// <summary>The host of From, without port.</summary>
    public string FromHost { get; init; } = "";

    /// <summary><c>X-Twilio-AccountSid</c>, or empty.</summary>
    public string AccountSid { get; init; } = "";

    /// <summary><c>X-Box-Token</c>, or empty. Never logged.</summary>
    public string Token { get; init; } = "";

    /// <summary>The trunk whose registration or connection, made by us, it came in on; null: on a listening port.</summary>
    public string? OnFlowOf { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"InboundEvidence {{ Source = {Source} }}";
}

/// <summary>Whether an INVITE from outside is believed.</summary>
public abstract record InboundVerdict
{
    private InboundVerdict()
    {
    }

    /// <summary>It comes from this trunk and is meant for us.</summary>
    /// <param name="TrunkId">The trunk.</param>
    /// <param name="Dialled">What the dial plan is asked for: the user part that named one of our numbers.</param>
    public sealed record Trusted(string TrunkId, string Dialled) : InboundVerdict;

    /// <summary>It does not; it rings nowhere and costs nothing.</summary>
    /// <param name="Why">What failed last, on the trunk that came nearest.</param>
    /// <param name="TrunkId">That trunk, or null when the source belongs to none.</param>
    public sealed record Untrusted(Distrust Why, string? TrunkId) : InboundVerdict;
}

/// <summary>Why an INVITE is not believed, in the order of the checks.</summary>
public enum Distrust
{
    /// <summary>The source address belongs to no trunk.</summary>
    UnknownSource,

    /// <summary>Another customer's account of Twilio.</summary>
    ForeignAccount,

    /// <summary>From names another trunk.</summary>
    ForeignTrunk,

    /// <summary>The secret token is missing or wrong.</summary>
    WrongToken,

    /// <summary>Neither the request URI nor Diversion is a number of ours.</summary>
    ForeignNumber,
}

/// <summary>
/// Believes an INVITE from outside only when address, account, own trunk name and own number agree. Twilio's addresses are shared by all its
/// customers, any of whom can send us calls from them.
/// </summary>
public sealed class InboundTrust(IReadOnlyList<TrunkConfig> trunks, NumberPlan numbers, IReadOnlyList<IPNetwork> twilioSignalling)
{
    /// <summary>Trust by Twilio's published ranges.</summary>
    public InboundTrust(IReadOnlyList<TrunkConfig> trunks, NumberPlan numbers)
        : this(trunks, numbers, TwilioRanges.Signalling)
    {
    }

    /// <summary>The verdict on an INVITE.</summary>
    /// <param name="evidence">What it shows.</param>
    /// <param name="addressesOf">The addresses a SIP trunk's hosts resolve to at present.</param>
    /// <param name="secretOf">The value of a secret by its name, or null.</param>
    public InboundVerdict Judge(InboundEvidence evidence, Func<TrunkConfig, IReadOnlyList<IPAddress>> addressesOf, Func<string, string?> secretOf)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(addressesOf);
        ArgumentNullException.ThrowIfNull(secretOf);
        InboundVerdict nearest = new InboundVerdict.Untrusted(Distrust.UnknownSource, null);
        foreach (var trunk in trunks)
        {
            if (!trunk.Enabled)
                continue;
            var verdict = JudgeFor(trunk, evidence, addressesOf, secretOf);
            if (verdict is InboundVerdict.Trusted)
                return verdict;
            if (verdict is InboundVerdict.Untrusted { Why: var why } && nearest is InboundVerdict.Untrusted { Why: var before } && why > before)
                nearest = verdict;
        }
        return nearest;
    }

    private InboundVerdict JudgeFor(TrunkConfig trunk, InboundEvidence evidence, Func<TrunkConfig, IReadOnlyList<IPAddress>> addressesOf, Func<string, string?> secretOf) => trunk switch
    {
        _ when !ComesFrom(trunk, evidence, addressesOf) => new InboundVerdict.Untrusted(Distrust.UnknownSource, trunk.Id),
        _ when IsOtherAccount(trunk, evidence) => new InboundVerdict.Untrusted(Distrust.ForeignAccount, trunk.Id),
        TrunkConfig.TwilioTrunk twilio when !IsTrunkName(evidence.FromHost, twilio) => new InboundVerdict.Untrusted(Distrust.ForeignTrunk, trunk.Id),
        _ when LacksToken(trunk, evidence, secretOf) => new InboundVerdict.Untrusted(Distrust.WrongToken, trunk.Id),
        _ when DialledOn(trunk, evidence) is { } dialled => new InboundVerdict.Trusted(trunk.Id, dialled),
        _ => new InboundVerdict.Untrusted(Distrust.ForeignNumber, trunk.Id),
    };

    private bool ComesFrom(TrunkConfig trunk, InboundEvidence evidence, Func<TrunkConfig, IReadOnlyList<IPAddress>> addressesOf) => trunk switch
    {
        _ when evidence.OnFlowOf is { } flow => flow == trunk.Id,
        TrunkConfig.SipTrunk sip => TwilioRanges.Contain(sip.InboundFrom, evidence.Source) || addressesOf(sip).Any(address => SameAddress(address, evidence.Source)),
        TrunkConfig.TwilioTrunk twilio when TwilioRanges.Contain(twilio.InboundFrom, evidence.Source) => true,
        _ => TwilioRanges.Contain(twilioSignalling, evidence.Source),
    };

    private static bool SameAddress(IPAddress one, IPAddress other) => one.MapToIPv6().Equals(other.MapToIPv6());

    private static bool IsOtherAccount(TrunkConfig trunk, InboundEvidence evidence) => trunk switch
    {
        TrunkConfig.TwilioTrunk { AccountSid: { } own } => !string.Equals(own, evidence.AccountSid, StringComparison.Ordinal),
        TrunkConfig.TwilioDomain { AccountSid: { } own } => !string.Equals(own, evidence.AccountSid, StringComparison.Ordinal),
        _ => false,
    };

    // A trunk has one name with and without each edge: x.pstn.twilio.com, x.pstn.tokyo.twilio.com.
    private static bool IsTrunkName(string host, TrunkConfig.TwilioTrunk trunk)
    {
        const string Mark = ".pstn.";
        var own = trunk.TerminationHost.TrimEnd('.');
        var name = host.TrimEnd('.');
        if (string.Equals(name, own, StringComparison.OrdinalIgnoreCase) || trunk.Hosts.Any(edge => string.Equals(name, edge.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)))
            return true;
        var label = own.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        return label > 0
            && name.StartsWith(own[..(label + Mark.Length)], StringComparison.OrdinalIgnoreCase)
            && name.EndsWith(".twilio.com", StringComparison.OrdinalIgnoreCase)
            && own.EndsWith(".twilio.com", StringComparison.OrdinalIgnoreCase);
    }

    private static bool LacksToken(TrunkConfig trunk, InboundEvidence evidence, Func<string, string?> secretOf)
    {
        var name = trunk switch
        {
            TrunkConfig.TwilioTrunk twilio => twilio.InboundTokenRef,
            TrunkConfig.TwilioDomain domain => domain.InboundTokenRef,
            _ => null,
        };
        return name is not null
            && (secretOf(name) is not { Length: > 0 } expected || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(evidence.Token)));
    }

    private string? DialledOn(TrunkConfig trunk, InboundEvidence evidence)
    {
        if (OwnedNumbers.Find(trunk, evidence.RequestUser, numbers) is not null)
            return evidence.RequestUser;
        if (OwnedNumbers.Find(trunk, evidence.DiversionUser, numbers) is { } diverted)
            return diverted.Text;
        return trunk switch
        {
            TrunkConfig.TwilioTrunk => null,
            _ when trunk.Numbers.IsEmpty => evidence.RequestUser,
            // On a registration the request URI names our own contact, whatever the caller dialled.
            { ShownNumber: { } main } when evidence.OnFlowOf == trunk.Id => main,
            _ => null,
        };
    }
}
