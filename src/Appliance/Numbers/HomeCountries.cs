namespace Appliance.Numbers;

/// <summary>Countries that share one numbering plan so closely that nobody dials between them as abroad.</summary>
internal static class HomeCountries
{
    public static bool AreOne(string one, string other) => one == other || Group(one) is { } group && group == Group(other);

    // Mobile blocks of the islands lie between British ones, and +44 7911 is shared by both.
    private static string? Group(string country) => country switch
    {
        "GB" or "GG" or "JE" or "IM" => "GB",
        "FI" or "AX" => "FI",
        "IT" or "VA" => "IT",
        "NO" or "SJ" => "NO",
        "AU" or "CX" or "CC" => "AU",
        _ => null,
    };
}
