using System.Net;
using System.Text.RegularExpressions;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Numbers;

namespace Appliance.Web.Lines;

/// <summary>
/// What is wrong with a form, field by field, all at once, and what it means when nothing is. The settings check everything again; here
/// it is said beside the field and in the reader's language.
/// </summary>
/// <param name="Troubles">The sentence for each field that is wrong; empty: the form is right.</param>
/// <param name="Host">The host without its port.</param>
/// <param name="Port">The port, where it has one of its own.</param>
/// <param name="IsHostKept">True when host and port of a PBX stay as they are in the settings.</param>
/// <param name="Addresses">Where calls of a PBX are believed from; null: that stays as it is in the settings.</param>
/// <param name="Numbers">The numbers in E.164.</param>
/// <param name="Prefixes">The beginnings of internal numbers.</param>
public sealed partial record LineCheck(IReadOnlyDictionary<string, ExplanationStep> Troubles, string Host, int? Port, bool IsHostKept, ValueList<string>? Addresses, ValueList<string> Numbers, ValueList<string> Prefixes)
{
    /// <summary>Twilio's edges that a SIP Domain can register at.</summary>
    public static readonly ValueList<string> Edges = ["ashburn", "umatilla", "dublin", "frankfurt", "singapore", "tokyo", "sao-paulo", "sydney"];

    private static readonly char[] Between = [',', ';', '\n', '\r', '、', '，'];

    /// <summary>Checks a form.</summary>
    /// <param name="form">What was typed.</param>
    /// <param name="config">The settings in use.</param>
    /// <param name="id">The line it changes; null: it is a new one.</param>
    /// <param name="needsCountry">True while the settings do not name the office's country.</param>
    public static LineCheck Of(LineForm form, Config config, string? id, bool needsCountry)
    {
        var troubles = new Dictionary<string, ExplanationStep>(StringComparer.Ordinal);
        void Wrong(string field, string code, params ReadOnlySpan<string> values) => troubles.TryAdd(field, new($"web.line.{code}", ValueList.Create(values)));

        var country = config.Office.Country;
        if (form.Country.Length > 0)
        {
            country = form.Country.ToUpperInvariant();
            if (country.Length is not 2 || !NumberPlan.IsKnownCountry(country))
                Wrong("country", "bad-country");
        }
        else if (needsCountry && form.Kind is not LineKind.Pbx)
        {
            Wrong("country", "no-country");
        }

        if (form.Name.Length > 64 || form.Name.Any(char.IsControl))
            Wrong("name", "bad-name", "64");
        var pbx = config.Pbxs.FirstOrDefault(known => known.Id == id);
        var isHostKept = pbx is not null && form.Host == LineForm.Of(config, pbx.Id)!.Host;
        var (host, port) = HostOf(form, Wrong);
        var addresses = form.Kind is LineKind.Pbx ? AddressesOf(form, pbx, host, isHostKept, Wrong) : null;
        var isReached = form.Kind is LineKind.Pbx && (isHostKept || pbx is { Registers: true } || addresses is { IsEmpty: false } || (addresses is null && pbx is { Addresses.IsEmpty: false }));
        if (host.Length is 0 && !isReached)
            Wrong("host", form.Kind is LineKind.Pbx ? "no-address" : "no-host");
        Proof(form, id is null, Wrong);
        if (form.Account.Length > 0 && !AccountSid().IsMatch(form.Account))
            Wrong("account", "bad-account");
        if (form.Edge.Length > 0 && !Edges.Contains(form.Edge))
            Wrong("edge", "bad-edge", string.Join(", ", Edges));

        var numbers = form.Kind is LineKind.Pbx ? [] : NumbersOf(form, config, id, country, Wrong);
        var prefixes = PrefixesOf(form, config, Wrong);
        return new LineCheck(troubles, host, port, isHostKept, addresses, numbers, prefixes);
    }

    private delegate void Complaint(string field, string code, params ReadOnlySpan<string> values);

    private static (string Host, int? Port) HostOf(LineForm form, Complaint wrong)
    {
        if (form.Host.Length is 0)
            return ("", null);
        // An address of IPv6 is full of colons itself.
        if (IPAddress.TryParse(form.Host, out _) && Checks.IsHost(form.Host))
            return (form.Host, null);

        var match = HostAndPort().Match(form.Host);
        var host = match.Success ? match.Groups["host"].Value.Trim('[', ']') : form.Host;
        int? port = match.Groups["port"] is { Success: true, Value: var digits } && int.TryParse(digits, out var read) ? read : null;
        if (!match.Success || !Checks.IsHost(host) || port is 0 or > 65535)
            wrong("host", "bad-host");
        else if (form.Kind is LineKind.TwilioTrunk && host.Contains(".sip.", StringComparison.OrdinalIgnoreCase))
            wrong("host", "is-domain");
        else if (form.Kind is LineKind.TwilioDomain && host.Contains(".pstn.", StringComparison.OrdinalIgnoreCase))
            wrong("host", "is-trunk");
        return (host, port);
    }

