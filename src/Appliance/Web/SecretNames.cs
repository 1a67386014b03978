using Appliance.Configuration;
using Appliance.Trunks;

namespace Appliance.Web;

/// <summary>Names for the secrets that pages keep.</summary>
internal static class SecretNames
{
    /// <summary>A name that no secret has yet: this one, or with a number behind it.</summary>
    public static string Free(SecretStore secrets, string wish)
    {
        var taken = secrets.Names;
        var stem = new string([.. wish.ToLowerInvariant().Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-').Take(48)]);
        return Enumerable.Range(1, int.MaxValue).Select(number => number is 1 ? stem : $"{stem}-{number}").First(name => !taken.Contains(name));
    }

    /// <summary>True while the settings name this secret.</summary>
    public static bool IsUsed(Config config, string name) =>
        config.Trunks.SelectMany(static trunk => (IEnumerable<string?>)[trunk.PasswordRef, (trunk as TrunkConfig.TwilioTrunk)?.InboundTokenRef, (trunk as TrunkConfig.TwilioDomain)?.InboundTokenRef])
            .Concat(config.Pbxs.Select(static pbx => pbx.PasswordRef))
            .Concat(config.Extensions.Select(static extension => extension.PasswordRef))
            .Contains(name);
}
