namespace Appliance.Configuration;

/// <summary>What can be asked of an authority of certificates.</summary>
internal static class PageCertificateCheck
{
    /// <summary>The longest address of a directory, and the longest name or electronic mail, in letters.</summary>
    public const int LongestDirectory = 500;

    /// <summary>RFC 1035 section 2.3.4.</summary>
    public const int LongestName = 253;

    /// <summary>RFC 5321 section 4.5.3.1.3, without the brackets.</summary>
    public const int LongestEmail = 254;

    private const int LongestLabel = 63;

    /// <summary>True for a whole name of hosts: letters, digits and hyphens, two labels at least.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.Split('.') is { Length: > 1 } labels && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);

    /// <summary>True for an address over HTTPS, without a password.</summary>
    public static bool IsDirectory(string address) =>
        address.Length <= LongestDirectory && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "https", UserInfo: "", Host.Length: > 0 };

    /// <summary>True for what has the shape of an address of electronic mail.</summary>
    public static bool IsEmail(string email) =>
        email.Length <= LongestEmail && email.Split('@') is [{ Length: > 0 } user, { } host] && IsName(host)
        && user.All(static letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~.".Contains(letter, StringComparison.Ordinal));

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] is not '-' && label[^1] is not '-' && label.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-');
}