    /// <summary>Where calls of a PBX are believed from; null: as before.</summary>
    private static ValueList<string>? AddressesOf(LineForm form, PbxConfig? before, string host, bool isHostKept, Complaint wrong)
    {
        var typed = new List<string>();
        foreach (var written in form.Addresses.Split([.. Between, ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (NetworkOf(written) is not { } network)
                wrong("addresses", "bad-address", Checks.Shown(written));
            else if (LineForm.Spelled(network) is var spelled && !typed.Contains(spelled))
                typed.Add(spelled);
        }

        if (form.Addresses.Length > LineForm.LongestNumbers)
            wrong("addresses", "too-many-addresses");
        string[] known = before is null ? [] : [.. before.Addresses.Select(LineForm.Spelled)];
        var isAddress = IPAddress.TryParse(host, out _);
        // The one address of a PBX that moves moves along.
        ValueList<string>? addresses = before is not null && typed.SequenceEqual(known)
            ? !isHostKept && isAddress && known is [var only] && only == LineForm.HostOf(before) ? [host] : null
            : typed.Count > 0 ? [.. typed] : isAddress ? [host] : [];
        if (!form.ByAddress || addresses is { IsEmpty: false } || (addresses is null && known.Length > 0))
            return addresses;

        if (!isAddress)
            wrong("addresses", "not-an-address");
        return isAddress ? [host] : [];
    }

    private static IPNetwork? NetworkOf(string written)
    {
        if (IPAddress.TryParse(written, out var address) && written.AsSpan().ContainsAny('.', ':') && !written.Contains('%', StringComparison.Ordinal))
            return new IPNetwork(address, 8 * address.GetAddressBytes().Length);
        return IPNetwork.TryParse(written, out var network) ? network : null;
    }

    private static void Proof(LineForm form, bool isNew, Complaint wrong)
    {
        if (form.User.Length > 0 && (form.User.Length > LineForm.Longest || form.User.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))))
            wrong("user", "bad-user");
        if (form.Password.Length > Secret.Longest || form.Password.Any(char.IsControl))
            wrong("password", "bad-password");
        if (form.Kind is LineKind.Pbx)
            return;

        if (form.Kind is not LineKind.Sip && form.User.Length is 0)
            wrong("user", "no-user");
        if (form.User.Length > 0 && form.Password.Length is 0 && isNew)
            wrong("password", "no-password");
        if (form.User.Length is 0 && form.Password.Length > 0)
            wrong("user", "password-alone");
    }

    private static ValueList<string> NumbersOf(LineForm form, Config config, string? id, string country, Complaint wrong)
    {
        var plan = new NumberPlan(new OfficeNumbering { Country = country, AreaCode = config.DialPlan.AreaCode ?? "" });
        var numbers = new List<string>();
        foreach (var written in form.Numbers.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (plan.Read(written) is not DialledNumber.Normalised { Number.Text: var number })
                wrong("numbers", "bad-number", Checks.Shown(written));
            else if (config.Trunks.FirstOrDefault(trunk => trunk.Id != id && trunk.Numbers.Contains(number)) is { } owner)
                wrong("numbers", "number-taken", number, owner.Id);
            else if (!numbers.Contains(number))
                numbers.Add(number);
        }

        if (form.Numbers.Length > LineForm.LongestNumbers)
            wrong("numbers", "too-many-numbers");
        else if (numbers.Count is 0)
            wrong("numbers", "no-number");
        return [.. numbers];
    }

    private static ValueList<string> PrefixesOf(LineForm form, Config config, Complaint wrong)
    {
        if (form.Kind is not LineKind.Pbx)
            return [];
        string[] prefixes = [.. form.Prefixes.Split([.. Between, ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        if (prefixes.FirstOrDefault(static prefix => prefix.Length > 8 || !prefix.All(char.IsAsciiDigit)) is { } odd)
            wrong("prefixes", "bad-prefix", Checks.Shown(odd));
        else if (config.Extensions.FirstOrDefault(extension => prefixes.Any(prefix => extension.Id.StartsWith(prefix, StringComparison.Ordinal))) is { Id: var taken })
            wrong("prefixes", "prefix-taken", taken);
        return [.. prefixes];
    }

    [GeneratedRegex(@"^(?<host>\[[0-9A-Fa-f:.]{2,45}\]|[^:\s\[\]]{1,253})(:(?<port>[0-9]{1,5}))?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HostAndPort();

    [GeneratedRegex("^AC[0-9a-f]{32}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AccountSid();
}
