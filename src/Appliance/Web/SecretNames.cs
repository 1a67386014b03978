using Appliance.Configuration;

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
}
