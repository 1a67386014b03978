using System.Collections.Immutable;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Trunks;
using Sip;

namespace Appliance.Calls;

/// <summary>One revision of the settings with its secrets, as the gateway runs it. A call keeps the office it began with.</summary>
public sealed class Office
{
    private readonly ImmutableDictionary<string, string> _secrets;

    /// <summary>Settings that passed the validator, and the values of the secrets they name.</summary>
    public Office(Config config, long revision, ImmutableDictionary<string, string> secrets)
    {
        (Config, Revision, _secrets) = (config, revision, secrets);
        DialPlan = new DialPlan(config);
    }

    /// <summary>What the owner wrote.</summary>
    public Config Config { get; }

    /// <summary>Counts the changes.</summary>
    public long Revision { get; }

    /// <summary>Where numbers lead.</summary>
    public DialPlan DialPlan { get; }

    /// <summary>The value of a named secret, or null.</summary>
    public string? Secret(string? name) => name is not null && _secrets.TryGetValue(name, out var value) ? value : null;

    /// <summary>User name and password for whoever challenges, or null when either is missing.</summary>
    public SipCredential? Credential(string? userName, string? passwordRef) =>
        userName is not null && Secret(passwordRef) is { } password ? new SipCredential(userName, password) : null;

    /// <summary>The trunk of this id, or null.</summary>
    public TrunkConfig? Trunk(string id) => Config.Trunks.FirstOrDefault(trunk => trunk.Id == id);

    /// <summary>The extension of this id, or null.</summary>
    public ExtensionConfig? Extension(string id) => Config.Extensions.FirstOrDefault(extension => extension.Id == id);

    /// <summary>The telephone system of this id, or null.</summary>
    public PbxConfig? Pbx(string id) => Config.Pbxs.FirstOrDefault(pbx => pbx.Id == id);
}
