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
            faults.Add($"{at}.number", "This is not an internal number.", "Others must be able to dial it.", "Write 1 to 8 digits, as in number = \"101\"");
        Checks.Unique(faults, $"{at}.number", extension.Id, numbers, "extension");
        Account(faults, extension.UserName is null ? $"{at}.number" : $"{at}.user-name", extension.AccountName, accounts);
        Checks.Secret(faults, $"{at}.password-secret", extension.PasswordRef, names);
        Checks.Owned(faults, $"{at}.caller-number", extension.CallerNumber, names.Owned, config.Office.Country);
        Checks.Range(faults, $"{at}.max-contacts", extension.MaxContacts, 1, 10, "All phones of one extension ring together.");
        Checks.Range(faults, $"{at}.max-calls", extension.MaxCalls, 1, 20, "A limit keeps a stolen password from making a hundred calls at once.");
        if (extension.DisplayName.Length > 64)
            faults.Add($"{at}.name", "The name is longer than 64 letters.", "Phones cut it anyway.", "Write a shorter name.");
        if (extension.Codecs.IsEmpty)
            faults.Add($"{at}.codecs", "No codec is left.", "There could be no voice.", "Write codecs = [\"PCMU\", \"PCMA\"], or delete the line.");

        if (extension.Id == config.DialPlan.EchoNumber)
            faults.Add($"{at}.number", "The extension has the number of the echo test.", "Only one of them can be reached.", "Give the extension another number, or write another echo-number in [dial-plan].");
        if (config.DialPlan.OutsidePrefix is { Length: > 0 } outside && extension.Id.StartsWith(outside, StringComparison.Ordinal))
            faults.Add($"{at}.number", $"The extension begins with {Checks.Shown(outside)}, which is dialled to reach the outside.", "The box cannot tell which of the two is meant.", "Give the extension a number that begins otherwise, or delete outside-prefix in [dial-plan].");
        if (extension.Media is MediaSecurity.Required && !extension.TlsOnly)
            faults.Warn($"{at}.media", "Encrypted voice is required, but the phone may register without TLS.", "The keys travel in the signalling; without TLS anybody on the way can read them.", "Add tls-only = true.");
    }

    private static void Pbx(PbxConfig pbx, string at, Config config, FaultList faults, KnownNames names, HashSet<string> ids, HashSet<string> accounts)
    {
        Checks.Name(faults, $"{at}.id", pbx.Id, "PBX");
        Checks.Unique(faults, $"{at}.id", pbx.Id, ids, "PBX");
        if (names.Trunks.Contains(pbx.Id) && pbx.Id.Length > 0)
            faults.Add($"{at}.id", $"A trunk is called \"{Checks.Shown(pbx.Id)}\" too.", "Rules name both in the same way.", "Give one of them another name.");

        Checks.Host(faults, $"{at}.host", pbx.Host, "host = \"192.168.1.20\"");
        Checks.Secret(faults, $"{at}.password-secret", pbx.PasswordRef, names);
        Checks.Owned(faults, $"{at}.caller-number", pbx.CallerNumber, names.Owned, config.Office.Country);
        Checks.Range(faults, $"{at}.max-calls", pbx.MaxCalls, 1, 200, "The box is made for up to 200 calls at a time.");
        if (pbx.Port is { } port)
            Checks.Port(faults, $"{at}.port", port, mayBeOff: false);
        if (pbx.UserName is { Length: > 0 } user)
            Account(faults, $"{at}.user-name", user, accounts);
        if (pbx.Codecs.IsEmpty)
            faults.Add($"{at}.codecs", "No codec is left.", "There could be no voice.", "Write codecs = [\"PCMU\", \"PCMA\"], or delete the line.");

        Proof(pbx, at, faults);
        if (pbx.Media is MediaSecurity.Required && pbx.Transport is not TransportKind.Tls)
            faults.Add(faults.IsWritten($"{at}.media") ? $"{at}.media" : $"{at}.transport", "Encrypted voice needs TLS.", "The keys travel in the signalling; without TLS anybody on the way can read them.", "Write transport = \"tls\", or media = \"optional\".");

        for (var i = 0; i < pbx.InternalPrefixes.Count; i++)
        {
            var (prefix, key) = (pbx.InternalPrefixes[i], $"{at}.internal-prefixes[{i + 1}]");
            if (!Checks.IsDigits(prefix) || prefix.Length > 8)
                faults.Add(key, "This is not the beginning of internal numbers.", "Phones dial digits.", "Write 1 to 8 digits, as in internal-prefixes = [\"2\"]");
            else if (config.Extensions.FirstOrDefault(extension => extension.Id.StartsWith(prefix, StringComparison.Ordinal)) is { } extension)
                faults.Add(key, $"Extension {Checks.Shown(extension.Id)} begins with {prefix}.", "The box cannot tell whether the extension or the PBX is meant.", "Use numbers for the extension that begin otherwise.");
        }
    }

    private static void Proof(PbxConfig pbx, string at, FaultList faults)
    {
        var hasAddress = !pbx.Addresses.IsEmpty || faults.IsFaulty($"{at}.addresses");
        var hasUser = pbx.UserName is { Length: > 0 };
        if (hasUser && pbx.PasswordRef is null)
            faults.Add($"{at}.password-secret", "A user name stands here without a password.", "Anybody who knows the name could call the world.", "Add password-secret = \"NAME\" and keep the password with: appliance secret set NAME");
        else if (!hasUser && pbx.PasswordRef is not null)
            faults.Add($"{at}.user-name", "A password stands here without a user name.", "The PBX proves itself with both.", "Add user-name = \"NAME\".");
        else if (!hasUser && !hasAddress)
            faults.Add($"{at}.addresses", "Nothing says how the box knows this PBX.", "A call must come from somebody known before it may cost money.", "Add addresses = [\"192.168.1.20\"], or user-name and password-secret.");
        else if (pbx.Registers && !hasUser)
            faults.Add($"{at}.user-name", "The PBX registers without a user name.", "A registration needs an account.", "Add user-name and password-secret, or write registers = false.");

        // A whole internet as "our PBX" is the toll-fraud hole of product research: law 5.
        for (var i = 0; i < pbx.Addresses.Count; i++)
        {
            var network = pbx.Addresses[i];
            var narrowest = network.BaseAddress.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork ? 8 : 32;
            if (network.PrefixLength < narrowest && !hasUser)
                faults.Add($"{at}.addresses[{i + 1}]", "This network is far too large to be believed without a password.", "Anybody in it could call the world at your cost.", "Write the PBX's own address, as in addresses = [\"192.168.1.20\"]");
        }

        if (!pbx.Registers && pbx.Host is null && pbx.Addresses.IsEmpty && hasUser)
            faults.Add($"{at}.host", "Nothing says where the PBX is.", "Calls could come from it but not go to it.", "Add host = \"192.168.1.20\", or registers = true when it registers with the box.");
    }

    private static void Account(FaultList faults, string key, string name, HashSet<string> accounts)
    {
        if (name.Length is 0)
            return;
        if (name.Length > 64 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+'))
            faults.Add(key, "This user name cannot be used.", "It stands in SIP addresses.", "Use up to 64 letters, digits, and - _ . +");
        else if (!accounts.Add(name))
            faults.Add(key, $"The user name \"{Checks.Shown(name)}\" is there twice.", "The box could not tell who registers or calls.", "Give one of them another user-name.");
    }
}
