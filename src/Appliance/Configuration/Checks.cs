using System.Globalization;
using System.Net;
using Appliance.Numbers;

namespace Appliance.Configuration;

/// <summary>The single questions that several sections ask of a value.</summary>
internal static class Checks
{
    public static void Range(FaultList faults, string key, int value, int least, int most, string because)
    {
        if (value < least || value > most)
            faults.Add(key, FaultCode.OutOfRange, Last(key), Text(value), Text(least), Text(most), FaultValue.Words($"because.{because}"));
    }

    public static void Seconds(FaultList faults, string key, TimeSpan value, int least, int most, string because) =>
        Range(faults, key, (int)Math.Clamp(value.TotalSeconds, int.MinValue, int.MaxValue), least, most, because);

    public static void Port(FaultList faults, string key, int value, bool mayBeOff)
    {
        if (value is >= 1 and <= 65535 || (mayBeOff && value is 0))
            return;
        faults.Add(key, mayBeOff ? FaultCode.PortOrOff : FaultCode.Port, Last(key), Text(value));
    }

    /// <summary>A name for rules and records.</summary>
    public static void Name(FaultList faults, string key, string name, string what)
    {
        if (name.Length is 0 || IsName(name))
            return;
        faults.Add(key, FaultCode.NameLetters, FaultValue.Words($"word.{what}"));
    }

    public static void Unique(FaultList faults, string key, string name, HashSet<string> seen, string what)
    {
        if (name.Length > 0 && !seen.Add(name))
            faults.Add(key, FaultCode.NameTwice, Shown(name), FaultValue.Words($"word.{what}"));
    }

    /// <summary>A host name or address.</summary>
    public static void Host(FaultList faults, string key, string? host, string example)
    {
        if (string.IsNullOrEmpty(host) || IsHost(host))
            return;

        var code = host.Contains("://", StringComparison.Ordinal) || host.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? FaultCode.HostScheme
            : host.Contains(':', StringComparison.Ordinal) || host.Contains('/', StringComparison.Ordinal) ? FaultCode.HostPort
            : FaultCode.Host;
        faults.Add(key, code, Last(key), example);
    }

    public static void Number(FaultList faults, string key, string? number, string country)
    {
        if (string.IsNullOrEmpty(number) || IsE164(number))
            return;

        if (Suggest(number, country) is { } meant)
            faults.Add(key, FaultCode.NumberFormMeant, Shown(number), meant);
        else
            faults.Add(key, FaultCode.NumberForm, Shown(number));
    }

    /// <summary>A caller number must be ours: law 4, and Twilio answers 403 otherwise.</summary>
    public static void Owned(FaultList faults, string key, string? number, IReadOnlySet<string> owned, string country)
    {
        if (string.IsNullOrEmpty(number))
            return;

        Number(faults, key, number, country);
        if (IsE164(number) && !owned.Contains(number))
            faults.Add(key, FaultCode.NumberNotOwned, number);
    }

    public static void Secret(FaultList faults, string key, string? name, KnownNames names)
    {
        if (string.IsNullOrEmpty(name))
            return;

        if (!SecretStore.IsName(name))
            faults.Add(key, FaultCode.SecretName);
        else if (names.Secrets is { } known && !known.Contains(name) && Spelling.Nearest(name, known) is { } meant)
            faults.Add(key, FaultCode.SecretAbsentMeant, meant);
        else if (names.Secrets is { } others && !others.Contains(name))
            faults.Add(key, FaultCode.SecretAbsent);
    }

    /// <summary>Whether it may stand as a name in rules and records.</summary>
    public static bool IsName(string name) =>
        name.Length is >= 1 and <= 32 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>Whether it is a plus sign and 7 to 15 digits, the first not 0 (ITU-T E.164).</summary>
    public static bool IsE164(string number) =>
        number.Length is >= 8 and <= 16 && number[0] is '+' && number[1] is not '0' && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    public static bool IsDigits(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    public static bool IsCountry(string country) => NumberLibrary.Knows(country);

    public static bool IsHost(string host)
    {
        if (IPAddress.TryParse(host, out _) && host.AsSpan().ContainsAny('.', ':'))
            return true;
        if (host.Length > 253 || host.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
            return false;

        // A name whose last part is digits alone would be a mistyped address (RFC 1123 section 2.1).
        var labels = host.TrimEnd('.').Split('.');
        return labels.All(IsLabel) && !IsDigits(labels[^1]);
    }

    /// <summary>Short and without control characters, for a message.</summary>
    public static string Shown(string text)
    {
        var plain = string.Concat(text.Where(letter => !char.IsControl(letter)));
        return plain.Length <= 40 ? plain : plain[..40] + "…";
    }

    /// <summary>The name of a setting without its path.</summary>
    public static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Suggest(string number, string country)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return NumberLibrary.Read(digits, number.StartsWith('+'), country) is NumberLibrary.Reading.Is { Doubt: null } read ? read.Number.Text : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63 && label[0] is not '-' && label[^1] is not '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
