using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Hosting;

namespace Appliance.Web.Phones;

/// <summary>A phone as a page shows it.</summary>
/// <param name="Number">Its internal number.</param>
/// <param name="Name">What other phones show.</param>
/// <param name="Contacts">How many devices are registered.</param>
/// <param name="Device">What the first of them calls itself.</param>
/// <param name="State">How it is, in a sentence.</param>
public sealed record PhoneRow(string Number, string Name, int Contacts, string Device, ExplanationStep State)
{
    /// <summary>All phones of the settings, and what is known of each.</summary>
    internal static ValueList<PhoneRow> All(Config config, LiveSnapshot now) =>
    [
        .. config.Extensions.Select(extension =>
        {
            var live = now.Phones.GetValueOrDefault(extension.AccountName);
            return new PhoneRow(extension.Id, extension.DisplayName, live?.Contacts ?? 0, live?.Device ?? "", StateOf(live));
        }),
    ];

    private static ExplanationStep StateOf(LivePhone? live) => live switch
    {
        null => new("web.phone.is.away", []),
        { Contacts: 1 } => new("web.phone.is.there", []),
        var several => new("web.phone.is.several", [several.Contacts.ToString()]),
    };
}

/// <summary>A device that could be adopted.</summary>
/// <param name="Account">The user name it gives itself; may be empty.</param>
/// <param name="Device">What it calls itself; may be empty.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Number">The number it would get, or has.</param>
/// <param name="HasWrongPassword">It tries to be a phone that there is, with a wrong password.</param>
public sealed record DeviceRow(string Account, string Device, string Address, string Number, bool HasWrongPassword)
{
    /// <summary>As a form sends it back.</summary>
    public string Mark => $"{Address} {Account}";

    /// <summary>That of a device that was seen.</summary>
    internal static string MarkOf(LiveDevice device) => $"{device.Address} {device.Account}";

    /// <summary>All that were seen and are not adopted.</summary>
    internal static ValueList<DeviceRow> All(Config config, LiveSnapshot now) =>
    [
        .. now.Strangers.Where(device => device.Adopted is null || !config.Extensions.Any(extension => extension.Id == device.Adopted)).Select(device =>
        {
            var known = config.Extensions.FirstOrDefault(extension => extension.AccountName == device.Account);
            return new DeviceRow(device.Account, device.Device, device.Address, known?.Id ?? InsideNumbers.Free(config, device.Account), known is not null);
        }),
    ];
}
