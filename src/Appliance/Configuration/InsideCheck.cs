using Appliance.Calls;
using Appliance.Extensions;
using Sip;

namespace Appliance.Configuration;

/// <summary>Checks what is inside the office: every <c>[[extension]]</c> and <c>[[pbx]]</c>.</summary>
internal static class InsideCheck
{
    public static void Check(Config config, FaultList faults, KnownNames names)
    {
        HashSet<string> numbers = new(StringComparer.Ordinal);
        HashSet<string> accounts = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < config.Extensions.Count; i++)
            Extension(config.Extensions[i], $"extension[{i + 1}]", config, faults, names, numbers, accounts);

        HashSet<string> ids = new(StringComparer.Ordinal);
        for (var i = 0; i < config.Pbxs.Count; i++)
            Pbx(config.Pbxs[i], $"pbx[{i + 1}]", config, faults, names, ids, accounts);
    }

    private static void Extension(ExtensionConfig extension, string at, Config config, FaultList faults, KnownNames names, HashSet<string> numbers, HashSet<string> accounts)
    {
        if (extension.Id.Length > 0 && (!Checks.IsDigits(extension.Id) || extension.Id.Length > 8))
            faults.Add($"{at}.number", FaultCode.ExtensionNumber);
        Checks.Unique(faults, $"{at}.number", extension.Id, numbers, "extension");
        Account(faults, extension.UserName is null ? $"{at}.number" : $"{at}.user-name", extension.AccountName, accounts);
        Checks.Secret(faults, $"{at}.password-secret", extension.PasswordRef, names);
        Checks.Owned(faults, $"{at}.caller-number", extension.CallerNumber, names.Owned, config.Office.Country);
        Checks.Range(faults, $"{at}.max-contacts", extension.MaxContacts, 1, 10, "contacts");
        Checks.Range(faults, $"{at}.max-calls", extension.MaxCalls, 1, 20, "extension-calls");
        if (extension.DisplayName.Length > 64)
            faults.Add($"{at}.name", FaultCode.NameTooLong);
        if (extension.Codecs.IsEmpty)
            faults.Add($"{at}.codecs", FaultCode.NoCodec);

        if (extension.Id == config.DialPlan.EchoNumber)
            faults.Add($"{at}.number", FaultCode.ExtensionIsEcho);
        if (config.DialPlan.OutsidePrefix is { Length: > 0 } outside && extension.Id.StartsWith(outside, StringComparison.Ordinal))
            faults.Add($"{at}.number", FaultCode.ExtensionOutsidePrefix, Checks.Shown(outside));
        if (extension.Media is MediaSecurity.Required && !extension.TlsOnly)
            faults.Warn($"{at}.media", FaultCode.KeysInClear);
    }

    private static void Pbx(PbxConfig pbx, string at, Config config, FaultList faults, KnownNames names, HashSet<string> ids, HashSet<string> accounts)
    {
        Checks.Name(faults, $"{at}.id", pbx.Id, "pbx");
        Checks.Unique(faults, $"{at}.id", pbx.Id, ids, "pbx");
        if (names.Trunks.Contains(pbx.Id) && pbx.Id.Length > 0)
            faults.Add($"{at}.id", FaultCode.TrunkAndPbx, Checks.Shown(pbx.Id));

        Checks.Host(faults, $"{at}.host", pbx.Host, "host = \"192.168.1.20\"");
        Checks.Secret(faults, $"{at}.password-secret", pbx.PasswordRef, names);
        Checks.Owned(faults, $"{at}.caller-number", pbx.CallerNumber, names.Owned, config.Office.Country);
        Checks.Range(faults, $"{at}.max-calls", pbx.MaxCalls, 1, 200, "most-calls");
        if (pbx.Port is { } port)
            Checks.Port(faults, $"{at}.port", port, mayBeOff: false);
        if (pbx.UserName is { Length: > 0 } user)
            Account(faults, $"{at}.user-name", user, accounts);
        if (pbx.Codecs.IsEmpty)
            faults.Add($"{at}.codecs", FaultCode.NoCodec);

        Proof(pbx, at, faults);
        if (pbx.Media is MediaSecurity.Required && pbx.Transport is not TransportKind.Tls)
            faults.Add(faults.IsWritten($"{at}.media") ? $"{at}.media" : $"{at}.transport", FaultCode.PbxVoiceNeedsTls);

        for (var i = 0; i < pbx.InternalPrefixes.Count; i++)
        {
            var (prefix, key) = (pbx.InternalPrefixes[i], $"{at}.internal-prefixes[{i + 1}]");
            if (!Checks.IsDigits(prefix) || prefix.Length > 8)
                faults.Add(key, FaultCode.InternalPrefix);
            else if (config.Extensions.FirstOrDefault(extension => extension.Id.StartsWith(prefix, StringComparison.Ordinal)) is { } extension)
                faults.Add(key, FaultCode.ExtensionUnderPrefix, Checks.Shown(extension.Id), prefix);
        }
    }

    private static void Proof(PbxConfig pbx, string at, FaultList faults)
    {
        var hasAddress = !pbx.Addresses.IsEmpty || faults.IsFaulty($"{at}.addresses");
        var hasUser = pbx.UserName is { Length: > 0 };
        if (hasUser && pbx.PasswordRef is null)
            faults.Add($"{at}.password-secret", FaultCode.PbxUserAlone);
        else if (!hasUser && pbx.PasswordRef is not null)
            faults.Add($"{at}.user-name", FaultCode.PbxPasswordAlone);
        else if (!hasUser && !hasAddress)
            faults.Add($"{at}.addresses", FaultCode.PbxUnproved);
        else if (pbx.Registers && !hasUser)
            faults.Add($"{at}.user-name", FaultCode.PbxRegistersNameless);

        // A whole internet as "our PBX" is the toll-fraud hole of product research: law 5.
        for (var i = 0; i < pbx.Addresses.Count; i++)
        {
            var network = pbx.Addresses[i];
            var narrowest = network.BaseAddress.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork ? 8 : 32;
            if (network.PrefixLength < narrowest && !hasUser)
                faults.Add($"{at}.addresses[{i + 1}]", FaultCode.PbxNetworkLarge);
        }

        if (!pbx.Registers && pbx.Host is null && pbx.Addresses.IsEmpty && hasUser)
            faults.Add($"{at}.host", FaultCode.PbxNowhere);
    }

    private static void Account(FaultList faults, string key, string name, HashSet<string> accounts)
    {
        if (name.Length is 0)
            return;
        if (name.Length > 64 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+'))
            faults.Add(key, FaultCode.UserNameLetters);
        else if (!accounts.Add(name))
            faults.Add(key, FaultCode.UserNameTwice, Checks.Shown(name));
    }
}
