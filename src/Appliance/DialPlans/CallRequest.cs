using Appliance.Trunks;

namespace Appliance.DialPlans;

/// <summary>Who began a call. Only a proven origin may be one of these (DESIGN law 5): digest, address, or a trunk's checks.</summary>
public abstract record CallOrigin
{
    private CallOrigin()
    {
    }

    /// <summary>A phone that proved to be this extension.</summary>
    public sealed record FromExtension(string Id) : CallOrigin;

    /// <summary>A PBX inside the office.</summary>
    public sealed record FromPbx(string Id) : CallOrigin;

    /// <summary>A trunk that passed <see cref="InboundTrust"/>.</summary>
    public sealed record FromTrunk(string Id) : CallOrigin;
}

/// <summary>A call as it asks for its way.</summary>
/// <param name="Origin">Who began it.</param>
/// <param name="Dialled">The user part of the request URI, or a whole tel or service URI.</param>
public sealed record CallRequest(CallOrigin Origin, string Dialled)
{
    /// <summary>The number a PBX put into From or P-Asserted-Identity; shown to the world only where we own it.</summary>
    public string ClaimedCaller { get; init; } = "";

    /// <summary>The caller asks not to be shown.</summary>
    public bool Withheld { get; init; }
}
